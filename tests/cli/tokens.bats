#!/usr/bin/env bats
# tenor tokens: what the pipeline sees.

load helper

# row TOKEN FIELD: a field of the first row of a token in $output.
row() {
    awk -F '\t' -v token="$1" -v field="$2" '
        NR > 1 && $5 == token { print $field; exit }' <<<"$output"
}

# tokens_of TEXT [OPTION...]
tokens_of() {
    local text=$1
    shift
    run -0 --separate-stderr "$TENOR" tokens "$@" <<<"$text"
    [ -z "$stderr" ]
}

@test "a header and seven columns" {
    tokens_of 'She said: "Never again!" :-)'
    [ "${lines[0]}" = $'sentence\tbegin\tend\tkind\ttoken\tstem\tmarks' ]
    awk -F '\t' 'NF != 7 { exit 1 }' <<<"$output"
    [ "${lines[1]}" = $'1\t0\t3\tword\tShe\tshe\t-' ]
}

@test "an empty text has a header alone" {
    for text in '' ' ' $'\n\n'; do
        tokens_of "$text"
        [ "${#lines[@]}" -eq 1 ]
    done
}

@test "a file, - and nothing are the same" {
    "$TENOR" tokens "$ARTICLES/rail-delays.txt" >1
    "$TENOR" tokens <"$ARTICLES/rail-delays.txt" >2
    "$TENOR" tokens - <"$ARTICLES/rail-delays.txt" >3
    cmp 1 2
    cmp 1 3
}

@test "begin and end cut the token out of the file" {
    {
        cat "$ARTICLES"/*.txt
        printf 'Ça coûte 3,50\xc2\xa0€… “Nein!!!” ‘naïve’ <br/> \xff\xfe '
        printf '👍🏽 日本語のテスト #wütend @jemand https://a.b/c?d=é x&amp;y\r\n'
        printf 'e\xcc\x81te\xcc\x81 \0 co-operate rock’n’roll'
    } >text
    "$TENOR" tokens text >tokens
    text=$(tr '\0' ' ' <text && echo .) # the shell drops NUL bytes
    n=0 last=0
    while IFS=$'\t' read -r _ begin end _ token _; do
        [ "${text:begin:end - begin}" = "$token" ]
        [ "$begin" -ge "$last" ]
        [ "$end" -gt "$begin" ]
        last=$end
        n=$((n + 1))
    done < <(tail -n +2 tokens)
    [ "$n" -gt 1500 ]
}

@test "every kind of token" {
    tokens_of "don't pay 1,000 now :-) 👍 https://example.org/x me@example.org @alice #fail ???"
    [ "$(row "don't" 4)" = word ]
    [ "$(row 1,000 4)" = number ]
    [ "$(row ':-)' 4)" = emoticon ]
    [ "$(row 👍 4)" = emoji ]
    [ "$(row https://example.org/x 4)" = url ]
    [ "$(row me@example.org 4)" = url ]
    [ "$(row @alice 4)" = mention ]
    [ "$(row '#fail' 4)" = hashtag ]
    [ "$(row '#fail' 6)" = fail ]
    [ "$(row '???' 4)" = punct ]
    [ "$(row '???' 6)" = - ]
}

@test "sentences are numbered" {
    tokens_of $'Dr. Smith left at 3.30 today. It rained! Why?\n\nno idea'
    [ "$(row Smith 1)" -eq 1 ]
    [ "$(row It 1)" -eq 2 ]
    [ "$(row Why 1)" -eq 3 ]
    [ "$(row idea 1)" -eq 4 ]
}

@test "negated words are marked, up to the next punctuation" {
    tokens_of "It was not a good day, sadly good. He didn't like it."
    [ "$(row not 7)" = negator ]
    [ "$(row good 7)" = negated ]
    [ "$(row sadly 7)" = - ]
    [ "$(row "didn't" 7)" = negator ]
    [ "$(row like 7)" = negated ]
    [ "$(row He 7)" = - ]
    [ "$(awk -F '\t' '$5 == "good" { print $7 }' <<<"$output" | tail -1)" = - ]
}

@test "capitals and stretched words are marked" {
    tokens_of 'This is SOOO BAD, sooo bad. I am not HAPPY'
    [ "$(row SOOO 7)" = capitals,stretched ]
    [ "$(row BAD 7)" = capitals ]
    [ "$(row sooo 7)" = stretched ]
    [ "$(row I 7)" = - ]
    [ "$(row HAPPY 7)" = capitals,negated ]
}

@test "stems of the language asked for" {
    tokens_of 'The running dogs'
    [ "$(row running 6)" = run ]
    [ "$(row The 6)" = the ]
    tokens_of 'Die kleinen Häuser' -l german
    [ "$(row Häuser 6)" = haus ]
    tokens_of 'Die kleinen Häuser' -l de
    [ "$(row Häuser 6)" = haus ]
    tokens_of 'Никогда не говорили' -l russian
    [ "$(row не 7)" = negator ]
    [ "$(row говорили 6)" = говор ]
    [ "$(row говорили 7)" = negated ]
    tokens_of "l'homme n'est pas content" -l french
    [ "$(row homme 4)" = word ]
    [ "$(row content 7)" = negated ]
}

@test "--no-stemming folds the case alone" {
    tokens_of 'The running Dogs' --no-stemming
    [ "$(row running 6)" = running ]
    [ "$(row Dogs 6)" = dogs ]
}

@test "a language without a stemmer" {
    tokens_of '我不高兴。' -l zh
    [ "${#lines[@]}" -eq 6 ]
    [ "$(row 高 6)" = 高 ]
}

@test "an unknown language is refused with the list" {
    hints 2 "tenor tokens: unknown language 'klingon'" \
        "$TENOR" tokens -l klingon /dev/null
    grep -q '^languages with a stemmer: .*english' <<<"$stderr"
    hints 2 "tenor tokens: unknown language ''" \
        "$TENOR" tokens -l '' /dev/null
}

@test "a file that cannot be read" {
    complains 2 "tenor tokens: cannot open 'missing': *" \
        "$TENOR" tokens missing
    truncate -s 1G huge
    complains 2 "tenor tokens: 'huge' is larger than 67108864 bytes" \
        bash -c '"$TENOR" tokens huge | tail -n +2; exit "${PIPESTATUS[0]}"'
}
