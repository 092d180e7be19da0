#include "cli/annotate/annotating.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/annotate/keyboard.h"
#include "cli/annotate/wrap.h"
#include "cli/stop.h"

#define END_OF_INPUT 4 /* Control-D, which is a key here */

#define LINES_MIN 5   /* of a text that are shown in any case, */
#define LINES_OTHER 6 /* beside so many others */

/* ---- what is there ------------------------------------------------------- */

static bool add_step(struct annotating *a, size_t item, bool answered)
{
    if (!GROW(a->step, a->steps + 1, a->step_capacity))
        return false;
    a->step[a->steps++] = (struct step){item, answered};
    return true;
}

/* Only the last answers can be undone, up to one whose text is not here. */
static bool note_answer(void *annotating, struct str label, struct str text,
                        struct tenor_error *err)
{
    struct annotating *a = annotating;
    const size_t item = items_find(&a->items, items_name(text));

    (void)label;
    if (item == SIZE_MAX) {
        a->steps = 0;
        return true;
    }
    a->done += !a->items.item[item].done;
    a->items.item[item].done = true;
    return add_step(a, item, true) || fail_memory(err, "answers");
}

static bool could_begin(void *annotating, const struct answers *answers,
                        struct str bytes)
{
    const struct annotating *a = annotating;
    struct buffer line = {0};
    bool found = false;

    for (size_t i = 0; !found && i < a->items.n; i++)
        for (size_t k = 0; !found && k < a->choices.n; k++) {
            line.len = 0;
            found = answers_line(answers, str_of(a->choices.item[k].label),
                                 a->items.item[i].text, &line) &&
                    line.len >= bytes.len &&
                    memcmp(line.data, bytes.s, bytes.len) == 0;
        }
    free(line.data);
    return found;
}

bool annotating_resume(struct annotating *a, const char *path,
                       struct tenor_error *err)
{
    const struct answers_wants wants = {note_answer, could_begin, a};

    return answers_open(&a->answers, path, &wants, err);
}

void annotating_release(struct annotating *a)
{
    items_release(&a->items);
    choices_release(&a->choices);
    answers_close(&a->answers);
    free(a->step);
    *a = (struct annotating){.answers.fd = -1};
}

/* ---- the screen ---------------------------------------------------------- */

/* Words that are kept together, on lines of the width. */
struct row {
    size_t width, used;
};

static void put_word(struct row *r, const char *word)
{
    const size_t width = screen_width(str_of(word));

    if (r->used > 0 && r->used + 2 + width > r->width) {
        putchar('\n');
        r->used = 0;
    }
    if (r->used > 0)
        fputs("  ", stdout);
    r->used += (r->used > 0 ? 2 : 0) + screen_print(str_of(word), r->width);
}

static void print_keys(const struct annotating *a, size_t width, bool commands)
{
    static const char *const command[] = {"u undo", "s skip", "q quit",
                                          "? help"};
    struct row r = {width, 0};
    char word[128];

    for (size_t i = 0; i < a->choices.n; i++) {
        const struct choice_key *k = &a->choices.item[i];
        snprintf(word, sizeof word, "%c %s", k->key, k->label);
        put_word(&r, word);
    }
    for (size_t i = 0; commands && i < sizeof command / sizeof *command; i++)
        put_word(&r, command[i]);
    putchar('\n');
}

static void print_suggestion(const struct annotating *a,
                             const struct item_text *t, size_t width)
{
    char line[256];

    if (a->blind || t->suggested.len == 0)
        return;
    snprintf(
        line, sizeof line, "suggested: %.*s %.*s%s%.*s",
        (int)(t->suggested.len < 80 ? t->suggested.len : 80), t->suggested.s,
        (int)(t->probability.len < 6 ? t->probability.len : 6),
        t->probability.len ? t->probability.s : "", t->why.len ? ", " : "",
        (int)(t->why.len < 40 ? t->why.len : 40), t->why.len ? t->why.s : "");
    screen_style(a->color, STYLE_DIM);
    screen_print(str_of(line), width);
    screen_style(a->color, STYLE_PLAIN);
    putchar('\n');
}

static void prompt(void)
{
    fputs("> ", stdout);
    fflush(stdout);
}

