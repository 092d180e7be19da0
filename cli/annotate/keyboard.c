#define _DEFAULT_SOURCE /* TIOCGWINSZ */
#include "cli/annotate/keyboard.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/screen.h"
#include "cli/stop.h"

#define ESCAPE 0x1B

static struct termios before;
static bool changed;

bool keyboard_open(struct tenor_error *err)
{
    struct termios t;

    if (!isatty(STDIN_FILENO))
        return true;
    if (tcgetattr(STDIN_FILENO, &t) != 0)
        return fail(err, TENOR_EIO, 0, "cannot use the terminal: %s",
                    strerror(errno));
    before = t;
    t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    t.c_cc[VQUIT] = t.c_cc[VSUSP] = _POSIX_VDISABLE;
    changed = tcsetattr(STDIN_FILENO, TCSADRAIN, &t) == 0;
    return changed || fail(err, TENOR_EIO, 0, "cannot use the terminal: %s",
                           strerror(errno));
}

void keyboard_close(void)
{
    if (changed)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    changed = false;
}

/* The next byte, or KEY_END. With a time in milliseconds KEY_OTHER when there
 * is none until then. */
static int next_byte(int milliseconds)
{
    struct pollfd p[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                          {.fd = stop_descriptor(), .events = POLLIN}};
    unsigned char byte;
    ssize_t n;

    do {
        n = poll(p, 2, milliseconds);
    } while (n < 0 && errno == EINTR && !stop_wanted());
    if (stop_wanted() || n < 0)
        return KEY_END;
    if (n == 0)
        return KEY_OTHER;
    do {
        n = read(STDIN_FILENO, &byte, 1);
    } while (n < 0 && errno == EINTR && !stop_wanted());
    return n == 1 ? byte : KEY_END;
}

/* What follows ESC: of an arrow key "[A" or "OA", of others "[3~". Nothing for
 * a while when it is the key itself. */
static int pass_sequence(void)
{
    int c = next_byte(50);

    if (c == 'O')
        c = next_byte(50);
    else if (c == '[')
        do
            c = next_byte(50);
        while (c >= ' ' && c < '@');
    return c == KEY_END ? KEY_END : KEY_OTHER;
}

/* The rest of a character that is not ASCII. */
static int pass_character(int first)
{
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;

    while (more-- > 0)
        if (next_byte(50) == KEY_END)
            return KEY_END;
    return KEY_OTHER;
}

int keyboard_key(void)
{
    const int c = next_byte(-1);

    if (c == ESCAPE)
        return pass_sequence();
    if (c >= 0x80)
        return pass_character(c);
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

void keyboard_size(size_t *columns, size_t *lines)
{
    struct winsize w = {0};

    *columns = SCREEN_WIDTH;
    *lines = 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0)
        return;
    *columns = w.ws_col > 0 ? w.ws_col : SCREEN_WIDTH;
    *lines = w.ws_row;
}
