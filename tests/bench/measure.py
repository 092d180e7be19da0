"""Run a command; say how long it took and how much memory it held.

    measure.py REPORT COMMAND...

REPORT becomes seconds of wall time, the peak of the resident set in KiB, and
seconds of all processors together, as JSON. Linux counts the memory of a parent until exec as the child's, so the
parent is a bare interpreter of its own: figures are right above 15 MB."""
import os
import sys
import time


def usage(command, folder, output=None, env=None):
    """Measure a command, with a file in folder as scratch: (seconds, KiB,
    seconds of processors). What it prints goes to the file `output`, or counts
    as said. A failure is a RuntimeError with the last line that it said."""
    import json  # here, so that the parent of the command stays small
    import subprocess
    report = os.path.join(folder, "usage")
    with open(output or os.devnull, "wb") as printed:
        done = subprocess.run(
            [sys.executable, "-IS", __file__, report, *command],
            stdout=printed if output else subprocess.PIPE,
            stderr=subprocess.PIPE if output else subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, errors="replace", env=env,
            check=False)
    if done.returncode:
        said = (done.stderr if output else done.stdout).split("\n")
        last = [line.strip() for line in said if line.strip()][-1:]
        raise RuntimeError(
            f"{os.path.basename(command[0])}: exit {done.returncode}"
            + "".join(f": {line}" for line in last))
    with open(report, encoding="ascii") as file:
        return tuple(json.load(file))


def run(command, folder):
    """The same without the processors: (seconds, KiB)."""
    return usage(command, folder)[:2]


def main():
    report, command = sys.argv[1], sys.argv[2:]
    begin = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    seconds = time.monotonic() - begin
    with open(report, "w", encoding="ascii") as file:
        file.write(f"[{seconds:.6f}, {used.ru_maxrss}, "
                   f"{used.ru_utime + used.ru_stime:.6f}]\n")
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
