"""A program at a terminal: terminal.py COLUMNS STEP... -- PROGRAM ARG...

Each STEP is what is typed once the program waits for a key ("> " is the last
that it printed), with \\xNN and such as Python has them; "KILL" kills it, and
"STOP" interrupts it as Control-C does. Prints what the terminal showed, then a
line "status N": 128 and more for a signal, as a shell has it."""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

SECONDS = 20


def shown_until_prompt(fd, seen):
    """Read until the program waits, or is gone."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if seen.endswith(b"> "):
            return seen, True
        if select.select([fd], [], [], 0.1)[0]:
            try:
                seen += os.read(fd, 65536)
            except OSError:
                return seen, False
    sys.exit("terminal.py: nothing came for %d seconds" % SECONDS)


def main():
    split = sys.argv.index("--")
    columns, steps = int(sys.argv[1]), sys.argv[2:split]
    command = sys.argv[split + 1:]
    size = struct.pack("HHHH", 24, columns, 0, 0)
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        # The runner may ignore it, which would be passed on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(command[0], command)
    shown, alive = b"", True
    for step in steps:
        seen, alive = shown_until_prompt(fd, b"")
        shown += seen
        if not alive:
            break
        if step == "KILL":
            os.kill(pid, signal.SIGKILL)
            break
        typed = b"\x03" if step == "STOP" else \
            step.encode().decode("unicode_escape").encode("latin-1")
        os.write(fd, typed)
    if steps[-1] != "KILL" and alive:
        while True:
            seen, alive = shown_until_prompt(fd, b"")
            shown += seen
            if not alive:
                break
            os.write(fd, b"q")
    status = os.waitpid(pid, 0)[1]
    sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
    sys.stdout.flush()
    print("\nstatus %d" % (128 + os.WTERMSIG(status) if os.WIFSIGNALED(status)
                         else os.WEXITSTATUS(status)))


main()
