/* Where shards begin and end: whatever the inputs, they are consecutive, and
 * all together are everything. */
#include "cli/label/shard.h"

#include "cli/label/records.h"
#include "tests/unit/unit.h"
#include "train/random.h"

#define ROUNDS 20000
#define INPUTS 6

static void shards_are_numbered_from_one(void **state)
{
    static const struct {
        const char *s;
        size_t number, of; /* of 0: it is none */
    } table[] = {
        {"1/1", 1, 1},
        {"3/8", 3, 8},
        {"8/8", 8, 8},
        {"01/02", 1, 2},
        {"1000000/1000000", 1000000, 1000000},
        {"0/8", 0, 0},
        {"9/8", 0, 0},
        {"1/0", 0, 0},
        {"", 0, 0},
        {"1", 0, 0},
        {"1/", 0, 0},
        {"/1", 0, 0},
        {"1/2/3", 0, 0},
        {" 1/2", 0, 0},
        {"1/2 ", 0, 0},
        {"-1/2", 0, 0},
        {"+1/2", 0, 0},
        {"1/1000001", 0, 0},
        {"18446744073709551617/18446744073709551617", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct shard s = {0};
        assert_int_equal(shard_parse(table[i].s, &s), table[i].of != 0);
        if (table[i].of == 0)
            continue;
        assert_int_equal(s.number, table[i].number);
        assert_int_equal(s.of, table[i].of);
    }
}

/* Files of lines, of which every other one is compressed. */
static size_t random_inputs(uint64_t *random, struct corpus_input *input)
{
    const size_t n = 2 + random_below(random, INPUTS - 1);

    for (size_t i = 0; i < n; i++)
        input[i] = (struct corpus_input){
            .path = "a",
            .format = &records_lines,
            .filter = random_below(random, 2) ? STREAM_GZIP : STREAM_PLAIN,
            .size = random_below(random, 3) ? random_below(random, 100) : 0,
            .changed = 1,
        };
    return n;
}

static bool is_before(struct boundary a, struct boundary b)
{
    return a.input < b.input || (a.input == b.input && a.offset <= b.offset);
}

static void shards_are_consecutive(void **state)
{
    uint64_t random = 11;

    (void)state;
    for (size_t round = 0; round < ROUNDS; round++) {
        struct corpus_input input[INPUTS];
        struct tenor_error err = {0};
        struct boundary last = {0, 0}, from, to;
        const size_t n = random_inputs(&random, input);
        const size_t of = 1 + random_below(&random, 20);
        for (size_t i = 1; i <= of; i++, last = to) {
            const struct shard s = {i, of};
            assert_true(shard_find(&s, input, n, NULL, &from, &to, &err));
            assert_true(from.input == last.input && from.offset == last.offset);
            assert_true(is_before(from, to));
            if (to.offset > 0) {
                assert_int_equal(input[to.input].filter, STREAM_PLAIN);
                assert_true(to.offset < input[to.input].size);
            }
        }
        assert_true(to.input == n && to.offset == 0);
    }
}

/* Divided files get parts that differ by a byte. */
static void shards_are_alike_in_size(void **state)
{
    static const struct corpus_input input[] = {
        {.path = "a", .format = &records_tsv, .size = 1000003, .changed = 1}};
    struct tenor_error err = {0};

    (void)state;
    for (size_t of = 2; of < 50; of++)
        for (size_t i = 1; i <= of; i++) {
            const struct shard s = {i, of};
            struct boundary from, to;
            assert_true(shard_find(&s, input, 1, NULL, &from, &to, &err));
            const uint64_t end = to.input == 1 ? input[0].size : to.offset;
            const uint64_t size = end - from.offset;
            assert_true(size == input[0].size / of ||
                        size == input[0].size / of + 1);
        }
}

static void what_cannot_be_divided_is_refused(void **state)
{
    static const struct corpus_input input[] = {
        {.path = "a",
         .format = &records_tsv,
         .filter = STREAM_XZ,
         .changed = 1},
        {.path = "a", .format = &records_files, .changed = 1},
        {.path = "a",
         .format = &records_files,
         .kind = MEMBERS_TAR,
         .changed = 1},
        {.path = "-", .format = &records_tsv},
        {.path = "/dev/null", .format = &records_tsv},
        {.path = "/nowhere", .format = &records_files, .kind = MEMBERS_LIST},
    };
    const struct shard s = {1, 2};
    struct boundary from, to;

    (void)state;
    for (size_t i = 0; i < COUNT(input); i++) {
        struct tenor_error err = {0};
        assert_false(shard_find(&s, &input[i], 1, NULL, &from, &to, &err));
        assert_int_equal(err.code, i < 5 ? TENOR_EINVAL : TENOR_EIO);
    }
    const struct corpus_input plain = {
        .path = "a", .format = &records_tsv, .size = 9, .changed = 1};
    struct tenor_error err = {0};
    assert_false(shard_find(&s, &plain, 1, "UTF-16", &from, &to, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shards_are_numbered_from_one),
        cmocka_unit_test(shards_are_consecutive),
        cmocka_unit_test(shards_are_alike_in_size),
        cmocka_unit_test(what_cannot_be_divided_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
