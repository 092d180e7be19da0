# What every test of the command line begins with.
#
#   TENOR       the program under test; build/tenor
#   TENOR_ROOT  the root of the project; two folders above this file
#
# Each test runs in an empty folder of its own. Models that several tests of a
# file use are trained once, by its setup_file, in $BATS_FILE_TMPDIR.
bats_require_minimum_version 1.5.0

: "${TENOR_ROOT:=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}"
: "${TENOR:=$TENOR_ROOT/build/tenor}"
export TENOR TENOR_ROOT
export LC_ALL=C
STARTER=$TENOR_ROOT/datasets/starter
ARTICLES=$TENOR_ROOT/datasets/articles
SHARED=$BATS_FILE_TMPDIR

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# Settings that train in a moment.
QUICK=(-q --no-search -C 1 --folds 3 --ngrams 2 --characters 0
    --min-documents 1)

# quick MODEL ARG...: train without a word on the terminal.
quick() {
    "$TENOR" train "${QUICK[@]}" -o "$@"
}

# small_corpus FILE: six documents of two labels, as TSV.
small_corpus() {
    printf '%s\t%s\n' \
        good 'A lovely, bright morning and a splendid breakfast.' \
        bad 'A dreadful evening: the soup was cold and awful.' \
        good 'The splendid choir sang; everyone was happy.' \
        bad 'The awful train was late again, a dreadful mess.' \
        good 'Happy children and a lovely garden.' \
        bad 'A cold room, an angry crowd, and not one happy face.' >"$1"
}

# lines_are N: so many lines went to stderr.
lines_are() {
    [ "${#stderr_lines[@]}" -eq "$1" ] || {
        echo "stderr has ${#stderr_lines[@]} lines, not $1: $stderr"
        return 1
    }
}

# complains STATUS PATTERN COMMAND...: the command ends with the status, prints
# nothing on stdout, and its first line on stderr matches.
complains() {
    local status_wanted=$1 pattern=$2
    shift 2
    run --separate-stderr "$@"
    # shellcheck disable=SC2053,SC2154
    if [ "$status" -ne "$status_wanted" ] || [ -n "$output" ] ||
        [[ ${stderr_lines[0]} != $pattern ]]; then
        echo "wanted: status $status_wanted, $pattern"
        echo "got: status $status"
        echo "stdout: $output"
        echo "stderr: $stderr"
        return 1
    fi
}

# hints STATUS PATTERN COMMAND...: the same, with a hint on the second line.
hints() {
    complains "$@" || return 1
    [[ ${stderr_lines[1]} == "try 'tenor"*"--help'" ]] || {
        echo "no hint: $stderr"
        return 1
    }
}

# holds FILTER [FILE]: the filter of jq is true for the JSON in FILE, or for
# $output.
holds() {
    if [ $# -gt 1 ]; then
        jq -e "$1" "$2" >/dev/null || {
            echo "not true: $1"
            jq -c . "$2"
            return 1
        }
    else
        jq -e "$1" <<<"$output" >/dev/null || {
            echo "not true: $1"
            echo "$output"
            return 1
        }
    fi
}

# is_page FILE: see page_check.py.
is_page() {
    command -v python3 >/dev/null || skip "no python3"
    python3 "$TENOR_ROOT/tests/cli/page_check.py" "$1"
}

# texts FILE: what a reader sees, a piece of text on a line.
texts() {
    python3 - "$1" <<'END'
import sys
sys.path.insert(0, __import__("os").environ["TENOR_ROOT"] + "/tests/cli")
sys.dont_write_bytecode = True
from page_check import Checker
c = Checker()
c.feed(open(sys.argv[1], encoding="utf-8").read())
print("".join(c.texts))
END
}

# has_embedded: whether a model is linked into the program.
has_embedded() {
    [ -s "$TENOR_ROOT/model/embedded.tenor" ]
}
