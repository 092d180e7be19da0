#!/usr/bin/env bats
# tenor serve: answers that are those of score and label, limits, reloads, and
# its end. What curl cannot do is in serve_client.py.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    small_corpus c.tsv
    quick a c.tsv
    quick b --ngrams 1 c.tsv
    cat "$STARTER"/*.jsonl >corpus.jsonl
    quick sentiment --label-column sentiment corpus.jsonl
    head -c 100000000 /dev/zero | tr '\0' x >big
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/sentiment
    PIDS=()
}

# Servers end with their test, whatever comes.
teardown() {
    for pid in "${PIDS[@]}"; do
        kill -KILL "$pid" 2>/dev/null || continue
        wait "$pid" 2>/dev/null || true
    done
}

# serve ARG...: start a server; sets PID, URL and PORT. What it says is in err.
serve() {
    : >err
    env --default-signal=INT,TERM,HUP "$TENOR" serve "$@" 2>err 3>&- &
    PID=$!
    PIDS+=("$PID")
    for ((i = 0; i < 600; i++)); do
        grep -q 'listening on' err && break
        kill -0 "$PID" 2>/dev/null || break
        sleep 0.05
    done
    URL=$(sed -n 's/^tenor serve: listening on //p' err)
    PORT=${URL##*:}
    [ -n "$URL" ] || {
        cat err
        return 1
    }
}

# says PATTERN [TIMES]: the server says so on stderr, before long.
says() {
    for ((i = 0; i < 600; i++)); do
        [ "$(grep -c -- "$1" err)" -lt "${2:-1}" ] || return 0
        sleep 0.05
    done
    cat err
    return 1
}

# ended: the server has ended by itself, without an error.
ended() {
    status=0
    wait "$PID" || status=$?
    [ "$status" -eq 0 ] || {
        echo "status $status"
        cat err
        return 1
    }
}

client() {
    timeout 120 python3 "$TENOR_ROOT/tests/cli/serve_client.py" "$@" 3>&-
}

# post PATH FILE ARG...: what comes for a file as text/plain.
post() {
    local path=$1 file=$2
    shift 2
    curl -sS -H 'Content-Type: text/plain' --data-binary "@$file" "$@" \
        "$URL$path"
}

# answers CODE PATTERN ARG...: curl gets the code, and an error that matches.
answers() {
    local code=$1 pattern=$2
    shift 2
    curl -sS -o body -w '%{http_code}' "$@" >code
    # shellcheck disable=SC2053
    if [ "$(cat code)" != "$code" ] || [[ $(jq -r .error body) != $pattern ]]
    then
        echo "wanted: $code $pattern"
        echo "got: $(cat code body)"
        return 1
    fi
}

# metric NAME: its value.
metric() {
    curl -sS "$URL/metrics" | awk -v name="$1" '$1 == name { print $2 }'
}

# memory: KiB that the server has held at most.
memory() {
    awk '/^VmHWM/ { print $2 }' "/proc/$PID/status"
}

@test "/healthz says which model it is" {
    serve --port 0 -m "$M"
    output=$(curl -sS "$URL/healthz")
    holds '.status == "ok" and (.checksum | test("^[0-9a-f]{16}$"))'
    [ "$(jq -r .model <<<"$output")" = "$M" ]
    # As the header of the file has it.
    [ "$(jq -r .checksum <<<"$output")" = "$(od -An -tx8 -j 24 -N 8 "$M" |
        tr -d ' ')" ]
    curl -sSI "$URL/healthz" >head
    grep -q '^HTTP/1.1 200' head
    grep -q '^Content-Type: application/json' head
}

@test "the embedded model is there without -m" {
    has_embedded || skip "no embedded model"
    serve --port 0 -j 2
    [ "$(curl -sS "$URL/healthz" | jq -r .model)" = embedded ]
    jq -cn '{kop: "You will not believe what they did", text: "They met."}' >in
    "$TENOR" label --in jsonl --title-field kop --axes headline <in >wanted
    grep -q clickbait wanted
    curl -sS -H 'Content-Type: application/x-ndjson' --data-binary @in \
        "$URL/label?title-field=kop&axes=headline" | cmp wanted -
    for article in "$ARTICLES"/*.txt; do
        post '/score?coverage=0.9' "$article" >got
        "$TENOR" score --format json --coverage 0.9 <"$article" | cmp got -
    done
}

@test "/score gives the bytes of tenor score" {
    serve --port 0 -m "$M"
    printf 'bad \xff bytes, and a\0NUL. A splendid day!' >odd
    : >empty
    for file in "$ARTICLES"/*.txt odd empty "$SHARED/c.tsv"; do
        post /score "$file" >got
        "$TENOR" score -m "$M" --format json <"$file" | cmp got -
    done
    post '/score?axes=sentiment&coverage=0.95&title=A+splendid%20day%21' odd \
        >got
    "$TENOR" score -m "$M" --format json --axes sentiment --coverage 0.95 \
        --title 'A splendid day!' <odd | cmp got -
    curl -sS -H 'Content-Type: TEXT/Plain ; Charset="UTF-8"' \
        --data-binary @odd "$URL/score" >got
    "$TENOR" score -m "$M" --format json <odd | cmp got -
    curl -sS -H 'Content-Type: text/plain' -H 'Transfer-Encoding: chunked' \
        --data-binary @odd "$URL/score" | cmp got -
}

@test "/label gives the bytes of tenor label" {
    serve --port 0 -m "$M"
    {
        printf '\xef\xbb\xbf'
        head -40 "$SHARED/corpus.jsonl"
        printf 'not JSON\r\n\n   \n{"text": 7}\n{"none": 1}\n{"text": "\xff"}\n'
        printf '{"text": "x", "tone.status": 1}\r\n{"text": "the last one"}'
    } >in.jsonl
    "$TENOR" label -m "$M" --in jsonl <in.jsonl >wanted 2>/dev/null || true
    [ "$(grep -c '"tone.error"' wanted)" -eq 5 ]
    for type in application/x-ndjson application/jsonl; do
        curl -sS -D head -H "Content-Type: $type" --data-binary @in.jsonl \
            "$URL/label" | cmp wanted -
        grep -q '^HTTP/1.1 200' head
        grep -q '^Content-Type: application/x-ndjson' head
    done
    printf 'A splendid day.\r\n\nbad \xff byte\n\tA tab\nThe last line' >in.txt
    "$TENOR" label -m "$M" --in lines <in.txt >wanted 2>/dev/null || true
    post /label in.txt -D head | cmp wanted -
    grep -q '^Content-Type: text/tab-separated-values' head
    : >empty
    [ -z "$(post /label empty)" ]
    jq -c '{n: .id, a: {body: .text}}' "$SHARED/corpus.jsonl" | head -9 >in
    "$TENOR" label -m "$M" --in jsonl --text-field a.body --axes sentiment \
        --fields n,tone.sentiment,tone.sentiment.p <in >wanted
    curl -sS -H 'Content-Type: application/x-ndjson' --data-binary @in \
        "$URL/label?text-field=a.body&axes=sentiment&fields=n,tone.sentiment,tone.sentiment.p" |
        cmp wanted -
    [ "$(metric tenor_records_failed_total)" -ge 11 ]
}

@test "what is wrong with a request is an error of its own" {
    serve --port 0 -m "$M" --max-body 1000
    text=(-H 'Content-Type: text/plain' -d hi)
    answers 404 'there is no such path*' "$URL/"
    answers 404 'there is no such path*' "${text[@]}" "$URL/scores"
    answers 405 'there is no such method*' "$URL/score"
    answers 405 'there is no such method*' -X PUT "${text[@]}" "$URL/label"
    answers 405 'there is no such method*' -X GE "$URL/healthz"
    answers 405 'there is no such method*' "${text[@]}" "$URL/metrics"
    [ "$(curl -sSI "$URL/score" | tr -d '\r' | sed -n 's/^Allow: //p')" = POST ]
    [ "$(curl -sS -D - -X POST "$URL/healthz" | tr -d '\r' |
        sed -n 's/^Allow: //p')" = 'GET, HEAD' ]
    answers 415 'this Content-Type is not read here; there are text/plain' \
        -d hi "$URL/score"
    answers 415 '*application/x-ndjson, application/jsonl, text/plain' \
        -H 'Content-Type: application/json' -d '{}' "$URL/label"
    answers 415 'the Content-Type is missing*' -H 'Content-Type:' -d hi \
        "$URL/score"
    answers 415 'the Content-Type is malformed*' -H 'Content-Type: text' \
        -d hi "$URL/score"
    answers 415 'the charset is not UTF-8*' -d hi \
        -H 'Content-Type: text/plain; charset=latin1' "$URL/score"
    answers 415 'bodies with a Content-Encoding*' "${text[@]}" \
        -H 'Content-Encoding: gzip' "$URL/score"
    answers 400 "the query has an unknown parameter 'axis'" "${text[@]}" \
        "$URL/score?axis=sentiment"
    answers 400 "the query repeats the parameter 'axes'" "${text[@]}" \
        "$URL/score?axes=sentiment&axes=sentiment"
    answers 400 "the query has no value for the parameter 'axes'" \
        "${text[@]}" "$URL/score?axes"
    answers 400 'the query is not encoded*' "${text[@]}" "$URL/score?axes=%zz"
    answers 400 'the query is not encoded*' "${text[@]}" "$URL/score?title=%00"
    answers 400 "the model has no axis 'x'; it has: sentiment" "${text[@]}" \
        "$URL/score?axes=x"
    answers 400 'coverage is a number*' "${text[@]}" "$URL/score?coverage=x"
    answers 400 '*coverage*' "${text[@]}" "$URL/score?coverage=2"
    answers 400 "there is no result 'tone.x'*" "${text[@]}" \
        "$URL/label?fields=tone.x"
    answers 400 'the list of fields has an empty name' "${text[@]}" \
        "$URL/label?fields="
    answers 400 'text-field is for JSONL' "${text[@]}" \
        "$URL/label?text-field=a"
    answers 400 'the query has an unknown*' "$URL/healthz?x=1"
    head -c 1001 "$SHARED/big" >large
    answers 413 'the body is larger than --max-body, 1000 bytes' \
        -H 'Content-Type: text/plain' --data-binary @large "$URL/score"
    head -c 1000 "$SHARED/big" >most
    post /score most -f >/dev/null
    [ "$(metric 'tenor_requests_total{route="/label",code="400"}')" -eq 3 ]
    [ "$(wc -l <err)" -eq 1 ]
}

@test "bodies that are too large are refused at once, with little memory" {
    serve --port 0 -m "$M"
    before=$(memory)
    answers 413 'the body is larger*' -H 'Content-Type: text/plain' \
        -H 'Expect:' --data-binary "@$SHARED/big" "$URL/score"
    answers 413 'the body is larger*' -H 'Content-Type: text/plain' \
        -H 'Expect:' -H 'Transfer-Encoding: chunked' \
        --data-binary "@$SHARED/big" "$URL/score"
    answers 413 'the body is larger*' -H 'Content-Type: text/plain' \
        --data-binary "@$SHARED/big" "$URL/label"
    echo "$before $(memory)"
    [ "$(($(memory) - before))" -lt 16000 ]
    # Who asks first is refused without being told to go on.
    [ "$(client "$PORT" expect 100000000)" = 413 ]
    [ "$(metric 'tenor_requests_total{route="/score",code="413"}')" -eq 3 ]
    [ "$(metric tenor_held_bytes)" -lt 10000 ]
}

@test "old, kept and pipelined connections" {
    serve --port 0 -m "$M" -j 2
    [ "$(client "$PORT" old)" = "200 True" ]
    [ "$(client "$PORT" keep)" = "{200}" ]
    [ "$(client "$PORT" pipeline)" = "200 200 404" ]
}

@test "what is no HTTP, and clients that hang up, do no harm" {
    serve --port 0 -m "$M" --timeout 1
    [ "$(client "$PORT" garbage)" = "done" ]
    [ "$(client "$PORT" hang_up)" = "done" ]
    post /score "$SHARED/c.tsv" -f >/dev/null
    [ "$(metric 'tenor_requests_total{route="/score",code="0"}')" -gt 0 ]
    for ((i = 0; i < 100; i++)); do
        [ "$(metric tenor_connections_open)" -gt 1 ] || break
        sleep 0.1
    done
    [ "$(metric tenor_connections_open)" -eq 1 ]
    kill -TERM "$PID"
    ended
}

@test "slow clients are ended" {
    serve --port 0 -m "$M" --timeout 1 --request-time 1
    client "$PORT" never_reads 1000000 >other &
    client "$PORT" slow >got
    wait $!
    diff got - <<'END'
line closed True
header 408 True
body 408 True
idle closed
END
    [ "$(cat other)" = "cut off" ]
    [ "$(metric tenor_connections_idle_total)" -ge 2 ]
    [ "$(metric tenor_connections_slow_total)" -ge 2 ]
}

@test "a thousand idle connections are bounded, and others answered" {
    serve --port 0 -m "$M" --connections 64
    run -0 client "$PORT" idle 1000
    [ "$output" = "200 refused bounded" ]
    [ "$(metric tenor_connections_refused_total)" -gt 0 ]
    [ "$(metric tenor_connections_displaced_total)" -gt 0 ]
    [ "$(memory)" -lt 600000 ]
}

@test "connections of one address are bounded where that is asked for" {
    serve --port 0 -m "$M" --per-address 8
    run -0 client "$PORT" idle 20 3
    [[ $output == "None refused"* || $output == "503 refused"* ]]
    post /score "$SHARED/c.tsv" -f >/dev/null
}

@test "bodies and answers together are bounded" {
    serve --port 0 -m "$M" --max-body 100000 --memory 350000
    client "$PORT" hold 3 100000 >got
    diff got - <<'END'
503
200
END
    [ "$(metric tenor_held_bytes)" -lt 10000 ]
    post /score "$SHARED/c.tsv" -f >/dev/null
}

@test "descriptors that run out are an answer, not an end" {
    command -v prlimit >/dev/null || skip "no prlimit"
    serve --port 0 -m "$M"
    for ((most = 0; ; most++)); do # the first that is free
        [ -e "/proc/$PID/fd/$most" ] || break
    done
    hard=$(prlimit --pid "$PID" --nofile --output HARD --noheadings)
    prlimit --pid "$PID" --nofile="$most:$hard"
    answers 503 'there are too many connections*' "$URL/healthz"
    prlimit --pid "$PID" --nofile="$hard:$hard"
    curl -sSf "$URL/healthz" >/dev/null
    (
        ulimit -n 100
        complains 2 "tenor serve: --connections 256 needs * open files, and 100 are allowed*" \
            "$TENOR" serve --port 0 -m "$M"
    )
}

@test "a reload under load fails no request" {
    cp "$SHARED/a" model
    serve --port 0 -m model -j 2
    first=$(curl -sS "$URL/healthz" | jq -r .checksum)
    mkfifo over
    client "$PORT" load 4 <over >got &
    exec 4>over
    for ((n = 1; n <= 10; n++)); do
        sleep 0.1
        # Written over in its place, too: what is in use is a copy.
        cat "$SHARED/$([ $((n % 2)) -eq 1 ] && echo b || echo a)" >model
        kill -HUP "$PID"
        says '^tenor serve: model model, checksum' "$n"
    done
    exec 4>&-
    wait $!
    [ "$(cat got)" = "enough 0 failed" ]
    [ "$(curl -sS "$URL/healthz" | jq -r .checksum)" = "$first" ]
    [ "$(metric tenor_reloads_total)" -eq 10 ]
    [ "$(grep -o 'checksum .*' err | sort -u | wc -l)" -eq 2 ]
}

@test "a model that cannot be read leaves the one in use" {
    cp "$SHARED/a" model
    serve --port 0 -m model
    post /score "$SHARED/c.tsv" >before
    head -c 500 "$SHARED/b" >model
    kill -HUP "$PID"
    says 'the model stays as it was: '
    rm model
    kill -HUP "$PID"
    says "the model stays as it was: cannot open 'model'"
    post /score "$SHARED/c.tsv" | cmp before -
    [ "$(metric tenor_reloads_failed_total)" -eq 2 ]
    cp "$SHARED/b" model
    kill -HUP "$PID"
    says '^tenor serve: model model, checksum'
    [ "$(curl -sS "$URL/healthz" | jq -r .checksum)" = \
        "$(grep -o '[0-9a-f]\{16\}$' err)" ]
}

@test "SIGTERM and SIGINT let requests come to their end" {
    for signal in TERM INT; do
        serve --port 0 -m "$M"
        rm -f go
        mkfifo go
        client "$PORT" finish <go >got &
        exec 4>go
        for ((i = 0; i < 600; i++)); do
            grep -q begun got && break
            sleep 0.05
        done
        kill "-$signal" "$PID"
        # No others come in.
        for ((i = 0; i < 600; i++)); do
            curl -sS -m 1 "$URL/healthz" >/dev/null 2>&1 || break
            sleep 0.05
        done
        [ "$i" -lt 600 ]
        kill -0 "$PID"
        echo >&4
        exec 4>&-
        says 'stopped by signal'
        ended
        for ((i = 0; i < 600; i++)); do
            [ "$(wc -l <got)" -lt 2 ] || break
            sleep 0.05
        done
        [ "$(tail -1 got)" = "200 True closes" ]
        ! grep 'cut off' err
    done
}

@test "a stop does not wait for ever" {
    serve --port 0 -m "$M" --request-time 1
    mkfifo go
    client "$PORT" finish <go >got 2>/dev/null &
    exec 4>go
    for ((i = 0; i < 600; i++)); do
        grep -q begun got && break
        sleep 0.05
    done
    kill -TERM "$PID"
    ended
    exec 4>&-
}

@test "a socket at a path" {
    serve --unix socket -m "$M"
    [ "$URL" = unix:socket ]
    [ "$(stat -c '%A' socket)" = srw------- ]
    curl -sSf --unix-socket socket http://x/healthz >/dev/null
    [ "$(client "$PWD/socket" pipeline)" = "200 200 404" ]
    # One that lives is not replaced, and stays.
    complains 2 "tenor serve: cannot listen on unix:socket: another server listens there" \
        "$TENOR" serve --unix socket -m "$M"
    curl -sSf --unix-socket socket http://x/healthz >/dev/null
    kill -TERM "$PID"
    ended
    [ ! -e socket ]
    # One of a server that has died is.
    serve --unix socket -m "$M"
    kill -KILL "$PID"
    wait "$PID" || true
    [ -S socket ]
    serve --unix socket -m "$M"
    curl -sSf --unix-socket socket http://x/healthz >/dev/null
    # A file that is none is not.
    echo text >file
    complains 2 "tenor serve: cannot listen on unix:file: there is a file that is no socket" \
        "$TENOR" serve --unix file -m "$M"
    [ "$(cat file)" = text ]
}

@test "a port that is taken" {
    serve --port 0 -m "$M"
    complains 2 "tenor serve: cannot listen on $URL: Address already in use" \
        "$TENOR" serve --port "$PORT" -m "$M"
}

@test "tokens" {
    printf 'first-token\n\nsecond.token==\n' >tokens
    chmod 600 tokens
    serve --port 0 -m "$M" --token-file tokens
    text=(-H 'Content-Type: text/plain' -d hi)
    curl -sSf "$URL/healthz" >/dev/null
    answers 401 'a token is missing*' "$URL/metrics"
    answers 401 'a token is missing*' "${text[@]}" "$URL/score"
    answers 401 'a token is missing*' "$URL/nope"
    curl -sSI "$URL/metrics" | grep -q '^WWW-Authenticate: Bearer'
    for wrong in 'Bearer first-toke' 'Bearer first-tokens' 'Bearer' 'Bearer ' \
        'Basic first-token' 'first-token' 'Bearer first-token second.token==' \
        'Bearer first-tokem' 'Bearerfirst-token'; do
        answers 401 '*' -H "Authorization: $wrong" "${text[@]}" "$URL/score"
    done
    for good in 'Bearer first-token' 'bearer  second.token==' ; do
        curl -sSf -H "Authorization: $good" "${text[@]}" "$URL/score" \
            >/dev/null
    done
    echo third >tokens
    kill -HUP "$PID"
    says 'model .*, checksum'
    answers 401 'the token is not good' -H 'Authorization: Bearer first-token' \
        "${text[@]}" "$URL/score"
    curl -sSf -H 'Authorization: Bearer third' "$URL/metrics" >/dev/null
    # Tokens that cannot be read leave those that are known.
    chmod 644 tokens
    kill -HUP "$PID"
    says 'the tokens stay as they were: '
    curl -sSf -H 'Authorization: Bearer third' "$URL/metrics" |
        grep -qx 'tenor_reloads_failed_total 1'
    ! grep -E 'first|second|third' err
}

@test "files of tokens that are not fit" {
    printf x >open
    chmod 644 open
    complains 2 "tenor serve: cannot use 'open': others may read or change it; chmod 600" \
        "$TENOR" serve --port 0 -m "$M" --token-file open
    : >empty
    printf 'good\nnot good\n' >blank
    chmod 600 empty blank
    complains 2 "tenor serve: 'empty' has no token in it" \
        "$TENOR" serve --port 0 -m "$M" --token-file empty
    complains 2 "tenor serve: blank:2: this is no token*" \
        "$TENOR" serve --port 0 -m "$M" --token-file blank
    complains 2 "tenor serve: cannot use 'missing': *" \
        "$TENOR" serve --port 0 -m "$M" --token-file missing
    complains 2 "tenor serve: cannot use '.': it is no regular file" \
        "$TENOR" serve --port 0 -m "$M" --token-file .
}

@test "other machines need a token" {
    for address in 0.0.0.0 '[::]' :: 192.0.2.1 '[2001:db8::1]'; do
        hints 2 "tenor serve: --listen * can be reached from other machines, and needs --token-file" \
            "$TENOR" serve --port 0 --listen "$address" -m "$M"
    done
    serve --port 0 --listen 127.0.0.2 -m "$M"
    [[ $URL == http://127.0.0.2:* ]]
    curl -sSf "$URL/healthz" >/dev/null
    if [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6; then
        serve --port 0 --listen '[::1]' -m "$M"
        [[ $URL == http://\[::1\]:* ]]
        curl -sSf -g "$URL/healthz" >/dev/null
    fi
}

@test "wrong usage" {
    hints 2 "tenor serve: --unix is in the place of --listen and --port" \
        "$TENOR" serve --unix a --port 1
    hints 2 "tenor serve: --unix cannot be ''*" "$TENOR" serve --unix ''
    hints 2 "tenor serve: --unix cannot be 'xx*" \
        "$TENOR" serve --unix "$(printf 'x%.0s' {1..108})"
    hints 2 "tenor serve: --port is 0 to 65535" "$TENOR" serve --port 65536
    for address in localhost 1.2.3 '[127.0.0.1' '' '[]' ::1%lo; do
        hints 2 "tenor serve: --listen cannot be '$address'; an address*" \
            "$TENOR" serve --listen "$address"
    done
    hints 2 "tenor serve: --max-body is 1 to 67108864 bytes" \
        "$TENOR" serve --max-body 0
    hints 2 "tenor serve: --max-body is 1 to 67108864 bytes" \
        "$TENOR" serve --max-body 67108865
    hints 2 "tenor serve: --memory is less than --max-body" \
        "$TENOR" serve --memory 1000
    hints 2 "tenor serve: --threads is 1 to 256" "$TENOR" serve -j 0
    hints 2 "tenor serve: --threads is 1 to 256" "$TENOR" serve -j 257
    hints 2 "tenor serve: --connections is 1 to 10000" \
        "$TENOR" serve --connections 0
    for option in timeout request-time; do
        for value in 0 -1 1e9; do
            hints 2 "tenor serve: --timeout and --request-time are 0.1 to 86400 seconds" \
                "$TENOR" serve --$option=$value
        done
    done
    hints 2 "tenor serve: there is nothing to be read, and 'x' is given" \
        "$TENOR" serve x
    complains 3 "tenor serve: missing: *" "$TENOR" serve -m missing
}

@test "a library that is missing is named, with its package" {
    mkdir lib
    echo 'no library' >lib/libmicrohttpd.so.12
    complains 2 "tenor serve: libmicrohttpd is not installed (Debian: libmicrohttpd12)*" \
        env LD_LIBRARY_PATH=lib "$TENOR" serve --port 0 -m "$M"
    # Other verbs do without it.
    echo 'A fine day.' | LD_LIBRARY_PATH=lib "$TENOR" score -m "$M" >/dev/null
}

@test "--log-requests tells of requests, not of texts" {
    serve --port 0 -m "$M" --log-requests
    post '/score?title=Private' "$SHARED/c.tsv" >/dev/null
    curl -sS "$URL/secret" >/dev/null
    says '^tenor serve: POST /score 200, [0-9]* bytes, [0-9.]* ms$'
    says '^tenor serve: GET other 404, 0 bytes'
    ! grep -iE 'private|secret|splendid' err
}

@test "metrics are what Prometheus reads" {
    serve --port 0 -m "$M" -j 3
    post /score "$SHARED/c.tsv" >/dev/null
    curl -sS -D head "$URL/metrics" >metrics
    grep -q '^Content-Type: text/plain; version=0.0.4' head
    # Each sample belongs to a family that is told before it.
    awk '/^# HELP / { help = $3 } /^# TYPE / { if ($3 != help) exit 1; type = $3 }
        !/^#/ { name = $1; sub(/\{.*/, "", name);
            sub(/_(bucket|sum|count)$/, "", name); if (name != type) exit 1
            if (NF != 2 || $2 !~ /^[0-9.]+$/) exit 1 }' metrics
    grep -qx 'tenor_threads 3' metrics
    grep -qx 'tenor_requests_total{route="/score",code="200"} 1' metrics
    grep -qx 'tenor_request_seconds_count{route="/score"} 1' metrics
    grep -qx 'tenor_request_seconds_bucket{route="/score",le="+Inf"} 1' metrics
    grep -qx 'tenor_records_total 1' metrics
    grep -qx "tenor_body_bytes_total $(wc -c <"$SHARED/c.tsv")" metrics
    checksum=$(curl -sS "$URL/healthz" | jq -r .checksum)
    grep -qxF "tenor_model_info{model=\"$M\",checksum=\"$checksum\"} 1" metrics
    started=$(awk '/^process_start_time_seconds/ { print int($2) }' metrics)
    now=$(date +%s)
    [ "$started" -le "$now" ] && [ "$started" -gt $((now - 600)) ]
}
