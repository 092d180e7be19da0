"""Run a command; say how long it took and how much memory it held.

    measure.py REPORT COMMAND...

REPORT becomes seconds of wall time and the peak of the resident set in KiB,
as JSON. Linux counts the memory of a parent until exec as the child's, so the
parent is a bare interpreter of its own: figures are right above 15 MB."""
import os
import sys
import time


def run(command, folder):
    """Measure a command, with a file in folder as scratch: (seconds, KiB).
    A failure is a RuntimeError with the last line that the command said."""
    import json  # here, so that the parent of the command stays small
    import subprocess
    report = os.path.join(folder, "usage")
    done = subprocess.run(
        [sys.executable, "-IS", __file__, report, *command],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, text=True, errors="replace", check=False)
    if done.returncode:
        said = done.stdout.split("\n") if done.stdout else []
        last = [line.strip() for line in said if line.strip()][-1:]
        raise RuntimeError(
            f"{os.path.basename(command[0])}: exit {done.returncode}"
            + "".join(f": {line}" for line in last))
    with open(report, encoding="ascii") as file:
        return json.load(file)


def main():
    report, command = sys.argv[1], sys.argv[2:]
    begin = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - begin
    with open(report, "w", encoding="ascii") as file:
        file.write(f"[{seconds:.3f}, {usage.ru_maxrss}]\n")
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
