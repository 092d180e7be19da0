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
 * does not look at are 0. It looks at the kind, and at 29 bits below those of
 * the bucket. */
static uint64_t seen_bits(unsigned bits, uint64_t feature)
{
    const unsigned below = 32 - bits + FEATURE_KIND_BITS;

    return feature >> below << below | (feature & FEATURE_KIND_MASK);
}

static uint64_t of_kind(uint64_t feature, enum tenor_feature_kind kind)
{
    return (feature & ~(uint64_t)FEATURE_KIND_MASK) | (uint64_t)kind;
}

static uint64_t draw_feature(unsigned bits, uint64_t *random)
{
    const uint64_t feature = random_next(random);

    return seen_bits(
        bits, of_kind(feature, (enum tenor_feature_kind)(feature >> 7 & 0xFF) %
                                   (TENOR_FEATURE_CHARS + 1)));
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
            o.feature[n++] = draw_feature(o.t.bits, random);
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
        struct wordset all = {.hash = o.feature, .n = o.t.rows};
        assert_null(table_check(&o.t));
        for (size_t row = 0; row < o.t.rows; row++)
            assert_int_equal(table_find(&o.t, o.feature[row]), row);
        for (int k = 0; k < 100000; k++) {
            uint64_t other = draw_feature(o.t.bits, &random);
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

/* Features that differ in nothing but their kind. */
static void kinds_are_kept_apart(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (unsigned bits = 0; bits <= TABLE_BITS_MAX; bits += 13)
        for (int round = 0; round < 200; round++) {
            const uint64_t number = random_next(&random);
            for (int a = 0; a <= TENOR_FEATURE_CHARS; a++)
                for (int b = 0; b <= TENOR_FEATURE_CHARS; b++) {
                    const uint64_t one =
                        of_kind(number, (enum tenor_feature_kind)a);
                    const uint64_t other =
                        of_kind(number, (enum tenor_feature_kind)b);
                    const uint32_t tag = table_tag_of(bits, one);
                    assert_int_equal(feature_kind(tag), a);
                    assert_int_equal(tag == table_tag_of(bits, other), a == b);
                }
        }
}

static void all_at_once_or_one_by_one(void **state)
{
    uint64_t random = unit_seed();
    static uint64_t feature[1000];
    static uint32_t row[COUNT(feature) + 1];

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct owned o = make(sizes[i], &random);
        for (size_t n = 0; n <= COUNT(feature); n += n < 70 ? 1 : 93) {
            for (size_t k = 0; k < n; k++)
                feature[k] = o.t.rows && random_next(&random) & 1
                                 ? o.feature[random_below(&random, o.t.rows)]
                                 : random_next(&random);
            row[n] = 12345;
            table_find_all(&o.t, feature, n, row);
            for (size_t k = 0; k < n; k++) {
                const size_t found = table_find(&o.t, feature[k]);
                assert_int_equal(row[k],
                                 found == TABLE_NONE ? TABLE_ROW_NONE : found);
            }
            assert_int_equal(row[n], 12345);
        }
        release(&o);
    }
}

static void rows_have_weights(void **state)
{
    static const int16_t weight[] = {1, 2, 3, 4, 5, 6};
    const struct table t = {.rows = 2, .columns = 3, .weight = weight};

    (void)state;
    assert_ptr_equal(table_weights(&t, 0), weight);
    assert_ptr_equal(table_weights(&t, 1), weight + 3);
    assert_null(table_weights(&t, TABLE_ROW_NONE));
}

static void rows_are_padded(void **state)
{
    static const struct {
        size_t machines, columns;
    } row[] = {{0, 0}, {1, 1}, {2, 2},  {3, 3},   {4, 4},  {5, 8},
               {7, 8}, {8, 8}, {9, 16}, {16, 16}, {17, 24}};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        assert_int_equal(table_columns(row[i].machines), row[i].columns);
}

/* ---- filter ------------------------------------------------------------- */

static bool is_filtered(uint64_t feature)
{
    const enum tenor_feature_kind kind = feature_kind(feature);

    return kind == TENOR_FEATURE_NGRAM || kind == TENOR_FEATURE_NEGATED ||
           kind == TENOR_FEATURE_STYLE;
}

/* Nothing that the table has is denied, whatever its size; of the rest, nearly
 * all is. */
static void filters_deny_what_is_missing(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct owned o = make(sizes[i], &random);
        const unsigned most = table_filter_bits(&o.t);
        for (unsigned bits = 6; bits <= most; bits++) {
            uint64_t *filter = calloc((size_t)1 << bits >> 6, sizeof *filter);
            size_t denied = 0;
            assert_non_null(filter);
            table_filter(&o.t, filter, bits);
            o.t.filter = filter;
            o.t.filter_bits = bits;
            assert_null(table_check_filter(&o.t));
            for (size_t row = 0; row < o.t.rows; row++)
                if (is_filtered(o.feature[row]))
                    assert_true(table_may_have(&o.t, o.feature[row]));
            for (int k = 0; k < 1000; k++)
                denied += !table_may_have(&o.t, random_next(&random));
            assert_true(bits < most || denied > 800);
            o.t.filter = NULL;
            free(filter);
        }
        release(&o);
    }
}

