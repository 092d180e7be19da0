#!/usr/bin/env bats
# make install: what lands where, and whether others can build with it.
#
# Installs build/ as it is and never builds anew, so the tests of another
# build skip what is missing.

load helper

setup_file() {
    [ -x "$TENOR_ROOT/build/tenor" ] || return 0
    # The variables of a make above, such as SAN=, are none of ours.
    local make=(env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u SAN
        make -C "$TENOR_ROOT" --no-print-directory)

    "${make[@]}" -q all 2>/dev/null || return 0
    "${make[@]}" install DESTDIR="$BATS_FILE_TMPDIR/root" PREFIX=/usr \
        >"$BATS_FILE_TMPDIR/log" 2>&1
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    [ -e "$SHARED/log" ] || skip "build/ is missing or out of date"
    USR=$SHARED/root/usr
    export PKG_CONFIG_PATH=$USR/lib/pkgconfig
}

@test "the program, library, header, manual and tenor.pc are there" {
    (cd "$USR" && find . -type f -o -type l | sort) >found
    diff - found <<'END'
./bin/tenor
./include/tenor.h
./lib/libtenor.a
./lib/libtenor.so
./lib/libtenor.so.0
./lib/pkgconfig/tenor.pc
./lib/sqlite3/tenor.so
./share/man/man1/tenor.1
END
    [ -x "$USR/bin/tenor" ]
    cmp "$USR/include/tenor.h" "$TENOR_ROOT/model/tenor.h"
    cmp "$USR/share/man/man1/tenor.1" "$TENOR_ROOT/cli/tenor.1"
}

@test "the program runs from where it is installed" {
    small_corpus c.tsv
    env -i "$USR/bin/tenor" train "${QUICK[@]}" -o m c.tsv
    env -i "$USR/bin/tenor" score -m m c.tsv >/dev/null
}

@test "program and library need no library but those of the compiler" {
    command -v ldd >/dev/null || skip "no ldd"
    run ! grep -vE 'linux-vdso|ld-linux|lib(c|m|pthread|gcc_s|gfortran|quadmath|stdc\+\+)\.so' \
        < <(ldd "$USR/bin/tenor")
    run ! grep -vE 'linux-vdso|ld-linux|lib(c|m)\.so' \
        < <(ldd "$USR/lib/libtenor.so" "$USR/lib/sqlite3/tenor.so" |
            grep -v ':$')
}

@test "tenor.pc names the place and the version" {
    run -0 pkg-config --variable=prefix tenor
    [ "$output" = /usr ]
    run -0 pkg-config --modversion tenor
    "$USR/bin/tenor" --version | grep -q "^tenor $output,"
}

@test "the library shows tenor_* alone" {
    nm -g --defined-only "$USR/lib/libtenor.a" |
        awk 'NF == 3 { print $3 }' | sort >names
    nm -D --defined-only "$USR/lib/libtenor.so" |
        awk 'NF == 3 { print $3 }' | sort | diff names -
    [ -s names ]
    run ! grep -v '^tenor_' names
    # Everything that the header declares is there, and nothing else.
    sed -n 's/.*\(tenor_[a-z0-9_]*\)(.*/\1/p' "$USR/include/tenor.h" |
        sort -u >declared
    while read -r name; do
        grep -qx "$name" declared
    done <names
}

@test "the header stands alone, as C11 and as C++" {
    printf '#include <tenor.h>\n#include <tenor.h>\n' >include.c
    cp include.c include.cc
    cc -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$USR/include" \
        -fsyntax-only include.c
    for std in c++11 c++17; do
        c++ -std=$std -Wall -Wextra -Wpedantic -Werror -I "$USR/include" \
            -fsyntax-only include.cc
    done
}

@test "a program builds with pkg-config; two threads share a model" {
    cat >threads.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <tenor.h>

static struct tenor_model *model;

static void *work(void *text)
{
    struct tenor_error err = {0};
    struct tenor_scorer *scorer;
    static const char *failed = "failed";
    const char *label = NULL;

    if (!tenor_scorer_new(model, &scorer, &err))
        return (void *)failed;
    for (int i = 0; i < 2000; i++) {
        if (!tenor_score(scorer, text, strlen(text), &err))
            return (void *)failed;
        const char *now =
            tenor_axis_label(model, 0, tenor_label(scorer, 0));
        if (label && now != label)
            return (void *)failed;
        label = now;
    }
    tenor_scorer_free(scorer);
    return (void *)label;
}

int main(int argc, char **argv)
{
    struct tenor_error err = {0};
    char *text[] = {"a lovely splendid happy day", "an awful dreadful mess"};
    pthread_t thread[2];
    void *label[2];

    if (argc != 2 || !tenor_model_open(argv[1], &model, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    for (int i = 0; i < 2; i++)
        pthread_create(&thread[i], NULL, work, text[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], &label[i]);
    printf("%s %s\n", (char *)label[0], (char *)label[1]);
    tenor_model_close(model);
    return 0;
}
END
    small_corpus c.tsv
    quick m c.tsv
    export LD_LIBRARY_PATH=$USR/lib
    for static in "" -static; do
        # shellcheck disable=SC2046,SC2086
        cc -std=c11 -Wall -Werror $static -o threads threads.c -pthread \
            $(pkg-config --define-prefix --cflags --libs ${static:+--static} tenor)
        run -0 ./threads m
        [ "$output" = "good bad" ]
        run -1 ./threads c.tsv
        [ "$output" = "not a tenor model" ]
    done
}

@test "the manual can be read" {
    command -v man >/dev/null || skip "no man"
    MANPATH=$USR/share/man man 1 tenor >page 2>errors ||
        skip "man does not find it"
    [ ! -s errors ]
    grep -q 'EXIT STATUS' page
}
