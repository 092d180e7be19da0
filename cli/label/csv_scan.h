/* Where records of CSV end, and their fields (RFC 4180): a field in double
 * quotes may hold commas, line ends, and quotes that are doubled.
 *
 * A scan can be left when the bytes at hand end and taken up when there are
 * more, so that finding the end of a record costs one pass however it arrives.
 * Pure functions. */
#ifndef TENOR_CLI_LABEL_CSV_SCAN_H
#define TENOR_CLI_LABEL_CSV_SCAN_H

#include "model/base.h"

enum csv_state {
    CSV_START,  /* of a field */
    CSV_PLAIN,  /* in one without quotes */
    CSV_QUOTED, /* in one with quotes */
    CSV_CLOSED, /* behind a quote in it: the last one, or one of two */
    CSV_RETURN, /* behind a CR that follows the last one */
};

/* Zero it at the beginning of a record. */
struct csv_scan {
    enum csv_state state;
    size_t at; /* bytes that were looked at */
};

/* A field as it stands, with its quotes. */
struct csv_field {
    size_t begin, end; /* from the beginning of the record */
    bool doubled;      /* it holds quotes that are doubled */
};

struct csv_fields {
    struct csv_field *field; /* [n] */
    size_t n, capacity;
    bool no_memory;
};

enum csv_found {
    CSV_MORE,   /* the record goes on behind these bytes */
    CSV_RECORD, /* it ends before scan.at */
    CSV_BAD,    /* it has no end: what is at scan.at cannot stand there */
};

/* Look for the end of the record at the front of bytes[len], of which scan.at
 * were looked at before. `end`: no bytes follow these, and the last record
 * needs no line end. Fields are added to *fields, unless that is NULL; it is to
 * have none, and the scan must not have been left. */
enum csv_found csv_scan(struct csv_scan *scan, const char *bytes, size_t len,
                        bool end, struct csv_fields *fields);

/* Why a scan found CSV_BAD. */
const char *csv_reason(const struct csv_scan *scan);

#endif
