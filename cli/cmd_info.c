/* tenor info: the card of a model. */
#include <stdio.h>

#include "cli/card_view.h"
#include "cli/out.h"
#include "cli/verbs.h"

/* In the order of the option's choices. */
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_RECIPE };

static int print_card(const struct verb *v, const struct tenor_model *m,
                      int format)
{
    size_t size;
    const char *bytes = tenor_model_card(m, &size);
    json_t *card = json_loadb(bytes, size, 0, NULL);

    if (!card) {
        fprintf(stderr, "tenor %s: the card of the model is not JSON\n",
                v->name);
        return EXIT_MODEL;
    }
    if (format == FORMAT_JSON) {
        out_json(card);
        return out_close(v->name, EXIT_DONE);
    }
    if (format == FORMAT_RECIPE) {
        const char *recipe = json_string_value(json_object_get(card, "recipe"));
        if (!recipe)
            fprintf(stderr, "tenor %s: the card has no recipe\n", v->name);
        else
            fputs(recipe, stdout);
        json_decref(card);
        return recipe ? out_close(v->name, EXIT_DONE) : EXIT_MODEL;
    }
    if (format == FORMAT_MARKDOWN)
        view_markdown(card);
    else
        view_text(card);
    json_decref(card);
    return out_close(v->name, EXIT_DONE);
}

static int run_info(const struct verb *v, int argc, char **argv)
{
    int format = FORMAT_TEXT, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format", &format, "NAME", "what to print; text", "text json markdown recipe"},
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_model *model;
    size_t n;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n > 1)
        return opt_misuse(v, "one model is expected");
    if (!open_model(v, n ? argv[0] : NULL, &model, &status))
        return status;
    status = print_card(v, model, format);
    tenor_model_close(model);
    return status;
}

const struct verb verb_info = {
    .name = "info",
    .synopsis = "[--format text|json|markdown|recipe] [MODEL]",
    .summary = "Print the card of a model: how it was made.",
    .more =
        "Without MODEL, that of the embedded model. Markdown is a page for\n"
        "people: the model card. A recipe trains the model again.",
    .run = run_info,
};
