/* Columns beside text and label, and the columns of TSV. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/cases.h"

/* clang-format off */
#define GROUP WITH(.group_column = "g")
#define WEIGHT WITH(.weight_column = "w")
#define NO_NUMBER "the weight is no number above 0, up to 1e6"

static const struct test tsv[] = {
    {IN(""), WITH(.label_column = "1")},
    {IN("pos\tfine\n"), OUT(DOC("pos", "fine", 1)), WITH(.label_column = "1")},
    {IN("pos\tmore\tfine\n"), OUT(DOC("pos", "fine", 1)), WITH(.label_column = "1")},
    {IN("pos\tfine\t\n"), OUT(DOC("pos", "", 1)), WITH(.label_column = "1")},
    {IN("pos\tmore\tfine\n"), OUT(DOC("pos", "more", 1)), WITH(.text_column = "2")},
    {IN("7\tfine\tpos\n\n8\tbad\tneg\r\n"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 3)), WITH(.text_column = "2", .label_column = "3")},
    {IN("pos\n"), OUT(DOC("pos", "pos", 1)), WITH(.text_column = "1")},
    {IN("pos\ta\t.5\tfine\n" "neg\t\t1\tx\tbad\n"), OUT(DOC("pos", "fine", 1, .group = "a", .weight = .5), DOC("neg", "bad", 2)), WITH(.group_column = "2", .weight_column = "3")},
    {IN("pos\tfine\tg\n" "neg\tbad\n"), OUT(DOC("pos", "fine", 1, .group = "g")), .error = ":2: 2 fields where 3 are needed", WITH(.text_column = "2", .group_column = "3")},
    {IN("pos\tfine\tg\n"), .error = ":1: 3 fields where 4 are needed; without --text-column the last one is the text", WITH(.group_column = "3")},
    {IN("fine\tpos\n"), .error = ":1: 2 fields where 3 are needed; without --text-column", WITH(.label_column = "2")},
    {IN("pos\n"), .error = ":1: 1 fields where 2 are needed", WITH(.label_column = "1")},
    {IN("\tfine\n"), .error = ":1: the label is empty", WITH(.text_column = "2")},
    {IN("pos\tx\tfine\n"), .error = ":1: " NO_NUMBER, WITH(.weight_column = "2")},
    {IN("pos\t\tfine\n"), .error = ":1: the weight is empty; 1 is the usual one", WITH(.weight_column = "2")},
};

