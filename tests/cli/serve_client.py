#!/usr/bin/env python3
"""What curl cannot do to a server. All of it is on 127.0.0.1 or a socket at a
path, and bounded.

    serve_client.py PORT|PATH WHAT [ARG...]

Prints what came of it; serve.bats knows what that should be."""
import re
import socket
import sys
import threading
import time

TIMEOUT = 60  # a test that waits for longer has failed


def connect(where):
    if where.isdigit():
        return socket.create_connection(("127.0.0.1", int(where)), TIMEOUT)
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(TIMEOUT)
    s.connect(where)
    return s


def head(path="/score", length=None, more="", method="POST", version="1.1"):
    size = "" if length is None else f"Content-Length: {length}\r\n"
    return (f"{method} {path} HTTP/{version}\r\nHost: x\r\n"
            f"Content-Type: text/plain\r\n{size}{more}\r\n").encode()


def read_all(s):
    """What comes until the other side ends."""
    got = b""
    try:
        while piece := s.recv(65536):
            got += piece
    except (ConnectionError, TimeoutError) as error:
        if isinstance(error, TimeoutError):
            print("timeout")
    return got


def read_answer(s, file=None):
    """(status, body, whether the connection goes on) of one answer."""
    file = file or s.makefile("rb")
    line = file.readline()
    if not line:
        return None, b"", False
    status, length, on = int(line.split()[1]), 0, line.startswith(b"HTTP/1.1")
    while (line := file.readline().strip()):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if name.lower() == b"connection":
            on = value.strip().lower() != b"close"
    return status, file.read(length), on


def statuses(got):
    return " ".join(re.findall(r"HTTP/1\.1 (\d+)", got.decode("latin-1")))


# ---- one connection ---------------------------------------------------------

def expect(where, length):
    """A body that is announced and waits for 100."""
    s = connect(where)
    s.sendall(head(length=length, more="Expect: 100-continue\r\n"))
    print(statuses(read_all(s)))


def pipeline(where):
    """Three requests at once, and the order of their answers."""
    s = connect(where)
    s.sendall(head("/healthz", method="GET") + head(length=2) + b"hi" +
              head("/nope", method="GET", more="Connection: close\r\n"))
    print(statuses(read_all(s)))


def old(where):
    """HTTP/1.0: the connection ends behind the answer."""
    s = connect(where)
    s.sendall(head("/healthz", method="GET", version="1.0"))
    got = read_all(s)
    print(got.split(b" ")[1].decode(), got.endswith(b"}\n"))


def keep(where):
    """A hundred requests on one connection."""
    s = connect(where)
    file = s.makefile("rb")
    codes = set()
    for i in range(100):
        text = b"It was a fine day. " * (i % 5)
        s.sendall(head(length=len(text)) + text)
        codes.add(read_answer(s, file)[0])
    print(codes)


def garbage(where):
    for text in (b"\x16\x03\x01\x02\x00\x01\x00\x01", b"\r\n" * 1000,
                 b"POST\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 5000,
                 head(more="Content-Length: -1\r\n"),
                 head(more="Content-Length: 99999999999999999999999\r\n"),
                 head(more="X: " + "y" * 100000 + "\r\n"),
                 head("/score?" + "a" * 100000, length=0),
                 head(more="Transfer-Encoding: chunked\r\n") + b"zz\r\n",
                 head(more="Transfer-Encoding: chunked\r\n") +
                 b"ffffffffffffffff\r\nx"):
        s = connect(where)
        try:
            s.sendall(text)
            s.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        got = statuses(read_all(s))
        if got.startswith("2"):
            print("answered", text[:40])
    print("done")


def hang_up(where):
    """Clients that go at every point of a request."""
    text = b"It was a fine day. " * 100
    request = head(length=len(text)) + text
    for at in range(0, len(request), 97):
        s = connect(where)
        s.sendall(request[:at])
        s.close()
    for _ in range(20):  # before the answer, which then has no reader
        s = connect(where)
        s.sendall(request * 3)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                     b"\1\0\0\0\0\0\0\0")
        s.close()
    print("done")


# ---- slow ones --------------------------------------------------------------

def drip(s, text):
    """Send a byte from time to time until the other side ends."""
    begin = time.monotonic()
    s.settimeout(0.05)
    for i in range(2000):
        try:
            s.sendall(text[i % len(text):][:1])
            if not s.recv(1, socket.MSG_PEEK):
                break
            break  # an answer
        except TimeoutError:
            continue
        except ConnectionError:
            break
    else:
        print("never ended")
    s.settimeout(TIMEOUT)
    return time.monotonic() - begin


