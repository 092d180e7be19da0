#include "model/table.h"

#include "model/wordset.h"
#include "train/random.h"

#include "tests/unit/unit.h"

/* A table with its memory. */
struct owned {
    struct table t;
    uint64_t *feature; /* [rows] */
    uint32_t *bucket, *tag;
};

/* Features whose buckets and tags differ: the bits that a table of this size
 * does not look at are 0. */
static uint64_t seen_bits(unsigned bits, uint64_t feature)
{
    return feature >> (32 - bits) << (32 - bits);
}

static struct owned make(size_t rows, uint64_t *random)
{
    struct owned o = {.t = {.bits = table_bits(rows), .rows = rows}};
    const size_t buckets = ((size_t)1 << o.t.bits) + 1;

    o.feature = calloc(rows + 1, sizeof *o.feature);
    o.bucket = calloc(buckets, sizeof *o.bucket);
    o.tag = calloc(rows + 1, sizeof *o.tag);
    assert_true(o.feature && o.bucket && o.tag);
    size_t n = 0;
    while (n < rows) {
        while (n < rows)
            o.feature[n++] = seen_bits(o.t.bits, random_next(random));
        n = wordset_sort(o.feature, n);
    }
    table_index(o.feature, rows, o.t.bits, o.bucket, o.tag);
    o.t.bucket = o.bucket;
    o.t.tag = o.tag;
    return o;
}

static void release(struct owned *o)
{
    free(o->feature);
    free(o->bucket);
    free(o->tag);
}

static const size_t sizes[] = {0, 1, 2, 3, 4, 7, 8, 1000, 1024, 100000};

static void features_are_found(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct owned o = make(sizes[i], &random);
        struct wordset all = {o.feature, o.t.rows};
        assert_null(table_check(&o.t));
        for (size_t row = 0; row < o.t.rows; row++)
            assert_int_equal(table_find(&o.t, o.feature[row]), row);
        for (int k = 0; k < 100000; k++) {
            uint64_t other = seen_bits(o.t.bits, random_next(&random));
            if (!wordset_has(&all, other))
                assert_true(table_find(&o.t, other) == TABLE_NONE);
        }
        release(&o);
    }
}

static void ends_of_the_range_are_found(void **state)
{
    static const uint64_t feature[] = {0, 1ULL << 33, 1ULL << 63, ~0ULL};
    uint32_t bucket[5], tag[4];
    struct table t = {.bits = 2, .bucket = bucket, .tag = tag, .rows = 4};

    (void)state;
    table_index(feature, 4, t.bits, bucket, tag);
    assert_null(table_check(&t));
    for (size_t row = 0; row < 4; row++)
        assert_int_equal(table_find(&t, feature[row]), row);
    assert_true(table_find(&t, 1ULL << 62) == TABLE_NONE);
}

static void buckets_hold_one_to_two_rows(void **state)
{
    (void)state;
    assert_int_equal(table_bits(0), 0);
    assert_int_equal(table_bits(1), 0);
    for (size_t rows = 2; rows < (size_t)1 << (TABLE_BITS_MAX + 1);
         rows += 1 + rows / 3) {
        size_t buckets = (size_t)1 << table_bits(rows);
        assert_true(rows >= buckets && rows < 2 * buckets);
    }
    assert_int_equal(table_bits(SIZE_MAX), TABLE_BITS_MAX);
}

static void damage_is_seen(void **state)
{
    uint64_t random = 1;
    struct owned o = make(1000, &random);
    const size_t buckets = (size_t)1 << o.t.bits;

    (void)state;
    for (size_t b = 0; b <= buckets; b++) {
        const uint32_t good = o.bucket[b];
        o.bucket[b] = 1001;
        assert_non_null(table_check(&o.t));
        o.bucket[b] = UINT32_MAX;
        assert_non_null(table_check(&o.t));
        o.bucket[b] = good;
    }
    assert_null(table_check(&o.t));
    o.t.rows--;
    assert_non_null(table_check(&o.t));
    release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_are_found),
        cmocka_unit_test(ends_of_the_range_are_found),
        cmocka_unit_test(buckets_hold_one_to_two_rows),
        cmocka_unit_test(damage_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