/* Features of the kinds that are looked up once for a word do not fill it. */
static void filters_have_their_kinds(void **state)
{
    uint64_t random = unit_seed();
    struct owned o = make(5000, &random);

    (void)state;
    for (size_t row = 0; row < o.t.rows; row++)
        o.tag[row] = (o.tag[row] & ~FEATURE_KIND_MASK) |
                     (row % 3 == 0   ? (uint32_t)TENOR_FEATURE_WORD
                      : row % 3 == 1 ? (uint32_t)TENOR_FEATURE_SIGN
                                     : (uint32_t)TENOR_FEATURE_CHARS);
    uint64_t word = 0;
    assert_int_equal(table_filter_bits(&o.t), 6);
    table_filter(&o.t, &word, 6);
    assert_true(word == 0);
    o.tag[100] = (o.tag[100] & ~FEATURE_KIND_MASK) | TENOR_FEATURE_STYLE;
    table_filter(&o.t, &word, 6);
    assert_true(word != 0 && (word & (word - 1)) == 0);
    assert_true(word >> (o.feature[100] >> 58) & 1);
    o.t.filter = &word;
    o.t.filter_bits = 6;
    assert_null(table_check_filter(&o.t));
    word = 0;
    assert_non_null(table_check_filter(&o.t));
    o.t.filter = NULL;
    release(&o);
}

static void filters_grow_with_the_table(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct owned o = make(sizes[i], &random);
        const unsigned bits = table_filter_bits(&o.t);
        size_t n = 0;
        for (size_t row = 0; row < o.t.rows; row++)
            n += is_filtered(o.feature[row]);
        assert_in_range(bits, 6, TABLE_FILTER_BITS_MAX);
        assert_true((size_t)1 << bits >= 16 * n);
        assert_true(bits == 6 || (size_t)1 << bits < 32 * n);
        release(&o);
    }
}

static void buckets_hold_one_to_two_rows(void **state)
{
    (void)state;
    assert_int_equal(table_bits(0), 1);
    assert_int_equal(table_bits(1), 1);
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
        cmocka_unit_test(kinds_are_kept_apart),
        cmocka_unit_test(all_at_once_or_one_by_one),
        cmocka_unit_test(rows_have_weights),
        cmocka_unit_test(rows_are_padded),
        cmocka_unit_test(filters_deny_what_is_missing),
        cmocka_unit_test(filters_have_their_kinds),
        cmocka_unit_test(filters_grow_with_the_table),
        cmocka_unit_test(buckets_hold_one_to_two_rows),
        cmocka_unit_test(damage_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
