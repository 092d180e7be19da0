#include "cli/report/date_text.h"

/* What may stand in a pattern beside characters that mean themselves: Y, m, d,
 * four and two digits; e, one or two digits of a day; b, the name of a month;
 * a, that of a day of the week; a space, one or more. */
static const struct {
    const char *pattern;
    bool time; /* may follow */
} patterns[] = {
    {"Y-m-d", true},  {"Y/m/d", true},     {"Y.m.d", true}, {"Ymd", true},
    {"Y-m", false},   {"Y/m", false},      {"e b Y", true}, {"a, e b Y", true},
    {"b e, Y", true}, {"a, b e, Y", true}, {"b Y", false},
};

#define ROWS(table) (sizeof(table) / sizeof *(table))

static const char *const months[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december",
};
static const char *const weekdays[] = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday",
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Cut a number of some digits off the front. */
static bool cut_number(struct str *s, size_t least, size_t most, int *value)
{
    size_t n = 0;

    for (*value = 0; n < most && n < s->len && is_digit(s->s[n]); n++)
        *value = 10 * *value + (s->s[n] - '0');
    s->s += n;
    s->len -= n;
    return n >= least;
}

/* Cut one of some names off, or its first three letters and perhaps a dot; the
 * number from 1. */
static bool cut_name(struct str *s, const char *const *name, size_t names,
                     int *number)
{
    size_t n = 0;

    while (n < s->len && (s->s[n] | 32) >= 'a' && (s->s[n] | 32) <= 'z')
        n++;
    for (size_t i = 0; i < names && n >= 3; i++) {
        size_t same = 0;
        while (same < n && name[i][same] == (s->s[same] | 32))
            same++;
        if (same < n || (n > 3 && name[i][n] != '\0'))
            continue;
        n += n == 3 && n < s->len && s->s[n] == '.';
        s->s += n;
        s->len -= n;
        *number = (int)i + 1;
        return true;
    }
    return false;
}

static bool cut_text(struct str *s, char c)
{
    size_t n = 0;

    if (c == ' ')
        while (n < s->len && is_space(s->s[n]))
            n++;
    else
        n = s->len > 0 && s->s[0] == c;
    s->s += n;
    s->len -= n;
    return n > 0;
}

static bool cut_part(struct str *s, char part, struct date *d)
{
    int weekday;

    switch (part) {
    case 'Y':
        return cut_number(s, 4, 4, &d->year);
    case 'm':
        return cut_number(s, 2, 2, &d->month);
    case 'd':
        return cut_number(s, 2, 2, &d->day);
    case 'e':
        return cut_number(s, 1, 2, &d->day);
    case 'b':
        return cut_name(s, months, ROWS(months), &d->month);
    case 'a':
        return cut_name(s, weekdays, ROWS(weekdays), &weekday);
    default:
        return cut_text(s, part);
    }
}

static bool begins_time(struct str s)
{
    size_t n = 1;

    if (s.len < 2 ||
        !(s.s[0] == 'T' || s.s[0] == 't' || s.s[0] == ',' || is_space(s.s[0])))
        return false;
    while (n < s.len && is_space(s.s[n]))
        n++;
    return n < s.len && is_digit(s.s[n]);
}

static bool fits(struct str s, const char *pattern, bool time, struct date *d)
{
    *d = (struct date){0};
    for (; *pattern; pattern++)
        if (!cut_part(&s, *pattern, d))
            return false;
    return s.len == 0 || (time && begins_time(s));
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool exists(const struct date *d, bool with_day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (d->year < 1 || d->month < 1 || d->month > 12)
        return false;
    const int most = days[d->month - 1] + (d->month == 2 && is_leap(d->year));
    return with_day ? d->day >= 1 && d->day <= most : d->day == 0;
}

/* The day that is so many days after the first of 1970, for years before
 * 2287. */
static struct date date_of_days(int64_t days)
{
    struct date d = {1970, 1, (int)days + 1};
    struct date next;

    for (; d.day > 365 + is_leap(d.year); d.year++)
        d.day -= 365 + is_leap(d.year);
    for (; next = (struct date){d.year, d.month, 31}, d.day > 28; d.month++) {
        while (!exists(&next, true))
            next.day--;
        if (d.day <= next.day)
            break;
        d.day -= next.day;
    }
    return d;
}

/* Seconds, perhaps with a fraction, or milliseconds; from 1973 on, so that no
 * date in digits is meant. */
static bool read_seconds(struct str s, struct date *d)
{
    int64_t value = 0;
    size_t n = 0;

    for (; n < s.len && n < 13 && is_digit(s.s[n]); n++)
        value = 10 * value + (s.s[n] - '0');
    for (size_t i = n; i < s.len; i++)
        if (i == n ? s.s[i] != '.' || n > 10 : !is_digit(s.s[i]))
            return false;
    if (n != 9 && n != 10 && n != 12 && n != 13)
        return false;
    *d = date_of_days(value / (n > 10 ? 86400000 : 86400));
    return true;
}

bool date_read(struct str text, struct date *d)
{
    while (text.len && is_space(text.s[0])) {
        text.s++;
        text.len--;
    }
    while (text.len && is_space(text.s[text.len - 1]))
        text.len--;
    for (size_t i = 0; i < ROWS(patterns); i++) {
        const char *pattern = patterns[i].pattern;
        const bool day = strchr(pattern, 'd') || strchr(pattern, 'e');
        if (fits(text, pattern, patterns[i].time, d) && exists(d, day))
            return true;
    }
    return read_seconds(text, d);
}