def slow(where):
    """Bytes of a first line, of a header, of a body, that come one by one; then
    an idle connection."""
    s = connect(where)
    took = drip(s, b"GET /" + b"y" * 5000)
    print("line", statuses(read_all(s)) or "closed", took < 30)
    s = connect(where)
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ")
    took = drip(s, b"y" * 5000)
    print("header", statuses(read_all(s)) or "closed", took < 30)
    s = connect(where)
    s.sendall(head(length=5000))
    took = drip(s, b"y" * 5000)
    print("body", statuses(read_all(s)) or "closed", took < 30)
    s = connect(where)
    print("idle", statuses(read_all(s)) or "closed")


def never_reads(where, length):
    """A client that asks, and does not take the answer, which is larger than
    what is between both."""
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect(("127.0.0.1", int(where)))
    s.settimeout(TIMEOUT)
    text = b"\n" * int(length)
    s.sendall(head("/label", length=len(text)) + text)
    s.recv(1, socket.MSG_PEEK)
    time.sleep(2.5)
    got = read_all(s)
    size = int(re.search(rb"Content-Length: (\d+)", got).group(1))
    print("cut off" if len(got) < size else f"all {size} bytes")


# ---- many -------------------------------------------------------------------

def idle(where, count, tries=100):
    """Idle connections, and a request beside them."""
    sockets = []
    for _ in range(int(count)):
        s = connect(where)
        s.setblocking(False)
        sockets.append(s)
    for _ in range(int(tries)):
        s = connect(where)
        try:
            s.sendall(head(length=2) + b"hi")
            status = read_answer(s)[0]
        except ConnectionError:
            status = None
        if status == 200:
            break
        time.sleep(0.2)  # as Retry-After has it, or so
    refused, ended = 0, 0
    for s in sockets:
        try:
            got = s.recv(4096)
            refused += b" 503 " in got and b"Retry-After: 1" in got
            ended += got == b""
        except BlockingIOError:
            pass
        except ConnectionError:
            ended += 1
    print(status, "refused" if refused else "none refused",
          "bounded" if int(count) - refused - ended <= 100 else "not bounded")


def hold(where, count, length):
    """Bodies of which all but a byte is there; then one more; then the rest of
    them."""
    sockets = []
    for _ in range(int(count)):
        s = connect(where)
        s.sendall(head(length=length) + b" " * (int(length) - 1))
        sockets.append(s)
    time.sleep(0.5)
    s = connect(where)
    try:
        s.sendall(head(length=length) + b" " * int(length))
    except ConnectionError:
        pass
    print(statuses(read_all(s)))
    for s in sockets:
        s.sendall(b" ")
    print(*sorted({read_answer(s)[0] for s in sockets}))


def finish(where):
    """A request that is under way when the server is asked to stop: it prints
    a line when that is to be done, and goes on when it gets one."""
    s = connect(where)
    text = b"It was a fine day."
    s.sendall(head(length=len(text)) + text[:5])
    print("begun", flush=True)
    sys.stdin.readline()
    s.sendall(text[5:])
    status, body, on = read_answer(s)
    print(status, body.startswith(b'{"id":"-"'), "goes on" if on else "closes")


def load(where, threads):
    """Requests on connections that are kept, until standard input ends: how
    many there were, and how many failed."""
    counts, over = [], threading.Event()

    def ask(i):
        done = failed = 0
        s = file = None
        while not over.is_set():
            text = b"It was a fine day, number %d. " % done * (1 + done % 30)
            path, start = (("/score", b'{"id":"-"') if done % 2 else
                           ("/label", b"It was a fine day"))
            try:
                if s is None:
                    s = connect(where)
                    file = s.makefile("rb")
                s.sendall(head(path, length=len(text)) + text)
                status, body, on = read_answer(s, file)
                failed += status != 200 or not body.startswith(start)
                if not on:
                    s = None
            except OSError:
                failed += 1
                s = None
            done += 1
        counts.append((done, failed))

    workers = [threading.Thread(target=ask, args=(i,))
               for i in range(int(threads))]
    for w in workers:
        w.start()
    sys.stdin.read()
    over.set()
    for w in workers:
        w.join()
    done = sum(n for n, _ in counts)
    print("enough" if done > 20 else done, sum(n for _, n in counts), "failed")


if __name__ == "__main__":
    globals()[sys.argv[2]](sys.argv[1], *sys.argv[3:])
