#include "cli/report/word_uses.h"

#include <stdlib.h>

#include "model/modelfile.h"
#include "model/token.h"

/* Forms that are known at most, when a chunk begins. */
#define FORMS_MAX ((size_t)1 << 17)

bool word_uses_init(struct word_uses *w, const struct tenor_model *m,
                    struct tenor_error *err)
{
    const struct feature_settings *f = &m->settings;

    *w = (struct word_uses){0};
    if (!words_init(&w->words, f->language, f->stemming, NULL))
        return fail_memory(err, "words");
    const struct language *l = w->words.language;
    w->elision = l && l->elision;
    return wordset_init(&w->abbreviations, l ? l->abbreviations : "") ||
           fail_memory(err, "words");
}

void word_uses_release(struct word_uses *w)
{
    words_release(&w->words);
    wordset_release(&w->abbreviations);
    idmap_release(&w->surface);
    idmap_release(&w->folded);
    free(w->form);
    free(w->bytes.data);
    free(w->use);
    *w = (struct word_uses){0};
}

void word_uses_begin(struct word_uses *w)
{
    w->uses = 0;
    for (size_t i = 0; i < w->forms; i++)
        w->form[i].last = w->form[i].listed = 0;
    if (w->forms <= FORMS_MAX && w->surface.n <= 2 * FORMS_MAX)
        return;
    w->forms = w->bytes.len = 0;
    idmap_clear(&w->surface);
    idmap_clear(&w->folded);
}

static bool add_form(struct word_uses *w, struct str form, struct str stem)
{
    if (!GROW(w->form, w->forms + 1, w->form_capacity))
        return false;
    w->form[w->forms++] = (struct used_form){.begin = w->bytes.len,
                                             .len = (uint32_t)form.len,
                                             .stem = (uint32_t)stem.len};
    return buffer_add(&w->bytes, form.s, form.len) &&
           buffer_add(&w->bytes, stem.s, stem.len);
}

/* The form of a word as it stands; *form is 0 where there is none. */
static bool find_form(struct word_uses *w, struct str surface, uint32_t *form)
{
    const uint64_t hash = word_hash(surface.s, surface.len);
    struct str folded = {0}, stem = {0};

    *form = idmap_find(&w->surface, hash);
    if (*form || surface.len > WORD_MAX)
        return true;
    words_analyse(&w->words, surface, &folded, &stem);
    if (folded.len == 0 || stem.len == 0)
        return true;
    uint32_t *place = idmap_at(&w->folded, word_hash(folded.s, folded.len));
    if (!place || (*place == 0 && !add_form(w, folded, stem)))
        return false;
    if (*place == 0)
        *place = (uint32_t)w->forms;
    *form = *place;
    place = idmap_at(&w->surface, hash);
    if (place)
        *place = *form;
    return place;
}

/* One more use; those of the text begin at `begin`. */
static bool use(struct word_uses *w, uint32_t form, size_t begin)
{
    struct used_form *f = &w->form[form];

    if (f->last > begin) {
        w->use[f->last - 1].times++;
        return true;
    }
    if (!GROW(w->use, w->uses + 1, w->use_capacity))
        return false;
    w->use[w->uses++] = (struct word_use){form, 1};
    f->last = w->uses;
    return true;
}

bool word_uses_add(struct word_uses *w, struct str text)
{
    const size_t begin = w->uses;
    struct scanner s;
    struct token t;
    bool ok = true;

    scanner_init(&s, text, w->elision, &w->abbreviations);
    while (ok && scanner_next(&s, &t)) {
        uint32_t form;
        if (t.kind != TOKEN_WORD && t.kind != TOKEN_HASHTAG)
            continue;
        t.begin += t.kind == TOKEN_HASHTAG;
        ok = find_form(w, (struct str){text.s + t.begin, t.end - t.begin},
                       &form) &&
             (form == 0 || use(w, form - 1, begin));
    }
    return ok;
}

/* ---- lists --------------------------------------------------------------- */

void word_list_release(struct word_list *l)
{
    free(l->use);
    free(l->form);
    free(l->bytes.data);
    *l = (struct word_list){0};
}

static bool list_form(const struct word_uses *w, struct used_form *f,
                      struct word_list *out)
{
    if (!GROW(out->form, out->forms + 1, out->form_capacity))
        return false;
    out->form[out->forms++] = (struct used_form){
        .begin = out->bytes.len, .len = f->len, .stem = f->stem};
    f->listed = (uint32_t)out->forms;
    return buffer_add(&out->bytes, w->bytes.data + f->begin,
                      (size_t)f->len + f->stem);
}

bool word_uses_end(struct word_uses *w, struct word_list *out)
{
    bool ok = GROW(out->use, w->uses, out->use_capacity);

    out->uses = out->forms = out->bytes.len = 0;
    for (size_t i = 0; ok && i < w->uses; i++) {
        struct used_form *f = &w->form[w->use[i].form];
        ok = f->listed || list_form(w, f, out);
        out->use[out->uses++] =
            (struct word_use){f->listed - 1, w->use[i].times};
    }
    return ok;
}
