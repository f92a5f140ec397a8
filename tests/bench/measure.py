"""One program run: its time from start to exit and its peak memory.

The peak that the kernel reports for a child begins with the size of the
process it was forked from, so nothing below this script's own size (about
15 MB) can be told apart.
"""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Run:
    seconds: float
    processor: float  # seconds of it
    kilobytes: int
    status: int  # of the exit; -1: the time limit was reached
    text: str = ""


def once(command, limit, folder=None):
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
        status, usage, late = wait(child, start + limit)
        seconds = time.perf_counter() - start
        out.seek(0)
        text = out.read().decode(errors="replace")
    child.returncode = status
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, usage.ru_maxrss, -1 if late else status, text)


def wait(child, deadline):
    """Without polling while there is time: a small run must not cost a tick."""
    if hasattr(os, "pidfd_open"):
        import select

        fd = os.pidfd_open(child.pid)
        ready, _, _ = select.select([fd], [], [], max(0, deadline - time.perf_counter()))
        os.close(fd)
        late = not ready
        if late:
            child.kill()
    else:
        late = False
    _, status, usage = os.wait4(child.pid, 0)
    return os.waitstatus_to_exitcode(status), usage, late


def best(command, limit, folder=None, enough=0.3, most=5):
    """The fastest of several runs, as many as fit into `enough` seconds."""
    runs = []
    spent = 0.0
    while not runs or (spent < enough and len(runs) < most and runs[0].status != -1):
        runs.append(once(command, limit, folder))
        spent += runs[-1].seconds
    fastest = min(runs, key=lambda r: r.seconds)
    fastest.kilobytes = max(r.kilobytes for r in runs)
    return fastest
