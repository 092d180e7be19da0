#!/bin/sh
# A folder includes itself and those before it in the order of DESIGN.md,
# never those after; bindings see the public header alone.
set -eu
cd "$(dirname "$0")/.."
status=0
check() { # FOLDER ALLOWED...
    folder=$1
    shift
    allowed=$(echo "$@" | tr ' ' '|')
    if grep -rnE '^#include "' "$folder" --include='*.[chS]' |
        grep -vE "#include \"($allowed)[/\"]"; then
        echo "layers: $folder/ may include $* only" >&2
        status=1
    fi
}
within() { # FOLDER ALLOWED...: of cli/, beside what is in no folder of it
    folder=$1
    shift
    if grep -rnE '^#include "cli/[a-z]+/' "cli/$folder" |
        grep -vE "#include \"cli/($(echo "$@" | tr ' ' '|'))/"; then
        echo "layers: cli/$folder/ may include $* of cli/ only" >&2
        status=1
    fi
}
only() { # HEADER FILES...: the only files that may include a library's header
    header=$1
    shift
    if grep -rlE "^#include <$header>" model datasets train cli bindings |
        grep -vxE "$(echo "$@" | tr ' ' '|')"; then
        echo "layers: <$header> belongs to $*" >&2
        status=1
    fi
}
module() { # MODULE FILES...: the same for Python, in its package
    module=$1
    shift
    if grep -rlE "^ *(import|from) $module\\b" bindings/python/tenor \
        --include='*.py' | grep -vxE "$(echo "$@" | tr ' ' '|')"; then
        echo "layers: $module belongs to $*" >&2
        status=1
    fi
}
check model model
check datasets model datasets
check train model datasets train
check cli model datasets train cli
within html html
within label label html
within serve serve label html
within explain explain
within report report explain label html
within words words explain label html
within audit audit label
within suggest suggest label
within annotate annotate label
within retrain retrain label
within drift drift report label
check bindings bindings model/tenor.h
only utf8proc.h model/utf8.c
only libstemmer.h model/stem.c
only 'libsvm/svm.h' train/solver_libsvm.c
only linear.h train/solver_liblinear.c
only 'nettle/.*' datasets/digest.h
only iconv.h cli/label/encoding.c
only 'archive(_entry)?.h' cli/label/bundle.c
only zlib.h cli/label/unpack_gzip.c
only zstd.h cli/label/unpack_zstd.c
only lzma.h cli/label/unpack_xz.c
only yajl/ cli/label/json_scan.c
only xxhash.h model/wordset.c model/modelfile.c cli/label/journal.c
only 'yajl/.*' cli/label/json_scan.c
only gumbo.h cli/html/html_page.c
only microhttpd.h cli/serve/http.c
only 'sqlite3.*' bindings/sqlite/api.h
module ctypes bindings/python/tenor/_library.py
module sklearn bindings/python/tenor/estimator.py
module numpy bindings/python/tenor/estimator.py bindings/python/tenor/spark.py
module 'pyspark|pyarrow' bindings/python/tenor/spark.py
module subprocess bindings/python/tenor/training.py
exit $status