/* Show the item at hand, all of it or what has place. */
static bool show(const struct annotating *a, bool all, struct tenor_error *err)
{
    const struct item_text *t = &a->items.item[a->at];
    size_t width, lines, left;

    keyboard_size(&width, &lines);
    size_t most = all || lines == 0                 ? SIZE_MAX
                  : lines < LINES_MIN + LINES_OTHER ? LINES_MIN
                                                    : lines - LINES_OTHER;
    putchar('\n');
    screen_style(a->color, STYLE_DIM);
    printf("%zu of %zu labelled", a->done, a->items.n);
    if (a->skipped)
        printf(", %zu skipped", a->skipped);
    screen_style(a->color, STYLE_PLAIN);
    putchar('\n');
    if (!wrap_print(t->text, width, most, &left))
        return fail_memory(err, "a text");
    if (left)
        printf("(m: %zu more line%s)\n", left, left == 1 ? "" : "s");
    print_suggestion(a, t, width);
    print_keys(a, width, true);
    prompt();
    return true;
}

static bool help(const struct annotating *a, struct tenor_error *err)
{
    static const char more[] =
        "u takes the last answer back, or the last skip.\n"
        "s skips this text; it comes again in the next run.\n"
        "m shows all of a long text.\n"
        "q quits. Each answer is saved at once, and the next run goes on "
        "behind it.";
    size_t width, lines, left;

    keyboard_size(&width, &lines);
    puts("help");
    print_keys(a, width, false);
    if (!wrap_print(str_of(more), width, SIZE_MAX, &left))
        return fail_memory(err, "a text");
    prompt();
    return true;
}

/* ---- keys ---------------------------------------------------------------- */

static void go_on(struct annotating *a, size_t from)
{
    a->at = from;
    while (a->at < a->items.n && a->items.item[a->at].done)
        a->at++;
}

static bool answer(struct annotating *a, const char *label,
                   struct tenor_error *err)
{
    struct item_text *t = &a->items.item[a->at];

    printf("%s\n", label);
    if (!answers_add(&a->answers, str_of(label), t->text, err))
        return false;
    t->done = true;
    a->done++;
    if (!add_step(a, a->at, true))
        return fail_memory(err, "answers");
    go_on(a, a->at + 1);
    return true;
}

static bool skip(struct annotating *a, struct tenor_error *err)
{
    puts("skip");
    a->skipped++;
    if (!add_step(a, a->at, false))
        return fail_memory(err, "answers");
    go_on(a, a->at + 1);
    return true;
}

/* The last step is taken back, and its item is at hand again. */
static bool undo(struct annotating *a, struct tenor_error *err)
{
    if (a->steps == 0) {
        puts("there is nothing to undo");
        return true;
    }
    const struct step *s = &a->step[--a->steps];
    if (s->answered) {
        if (!answers_undo(&a->answers, err))
            return false;
        a->items.item[s->item].done = false;
        a->done--;
    } else {
        a->skipped--;
    }
    puts("undo");
    a->at = s->item;
    return true;
}

static void refuse(int key)
{
    if (key > ' ' && key < 0x7F)
        printf("no label has the key %c; ? helps\n", key);
    else
        puts("no label has this key; ? helps");
    prompt();
}

/* What a key does; *again: the item at hand is to be shown. */
static bool press(struct annotating *a, int key, bool *again,
                  struct tenor_error *err)
{
    const char *label = choices_label(&a->choices, key);

    *again = true;
    if (label)
        return answer(a, label, err);
    if (key == COMMAND_UNDO)
        return undo(a, err);
    if (key == COMMAND_SKIP)
        return skip(a, err);
    *again = false;
    if (key == COMMAND_HELP)
        return help(a, err);
    if (key == COMMAND_MORE) {
        puts("more");
        return show(a, true, err);
    }
    refuse(key);
    return true;
}

bool annotating_run(struct annotating *a, struct tenor_error *err)
{
    bool again = true;

    for (go_on(a, 0); a->at < a->items.n;) {
        if (again && !show(a, false, err))
            return false;
        const int key = keyboard_key();
        if (key == KEY_END || key == COMMAND_QUIT || key == END_OF_INPUT) {
            puts(key == COMMAND_QUIT ? "quit" : "");
            return true;
        }
        if (!press(a, key, &again, err))
            return false;
    }
    return true;
}
