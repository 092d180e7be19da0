#define _POSIX_C_SOURCE 200809L
#include "train/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "train/grounds.h"

/* Bounds of C when it is doubled and halved. */
#define COST_MIN (1.0 / 256)
#define COST_MAX 256.0

struct change {
    enum choice choice;
    double value;
};

/* Up to two changes that are tried together. */
struct alternative {
    struct change change[2];
    size_t changes;
};

#define STAGE_ALTERNATIVES 4

static const struct stage {
    const char *name;
    struct alternative alternative[STAGE_ALTERNATIVES];
    size_t alternatives;
} stages[] = {
    /* clang-format off */
    {"cost", {{{{CHOICE_COST, 0.125}}, 1},
              {{{CHOICE_COST, 2.0}}, 1}}, 2},
    {"words", {{{{CHOICE_NGRAMS, 1}}, 1},
               {{{CHOICE_NGRAMS, 2}}, 1},
               {{{CHOICE_STEMMING, 0}}, 1}}, 3},
    {"characters", {{{{CHOICE_CHARACTERS, 0}}, 1},
                    {{{CHOICE_CHARACTERS, 15}}, 1},
                    {{{CHOICE_CHARACTERS, 35}}, 1},
                    {{{CHOICE_CHARACTERS, 26}}, 1}}, 4},
    {"characters", {{{{CHOICE_CHARACTER_WEIGHT, 0.5}}, 1},
                    {{{CHOICE_CHARACTER_WEIGHT, 2.0}}, 1}}, 2},
    {"weighting", {{{{CHOICE_WEIGHTING, WEIGHTING_IDF}}, 1},
                   {{{CHOICE_WEIGHTING, WEIGHTING_IDF}, {CHOICE_COUNTS, 1}}, 2},
                   {{{CHOICE_WEIGHTING, WEIGHTING_NONE}}, 1},
                   {{{CHOICE_COUNTS, 1}}, 1}}, 4},
    {"marks", {{{{CHOICE_NEGATION, 0}}, 1},
               {{{CHOICE_STYLE, 0}}, 1}}, 2},
    {"balance", {{{{CHOICE_BALANCE, 0.5}}, 1},
                 {{{CHOICE_BALANCE, 1.0}}, 1}}, 2},
    {"pruning", {{{{CHOICE_MIN_DOCUMENTS, 1}}, 1},
                 {{{CHOICE_MIN_DOCUMENTS, 3}}, 1}}, 2},
    /* clang-format on */
};

#define STAGES (sizeof stages / sizeof *stages)

struct search {
    const struct train_request *r;
    struct trained *t;
    struct grounds grounds;
    const struct ground *ground; /* of these, what is looked at */
    struct candidate best;       /* tried on it */
    const char *stage;
    struct timespec begun;
};

/* ---- trials -------------------------------------------------------------- */

static void describe(const struct alternative *a, char text[TRIAL_TEXT])
{
    size_t at = 0;

    text[0] = '\0';
    for (size_t i = 0; i < a->changes && at < TRIAL_TEXT; i++) {
        char one[CHOICE_TEXT];
        train_choice_text(a->change[i].choice, a->change[i].value, one);
        at += (size_t)snprintf(text + at, TRIAL_TEXT - at, "%s%s",
                               i ? ", " : "", one);
    }
}

/* Note a trial and say it. */
static bool note(struct search *s, const char *text, const struct candidate *c,
                 bool chosen, struct tenor_error *err)
{
    struct trained *t = s->t;

    if (!GROW(t->trial, t->trials + 1, t->trial_capacity))
        return fail_memory(err, "the search");
    struct trial *trial = &t->trial[t->trials++];
    *trial = (struct trial){.stage = s->stage,
                            .documents = s->ground->N,
                            .accuracy = c->accuracy,
                            .macro_f1 = c->macro_f1,
                            .worth = c->worth,
                            .chosen = chosen};
    snprintf(trial->text, sizeof trial->text, "%s", text);
    train_say(s->r, "%-10s %-32s %8.4f %8.4f %8.4f%s", s->stage, text,
              c->accuracy, c->macro_f1, c->worth, chosen ? "  chosen" : "");
    return true;
}