static const struct test csv[] = {
    {IN("g,text,label\na,fine,pos\n,bad,neg\n\" x,\ny\",bad,neg\n"), OUT(DOC("pos", "fine", 2, .group = "a"), DOC("neg", "bad", 3), DOC("neg", "bad", 4, .group = " x,\ny")), GROUP},
    {IN("g,text,label\na,fine,pos\n"), OUT(DOC("pos", "fine", 2, .group = "a")), WITH(.group_column = "1")},
    {IN("g,text,label\na,fine,pos\n"), OUT(DOC("pos", "fine", 2, .group = "pos")), WITH(.group_column = "label")},
    {IN("g,text,label\n\xFF\xC3,fine,pos\n"), OUT(DOC("pos", "fine", 2, .group = "\xFF\xC3")), GROUP},
    {IN("w,text,label\n2,a,x\n0.25,a,x\n1e6,a,x\n 1e-3,a,x\n"), OUT(DOC("x", "a", 2, .weight = 2), DOC("x", "a", 3, .weight = .25), DOC("x", "a", 4, .weight = 1e6), DOC("x", "a", 5, .weight = 1e-3)), WEIGHT},
    {IN("w,text,label,g\n3,fine,pos,a\n"), OUT(DOC("pos", "fine", 2, .group = "a", .weight = 3)), WITH(.weight_column = "1", .group_column = "4")},
    {IN("text,label\nfine,pos\n"), .error = ":1: the header has no column 'g'", GROUP},
    {IN("text,label\nfine,pos\n"), .error = ":1: the header has no column 'w'", WEIGHT},
    {IN("text,label\nfine,pos\n"), .error = ":1: the header has no column '3'", WITH(.group_column = "3")},
    {IN("w,text,label\n1,\"a\nb\",x\n,b,y\n"), OUT(DOC("x", "a\nb", 2)), .error = ":4: the weight is empty; 1 is the usual one", WEIGHT},
    {IN("w,text,label\n0,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n-1,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n1000001,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n1e-400,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\ninf,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\nnan,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n1 ,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n1\0,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n \0,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
    {IN("w,text,label\n1.00000000000000000000000000000000000000000000000000000000000000,a,x\n"), .error = ":2: " NO_NUMBER, WEIGHT},
};

#define JSON(rest) "{\"text\": \"a\", \"label\": \"x\"" rest "}\n"

static const struct test jsonl[] = {
    {IN(JSON(", \"g\": \"one\"") JSON(", \"g\": \"\"") JSON(", \"g\": null") JSON(", \"g\": 7") JSON(", \"g\": -0.5")),
     OUT(DOC("x", "a", 1, .group = "one"), DOC("x", "a", 2), DOC("x", "a", 3), DOC("x", "a", 4, .group = "7"), DOC("x", "a", 5, .group = "-0.5")), GROUP},
    {IN(JSON(", \"m\": {\"g\": \"a\", \"w\": 2}")), OUT(DOC("x", "a", 1, .group = "a", .weight = 2)), WITH(.group_column = "m.g", .weight_column = "m.w")},
    {IN("{\"text\": \"a\", \"label\": 1, \"g\": 2, \"w\": 3}"), OUT(DOC("1", "a", 1, .group = "2", .weight = 3)), WITH(.group_column = "g", .weight_column = "w")},
    {IN(JSON(", \"w\": 2") JSON(", \"w\": 0.1") JSON(", \"w\": \"3.5\"")), OUT(DOC("x", "a", 1, .weight = 2), DOC("x", "a", 2, .weight = 0.1), DOC("x", "a", 3, .weight = 3.5)), WEIGHT},
    {IN(JSON("")), .error = ":1: no group field 'g'; null stands for none", GROUP},
    {IN(JSON(", \"g\": true")), .error = ":1: no group field 'g'", GROUP},
    {IN(JSON(", \"g\": [\"a\"]")), .error = ":1: no group field 'g'", GROUP},
    {IN(JSON("")), .error = ":1: no weight field 'w'; 1 is the usual one", WEIGHT},
    {IN(JSON(", \"w\": true")), .error = ":1: no weight field 'w'", WEIGHT},
    {IN(JSON(", \"w\": null")), .error = ":1: the weight is empty", WEIGHT},
    {IN(JSON(", \"w\": \"\"")), .error = ":1: the weight is empty", WEIGHT},
    {IN(JSON(", \"w\": 0")), .error = ":1: " NO_NUMBER, WEIGHT},
    {IN(JSON(", \"w\": -2.5")), .error = ":1: " NO_NUMBER, WEIGHT},
    {IN(JSON(", \"w\": 1000000.5")), .error = ":1: " NO_NUMBER, WEIGHT},
    {IN(JSON(", \"w\": \"1\\u0000\"")), .error = ":1: " NO_NUMBER, WEIGHT},
};
/* clang-format on */

static void tsv_is_read(void **state)
{
    (void)state;
    RUN(tsv);
}

static void csv_is_read(void **state)
{
    (void)state;
    RUN(csv);
}

static void jsonl_is_read(void **state)
{
    (void)state;
    RUN(jsonl);
}

static void columns_of_tsv_are_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "body", "", "0", "-1", "+1", " 1", "1x", "99999999999999999999"};
    const char *path = write_file("a.tsv", STR("pos\tfine\n"));

    for (size_t i = 0; i < COUNT(wrong); i++) {
        const struct corpus_options each[] = {{.text_column = wrong[i]},
                                              {.label_column = wrong[i]},
                                              {.group_column = wrong[i]},
                                              {.weight_column = wrong[i]}};
        char part[128];
        snprintf(part, sizeof part,
                 "a.tsv' has no column '%s': TSV has no header, columns are "
                 "numbered from 1",
                 wrong[i]);
        for (size_t k = 0; k < COUNT(each); k++)
            refuse(path, each[k], TENOR_EINVAL, part);
    }
}

static void formats_without_columns(void **state)
{
    (void)state;
    static const char *const format[] = {"fasttext", "dir"};

    for (size_t i = 0; i < COUNT(format); i++) {
        char part[64];
        snprintf(part, sizeof part, "format '%s' has no columns", format[i]);
        refuse(folder, (struct corpus_options){format[i], .group_column = "g"},
               TENOR_EINVAL, part);
        refuse(folder, (struct corpus_options){format[i], .weight_column = "w"},
               TENOR_EINVAL, part);
    }
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const struct {
        struct str content;
        struct corpus_options options;
    } row[] = {
        {S("pos\tg\t2\tfine\n"), {"tsv", NULL, "1", "2", .weight_column = "3"}},
        {S("text,label,g,w\na,b,c,2\n"),
         {"csv", NULL, NULL, "g", .weight_column = "w"}},
        {S("{\"text\": \"a\", \"label\": 1, \"g\": 2, \"w\": 3}"),
         {"jsonl", NULL, NULL, "g", .weight_column = "w"}},
    };

    for (size_t i = 0; i < COUNT(row); i++)
        scarce_run(attempt,
                   &(struct reading){write_file("scarce", row[i].content),
                                     row[i].options});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tsv_is_read),
        cmocka_unit_test(csv_is_read),
        cmocka_unit_test(jsonl_is_read),
        cmocka_unit_test(columns_of_tsv_are_numbers),
        cmocka_unit_test(formats_without_columns),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
