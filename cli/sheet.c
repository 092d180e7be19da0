#include "cli/sheet.h"

#include <stdlib.h>

#include "cli/label/decimal.h"
#include "cli/label/rows.h"
#include "cli/out.h"

#define CELLS 6

static const char *const name[CELLS] = {"id",        "text",        "label",
                                        "suggested", "probability", "why"};

/* ---- formulas ------------------------------------------------------------ */

/* Whether a cell is, behind any number of apostrophes, a formula. */
static bool is_formula(struct str cell)
{
    static const char begins[] = "=+-@\t\r";
    size_t i = 0;

    while (i < cell.len && cell.s[i] == '\'')
        i++;
    return i < cell.len && memchr(begins, cell.s[i], sizeof begins - 1);
}

struct str sheet_plain(struct str cell)
{
    if (cell.len && cell.s[0] == '\'' && is_formula(cell))
        return (struct str){cell.s + 1, cell.len - 1};
    return cell;
}

/* ---- notations ----------------------------------------------------------- */

static bool put_csv(struct buffer *out, struct str cell)
{
    struct buffer kept = {0};
    bool ok = true;

    if (is_formula(cell)) {
        ok = buffer_add(&kept, "'", 1) && buffer_add(&kept, cell.s, cell.len);
        cell = (struct str){kept.data, kept.len};
    }
    const struct value v = {VALUE_TEXT, cell};
    ok = ok && rows_csv.put(out, &v);
    free(kept.data);
    return ok;
}

static bool put_tsv(struct buffer *out, struct str cell)
{
    if (is_formula(cell) && !buffer_add(out, "'", 1))
        return false;
    const size_t begin = out->len;
    if (!buffer_add(out, cell.s, cell.len))
        return false;
    for (size_t i = begin; i < out->len; i++)
        out->data[i] = out_field_byte(out->data[i]);
    return true;
}

static bool put_cells(enum sheet_format f, const struct str *cell,
                      struct buffer *out)
{
    bool ok = true;

    for (size_t i = 0; ok && i < CELLS; i++)
        ok = (i == 0 || buffer_add(out, f == SHEET_CSV ? "," : "\t", 1)) &&
             (f == SHEET_CSV ? put_csv : put_tsv)(out, cell[i]);
    return ok && buffer_add(out, "\n", 1);
}

static bool put_json(const struct sheet_row *row, struct buffer *out)
{
    json_t *o =
        json_pack("{s:o, s:o, s:s, s:o, s:f, s:s}", name[0],
                  out_string(row->id), name[1], out_string(row->text), name[2],
                  "", name[3], out_string(str_of(row->suggested)), name[4],
                  row->probability, name[5], row->why);

    return out_json_add(out, o) && buffer_add(out, "\n", 1);
}

bool sheet_header(enum sheet_format f, struct buffer *out)
{
    struct str cell[CELLS];

    for (size_t i = 0; i < CELLS; i++)
        cell[i] = str_of(name[i]);
    return f == SHEET_JSONL || put_cells(f, cell, out);
}

bool sheet_put(enum sheet_format f, const struct sheet_row *row,
               struct buffer *out)
{
    char digits[DECIMAL_BYTES];
    const size_t n = (size_t)(decimal_put(digits, row->probability) - digits);
    const struct str cell[CELLS] = {row->id,     row->text,
                                    STR(""),     str_of(row->suggested),
                                    {digits, n}, str_of(row->why)};

    return f == SHEET_JSONL ? put_json(row, out) : put_cells(f, cell, out);
}