/* Try the current settings on new ground. */
static bool try_current(struct search *s, struct tenor_error *err)
{
    candidate_release(&s->best);
    s->best.settings = s->t->settings;
    if (!trial_run(s->ground, &s->best, 1, NULL, s->t->settings.threads, err))
        return false;
    const struct alternative current = {{{CHOICE_COST, s->t->settings.C}}, 1};
    char text[TRIAL_TEXT];
    describe(&current, text);
    return note(s, text, &s->best, true, err);
}

/* Whether an alternative is open and changes anything. */
static bool is_open(const struct train_settings *s, const struct alternative *a)
{
    bool changes = false;

    if (a->change[0].choice == CHOICE_CHARACTER_WEIGHT &&
        !s->features.chars_max)
        return false; /* no characters to weigh */

    for (size_t i = 0; i < a->changes; i++) {
        const struct change *c = &a->change[i];
        if (s->fixed[c->choice])
            return false;
        changes |= train_choice(s, c->choice) != c->value;
    }
    return changes;
}

/* Try alternatives to the best settings side by side, and make one the best
 * that adds more than `gain`. */
static bool try_alternatives(struct search *s, const struct alternative *a,
                             size_t n, double gain, bool *better,
                             struct tenor_error *err)
{
    struct candidate c[STAGE_ALTERNATIVES] = {0};
    const struct alternative *tried[STAGE_ALTERNATIVES];
    size_t tries = 0, best = SIZE_MAX;
    double most = s->best.worth + gain;

    *better = false;
    for (size_t i = 0; i < n; i++) {
        if (!is_open(&s->t->settings, &a[i]))
            continue;
        c[tries].settings = s->t->settings;
        for (size_t j = 0; j < a[i].changes; j++)
            train_choose(&c[tries].settings, a[i].change[j].choice,
                         a[i].change[j].value);
        if (!train_settings_check(&c[tries].settings))
            tried[tries++] = &a[i];
    }
    bool ok = tries == 0 || trial_run(s->ground, c, tries, &s->best,
                                      s->t->settings.threads, err);
    for (size_t i = 0; ok && i < tries; i++)
        if (c[i].worth > most) {
            most = c[i].worth;
            best = i;
        }
    for (size_t i = 0; ok && i < tries; i++) {
        char text[TRIAL_TEXT];
        describe(tried[i], text);
        ok = note(s, text, &c[i], i == best, err);
    }
    if (ok && best != SIZE_MAX) {
        const struct candidate old = s->best;
        s->best = c[best];
        c[best] = old;
        s->t->settings = s->best.settings;
        *better = true;
    }
    for (size_t i = 0; i < tries; i++)
        candidate_release(&c[i]);
    return ok;
}

/* Double C, or halve it, for as long as it gets better. */
static bool refine_cost(struct search *s, struct tenor_error *err)
{
    double factor = 0.0;
    bool better = true;

    while (better) {
        const double C = s->t->settings.C;
        const struct alternative both[2] = {
            {{{CHOICE_COST, C * (factor > 0.0 ? factor : 2.0)}}, 1},
            {{{CHOICE_COST, C / 2.0}}, 1}};
        if (C > COST_MAX || C < COST_MIN)
            return true; /* far enough */
        if (!try_alternatives(s, both, factor > 0.0 ? 1 : 2, 0.0, &better, err))
            return false;
        factor = s->t->settings.C / C;
    }
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool over_budget(struct search *s)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    const double seconds = (double)(now.tv_sec - s->begun.tv_sec) +
                           (double)(now.tv_nsec - s->begun.tv_nsec) * 1e-9;
    if (s->t->settings.budget == 0.0 || seconds < s->t->settings.budget)
        return false;
    if (!s->t->cut)
        train_say(s->r, "the budget is spent before the stage '%s'", s->stage);
    if (!s->t->cut)
        s->t->cut = s->stage;
    return true;
}

static bool anything_open(const struct train_settings *s)
{
    if (s->no_search)
        return false;
    for (size_t i = 0; i < STAGES; i++)
        for (size_t j = 0; j < stages[i].alternatives; j++)
            if (is_open(s, &stages[i].alternative[j]))
                return true;
    return false;
}

