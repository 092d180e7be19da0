/* Dates as records carry them, read as far as the day.
 *
 * What is understood, the first that fits, in the calendar that is written:
 *
 *   2024-03-12  2024/03/12  2024.03.12  20240312  2024-03  2024/03   ISO 8601
 *   12 March 2024  Tue, 12 Mar 2024                                  RFC 5322
 *   March 12, 2024  Tuesday, March 12, 2024  March 2024
 *   1710201600  1710201600000          seconds or milliseconds since 1970, UTC
 *
 * A time of day may follow a day, behind T, a comma or a space; it is not
 * looked at, and neither is its zone. Months have English names, whole or their
 * first three letters, in any case. What two countries read differently, as
 * 03/12/2024, is no date here. Pure: any thread. */
#ifndef TENOR_CLI_REPORT_DATE_TEXT_H
#define TENOR_CLI_REPORT_DATE_TEXT_H

#include "model/base.h"

struct date {
    int year;  /* 1 to 9999 */
    int month; /* 1 to 12 */
    int day;   /* 1 to 31, or 0: not said */
};

/* False when the text, without white space at its ends, is no such date. */
bool date_read(struct str text, struct date *d);

#endif
