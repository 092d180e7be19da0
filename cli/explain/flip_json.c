/* tenor explain --flip --format json: the key "flip". */
#include "cli/explain/explaining.h"
#include "model/json.h"

/* The number of a certificate: null where no removal does. */
static bool put_size(struct buffer *b, const char *name, size_t n)
{
    return json_put_name(b, name) &&
           (n == FLIP_NONE ? json_put(b, "null") : json_put_count(b, n));
}

static bool put_span(struct buffer *b, const struct flip_token *t,
                     size_t offset)
{
    return json_put_comma(b) && json_put(b, "[") &&
           json_put_count(b, offset + t->begin) && json_put(b, ",") &&
           json_put_count(b, offset + t->end) && json_put(b, "]");
}

static bool put_word(struct buffer *b, const struct flip_words *w, size_t word,
                     size_t offset)
{
    const struct flip_token *first = &w->token[w->word[word].first];
    bool ok = json_put_comma(b) && json_put(b, "{") &&
              json_put_name(b, "word") &&
              json_put_string(b, (struct str){w->text.s + first->begin,
                                              first->end - first->begin}) &&
              json_put_name(b, "spans") && json_put(b, "[");

    for (size_t i = 0; ok && i < w->tokens; i++)
        if (w->token[i].word == word)
            ok = put_span(b, &w->token[i], offset);
    return ok && json_put(b, "]}");
}

static bool put_words(const struct explaining *x, size_t axis,
                      const struct flip_answer *a, struct buffer *b)
{
    if (a->n == FLIP_NONE)
        return json_put_name(b, "words") && json_put(b, "null");
    bool ok = json_put_name(b, "words") && json_put(b, "[");
    for (size_t i = 0; ok && i < a->n; i++)
        ok = put_word(b, &x->flip.words, x->flip.set[i],
                      explain_offset(x, axis));
    return ok && json_put(b, "]");
}

static bool put_label(const struct explaining *x, size_t axis,
                      const char *label, const char *p, size_t number,
                      double probability, struct buffer *b)
{
    return json_put_name(b, label) &&
           json_put_string(
               b, str_of(tenor_axis_label(x->score.model, axis, number))) &&
           json_put_name(b, p) && json_put_real(b, probability);
}

static bool put_certificate(const struct flip_answer *a, struct buffer *b)
{
    return json_put_name(b, "certificate") && json_put(b, "{") &&
           put_size(b, "at_least", a->at_least) &&
           put_size(b, "at_least_same_sentences", a->given_same) &&
           json_member_bool(b, "minimal", a->n == a->at_least) &&
           json_put(b, "}");
}

bool flip_json_add(const struct explaining *x, size_t axis,
                   const struct flip_answer *a, struct buffer *b,
                   struct tenor_error *err)
{
    return (json_put_name(b, "flip") && json_put(b, "{") &&
            put_words(x, axis, a, b) &&
            put_label(x, axis, "label_before", "p_before", a->label[0], a->p[0],
                      b) &&
            put_label(x, axis, "label_after", "p_after", a->label[1], a->p[1],
                      b) &&
            put_certificate(a, b) && json_put(b, "}")) ||
           fail_memory(err, "JSON");
}