static bool run_stages(struct search *s, struct tenor_error *err)
{
    bool better;

    train_say(s->r, "%-10s %-32s %8s %8s %8s", "stage", "tried", "accuracy",
              "macro-F1", criterion_name(&s->t->settings.criterion));
    s->stage = "start";
    if (!try_current(s, err))
        return false;
    for (size_t i = 0; i < STAGES; i++) {
        s->stage = stages[i].name;
        train_progress(s->r, s->stage, i, STAGES + 1);
        if (over_budget(s))
            return true;
        if (!try_alternatives(s, stages[i].alternative, stages[i].alternatives,
                              SEARCH_GAIN, &better, err))
            return false;
    }
    return true;
}

static bool run_refinement(struct search *s, struct tenor_error *err)
{
    s->stage = "refinement";
    if (s->t->settings.fixed[CHOICE_COST] || over_budget(s))
        return true;
    train_progress(s->r, s->stage, STAGES, STAGES + 1);
    if (s->grounds.differ) {
        candidate_release(&s->best);
        s->ground = &s->grounds.all;
        if (!try_current(s, err))
            return false;
    }
    return refine_cost(s, err);
}

/* Whether there is something to train on, and with what. */
static bool check_vectors(const struct trained *t, struct tenor_error *err)
{
    const struct train_settings *s = &t->settings;
    const struct vectors *v = &t->vectors;
    const bool fixed = s->fixed[CHOICE_MIN_DOCUMENTS];

    if (fixed && v->min_df > s->min_df)
        return fail(err, TENOR_ELIMIT, 0,
                    "features of %u documents are too many for the memory; "
                    "--min-documents %u leaves as many as it has room for",
                    s->min_df, v->min_df);
    if (v->block && machine_solver(s) != SOLVER_DUAL)
        return fail(err, TENOR_ELIMIT, 0,
                    "the vectors are too large for the memory; the solver dual "
                    "alone does without");
    if (v->F > 0)
        return true;
    if (s->min_df > 1 && (fixed || t->cut))
        return fail(err, TENOR_EDATA, 0,
                    "no feature occurs in %u documents; --min-documents 1 "
                    "keeps those of one",
                    s->min_df);
    return fail(err, TENOR_EDATA, 0, "no document has a feature");
}

/* Tell, and note, what the vectors are like. */
static bool note_vectors(const struct train_request *r, struct trained *t,
                         struct tenor_error *err)
{
    const struct vectors *v = &t->vectors;

    if (!check_vectors(t, err))
        return false;
    if (v->min_df > t->settings.min_df)
        train_say(r,
                  "features of fewer than %u documents are dropped: there is "
                  "no memory for them",
                  v->min_df);
    if (v->block)
        train_say(r,
                  "vectors of %.0f MB are more than memory may hold: they lie "
                  "in a temporary file",
                  (double)v->start[v->N] * (sizeof *v->id + sizeof *v->value) /
                      1e6);
    if (v->min_df > t->settings.min_df)
        t->settings.min_df = t->view.min_df = v->min_df;
    return true;
}

/* Take the vectors of the best candidate, if they are of all documents, or
 * build them. */
static bool take_vectors(struct search *s, struct tenor_error *err)
{
    struct trained *t = s->t;
    struct shared_vectors *shared = s->best.shared;

    t->view.features = t->settings.features;
    t->view.min_df = t->settings.min_df;
    if (shared && s->ground == &s->grounds.all) {
        t->vectors = shared->vectors;
        shared->vectors = (struct vectors){0};
        return note_vectors(s->r, t, err);
    }
    candidate_release(&s->best);
    return vectors_build(&t->vectors, &t->documents, NULL, 0, &t->view,
                         t->settings.threads, err) &&
           note_vectors(s->r, t, err);
}

bool search_settings(const struct train_request *r, struct trained *t,
                     struct tenor_error *err)
{
    struct search s = {.r = r, .t = t};
    bool ok = true;

    clock_gettime(CLOCK_MONOTONIC, &s.begun);
    if (anything_open(&t->settings)) {
        ok = grounds_init(&s.grounds, t, err);
        s.ground = s.grounds.differ ? &s.grounds.part : &s.grounds.all;
        ok = ok && run_stages(&s, err) && run_refinement(&s, err);
        train_progress(r, NULL, STAGES, STAGES);
    }
    ok = ok && take_vectors(&s, err);
    candidate_release(&s.best);
    grounds_release(&s.grounds);
    return ok;
}
