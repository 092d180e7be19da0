#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "cli/serve/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024

static bool fail_listen(const struct listener *l, const char *why,
                        struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot listen on %s: %s", l->name, why);
}

/* ---- addresses ----------------------------------------------------------- */

static void name_address(struct listener *l)
{
    char text[INET6_ADDRSTRLEN] = "";
    const struct sockaddr_in *v4 = (const void *)&l->address;
    const struct sockaddr_in6 *v6 = (const void *)&l->address;

    if (l->address.ss_family == AF_INET) {
        inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
        snprintf(l->name, sizeof l->name, "http://%s:%u", text,
                 ntohs(v4->sin_port));
    } else {
        inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
        snprintf(l->name, sizeof l->name, "http://[%s]:%u", text,
                 ntohs(v6->sin6_port));
    }
}

bool listener_set_address(struct listener *l, const char *address,
                          unsigned short port)
{
    char bare[INET6_ADDRSTRLEN + 1];
    size_t len = strlen(address);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
                              .sin6_port = htons(port)};

    *l = (struct listener){.fd = -1};
    if (len > 2 && address[0] == '[' && address[len - 1] == ']') {
        address++;
        len -= 2;
    }
    if (len >= sizeof bare)
        return false;
    memcpy(bare, address, len);
    bare[len] = '\0';
    if (inet_pton(AF_INET, bare, &v4.sin_addr) == 1) {
        memcpy(&l->address, &v4, sizeof v4);
        l->address_len = sizeof v4;
        l->loopback = ntohl(v4.sin_addr.s_addr) >> 24 == 127;
    } else if (inet_pton(AF_INET6, bare, &v6.sin6_addr) == 1) {
        memcpy(&l->address, &v6, sizeof v6);
        l->address_len = sizeof v6;
        l->loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    } else {
        return false;
    }
    name_address(l);
    return true;
}

static bool open_address(struct listener *l, struct tenor_error *err)
{
    const int on = 1;

    l->fd = socket(l->address.ss_family,
                   SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (l->fd < 0 ||
        setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(l->fd, (const void *)&l->address, l->address_len) != 0 ||
        listen(l->fd, BACKLOG) != 0 ||
        getsockname(l->fd, (void *)&l->address, &l->address_len) != 0)
        return fail_listen(l, strerror(errno), err);
    name_address(l); /* with the port that it got */
    return true;
}

/* ---- paths --------------------------------------------------------------- */

bool listener_set_path(struct listener *l, const char *path)
{
    const size_t len = strlen(path);

    *l = (struct listener){.fd = -1, .loopback = true, .path = path};
    snprintf(l->name, sizeof l->name, "unix:%s", path);
    return len > 0 && len < sizeof((struct sockaddr_un *)NULL)->sun_path;
}

/* Remove the socket of a server that is dead. */
static bool clear_path(struct listener *l, const struct sockaddr_un *address,
                       struct tenor_error *err)
{
    struct stat st;

    if (lstat(l->path, &st) != 0)
        return errno == ENOENT || fail_listen(l, strerror(errno), err);
    if (!S_ISSOCK(st.st_mode))
        return fail_listen(l, "there is a file that is no socket", err);
    const int fd =
        socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fail_listen(l, strerror(errno), err);
    const bool refused =
        connect(fd, (const void *)address, sizeof *address) != 0 &&
        errno == ECONNREFUSED;
    close(fd);
    if (!refused)
        return fail_listen(l, "another server listens there", err);
    return unlink(l->path) == 0 || fail_listen(l, strerror(errno), err);
}

static bool open_path(struct listener *l, struct tenor_error *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat st;

    memcpy(address.sun_path, l->path, strlen(l->path));
    if (!clear_path(l, &address, err))
        return false;
    l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (l->fd < 0)
        return fail_listen(l, strerror(errno), err);
    /* No moment in which others could connect. */
    const mode_t before = umask(S_IXUSR | S_IRWXG | S_IRWXO);
    const bool bound = bind(l->fd, (const void *)&address, sizeof address) == 0;
    umask(before);
    if (!bound || listen(l->fd, BACKLOG) != 0 || lstat(l->path, &st) != 0)
        return fail_listen(l, strerror(errno), err);
    l->device = st.st_dev;
    l->inode = st.st_ino;
    return true;
}

/* ---- both ---------------------------------------------------------------- */

bool listener_open(struct listener *l, struct tenor_error *err)
{
    const bool ok = l->path ? open_path(l, err) : open_address(l, err);

    if (!ok && l->fd >= 0) {
        close(l->fd);
        l->fd = -1;
    }
    return ok;
}

void listener_close(struct listener *l)
{
    struct stat st;

    if (l->fd < 0)
        return;
    if (l->path && lstat(l->path, &st) == 0 && st.st_dev == l->device &&
        st.st_ino == l->inode)
        unlink(l->path);
    close(l->fd);
    l->fd = -1;
}
