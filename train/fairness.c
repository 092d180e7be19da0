#include "train/fairness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/input.h"

#define GROUPS_MAX 32
#define NAMES_MAX 256

struct group {
    struct str name;
    struct str member[NAMES_MAX];
    size_t members;
};

struct checking {
    const char *path;
    struct group *group; /* [groups] */
    size_t groups;
    struct tenor_scorer *scorer;
    const struct tenor_model *model;
    size_t axes;
    struct buffer text;
    double *p;     /* [axes][NAMES_MAX][labels of the axis] */
    size_t *first; /* [axes + 1] where they begin */
    double *sum;   /* [axes] of moves */
    size_t moves;  /* sentences times names */
};

static struct str trim(struct str s)
{
    while (s.len && (unsigned char)s.s[0] <= ' ') {
        s.s++;
        s.len--;
    }
    while (s.len && (unsigned char)s.s[s.len - 1] <= ' ')
        s.len--;
    return s;
}

/* Cut what is before `sign` off, or everything. */
static struct str cut(struct str *rest, char sign)
{
    const char *at = rest->len ? memchr(rest->s, sign, rest->len) : NULL;
    const struct str head = {rest->s, at ? (size_t)(at - rest->s) : rest->len};
    const size_t taken = head.len + (at != NULL);

    rest->s += taken;
    rest->len -= taken;
    return trim(head);
}

static bool fail_at(const struct checking *c, size_t line, const char *what,
                    struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, line, "%s:%zu: %s", c->path, line, what);
}

static bool add_group(struct checking *c, struct str line, size_t number,
                      struct tenor_error *err)
{
    struct group *g = &c->group[c->groups];

    if (c->groups == GROUPS_MAX)
        return fail_at(c, number, "too many groups", err);
    *g = (struct group){.name = cut(&line, ':')};
    while (line.len && g->members < NAMES_MAX) {
        g->member[g->members] = cut(&line, ',');
        g->members += g->member[g->members].len > 0;
    }
    if (g->members < 2 || line.len)
        return fail_at(c, number, "a group has from 2 to 256 names", err);
    c->groups++;
    return true;
}

static const struct group *find_group(const struct checking *c, struct str name)
{
    for (size_t i = 0; i < c->groups; i++)
        if (str_equal(c->group[i].name, name))
            return &c->group[i];
    return NULL;
}

/* Score the sentence with one name and keep the probabilities. */
static bool score_with(struct checking *c, struct str before, struct str name,
                       struct str after, size_t member, struct tenor_error *err)
{
    c->text.len = 0;
    if (!buffer_add(&c->text, before.s, before.len) ||
        !buffer_add(&c->text, name.s, name.len) ||
        !buffer_add(&c->text, after.s, after.len))
        return fail_memory(err, "the fairness check");
    if (!tenor_score_titled(c->scorer, c->text.data, c->text.len, c->text.data,
                            c->text.len, err))
        return false;
    for (size_t a = 0; a < c->axes; a++) {
        const size_t K = tenor_axis_label_count(c->model, a);
        for (size_t k = 0; k < K; k++)
            c->p[c->first[a] + member * K + k] =
                tenor_probability(c->scorer, a, k);
    }
    return true;
}

static void add_moves(struct checking *c, size_t members)
{
    for (size_t a = 0; a < c->axes; a++) {
        const size_t K = tenor_axis_label_count(c->model, a);
        const double *p = c->p + c->first[a];
        for (size_t k = 0; k < K; k++) {
            double mean = 0.0;
            for (size_t i = 0; i < members; i++)
                mean += p[i * K + k] / (double)members;
            for (size_t i = 0; i < members; i++)
                c->sum[a] += fabs(p[i * K + k] - mean) / (double)K;
        }
    }
    c->moves += members;
}

static bool check_sentence(struct checking *c, struct str line, size_t number,
                           struct tenor_error *err)
{
    const char *open = memchr(line.s, '{', line.len);
    const char *close =
        open ? memchr(open, '}', line.len - (size_t)(open - line.s)) : NULL;

    if (!close)
        return fail_at(c, number, "a sentence names a group in braces", err);
    const struct str before = {line.s, (size_t)(open - line.s)};
    const struct str after = {close + 1,
                              line.len - (size_t)(close + 1 - line.s)};
    const struct group *g =
        find_group(c, (struct str){open + 1, (size_t)(close - open - 1)});
    if (!g)
        return fail_at(c, number, "the group is not known", err);
    for (size_t i = 0; i < g->members; i++)
        if (!score_with(c, before, g->member[i], after, i, err))
            return false;
    add_moves(c, g->members);
    return true;
}

static bool check_line(struct checking *c, struct str line, size_t number,
                       struct tenor_error *err)
{
    line = trim(line);
    if (line.len == 0 || line.s[0] == '#')
        return true;
    const char *colon = memchr(line.s, ':', line.len);
    return colon && !memchr(line.s, '{', line.len) &&
                   !memchr(line.s, ' ', (size_t)(colon - line.s))
               ? add_group(c, line, number, err)
               : check_sentence(c, line, number, err);
}

static bool check_all(struct checking *c, struct str text,
                      struct tenor_error *err)
{
    for (size_t number = 1; text.len; number++) {
        const char *end = memchr(text.s, '\n', text.len);
        const struct str line = {text.s,
                                 end ? (size_t)(end - text.s) : text.len};
        if (!check_line(c, line, number, err))
            return false;
        text.s += line.len + (end != NULL);
        text.len -= line.len + (end != NULL);
    }
    return c->moves > 0 ||
           fail(err, TENOR_EDATA, 0, "'%s' has no sentences", c->path);
}

static bool checking_init(struct checking *c, struct tenor_error *err)
{
    c->first = mem_zero(c->axes + 1, sizeof *c->first);
    if (!c->first)
        return fail_memory(err, "the fairness check");
    for (size_t a = 0; a < c->axes; a++)
        c->first[a + 1] =
            c->first[a] + NAMES_MAX * tenor_axis_label_count(c->model, a);
    c->p = mem_zero(c->first[c->axes], sizeof *c->p);
    c->sum = mem_zero(c->axes, sizeof *c->sum);
    c->group = mem_zero(GROUPS_MAX, sizeof *c->group);
    return (c->p && c->sum && c->group &&
            tenor_scorer_new(c->model, &c->scorer, err)) ||
           fail_memory(err, "the fairness check");
}

bool fairness_measure(struct trained *t, size_t n, const char *path,
                      const struct tenor_model *model, struct tenor_error *err)
{
    struct checking c = {
        .path = path, .model = model, .axes = tenor_axis_count(model)};
    struct buffer file = {0};
    const bool ok = input_whole(path, &file, err) && checking_init(&c, err) &&
                    check_all(&c, (struct str){file.data, file.len}, err);

    for (size_t i = 0, axis = 0; ok && i < n; i++)
        for (size_t a = 0; a < t[i].axes; a++, axis++)
            t[i].axis[a].moved = c.sum[axis] / (double)c.moves;
    tenor_scorer_free(c.scorer);
    free(c.text.data);
    free(c.group);
    free(c.first);
    free(c.sum);
    free(c.p);
    free(file.data);
    return ok;
}
