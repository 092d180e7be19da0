#define _POSIX_C_SOURCE 200809L
#include "cli/serve/refusal.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* clang-format off */
static const struct {
    unsigned code;
    const char *phrase, *header, *saying;
} refusals[] = {
    [REFUSAL_TOO_SLOW]  = {408, "Request Timeout",     "",                   "the request came too slowly; see --request-time"},
    [REFUSAL_TOO_LARGE] = {413, "Content Too Large",   "",                   "the body is larger than --max-body"},
    [REFUSAL_TOO_MANY]  = {503, "Service Unavailable", "Retry-After: 1\r\n", "there are too many connections; see --connections"},
    [REFUSAL_NO_MEMORY] = {503, "Service Unavailable", "Retry-After: 1\r\n", "too many bytes are held for other requests; see --memory"},
};
/* clang-format on */

unsigned refusal_code(enum refusal why)
{
    return refusals[why].code;
}

const char *refusal_saying(enum refusal why)
{
    return refusals[why].saying;
}

void refusal_send(int fd, enum refusal why)
{
    char text[512];
    const int n = snprintf(
        text, sizeof text,
        "HTTP/1.1 %u %s\r\n%sContent-Type: application/json\r\n"
        "Content-Length: %zu\r\nConnection: close\r\n\r\n{\"error\":\"%s\"}\n",
        refusals[why].code, refusals[why].phrase, refusals[why].header,
        strlen(refusals[why].saying) + sizeof "{\"error\":\"\"}\n" - 1,
        refusals[why].saying);

    /* Who does not take it is ended all the same. */
    if (n > 0 && send(fd, text, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
        shutdown(fd, SHUT_WR);
}
