#!/usr/bin/env python3
"""How much smaller `picket reduce` makes scenarios: reduce_corpus.py PATH ..

Every check below the paths that finds something is reduced for its first
finding, once as it is and once with --smallest; what comes out must find what
it says. Printed are, for both, the median of the share of steps that is left,
over checks, and the same over the checks of at least LONG steps. A step is one
of the scenario's text, however often it runs; variants and functions that the
check does not use count as little as comments. -v prints each check. PICKET in
the environment is the program, JOBS how many run at once (2), EVERY=n takes each
n-th check only.
"""
import concurrent.futures
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

LONG = 12
PICKET = os.environ.get("PICKET", "picket")


def run(*words, limit=60):
    try:
        return subprocess.run([PICKET, *map(str, words)], text=True,
                              capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return None


def checks_with_findings(path):
    """Names of the checks of a file that find something."""
    with tempfile.TemporaryDirectory() as where:
        done = run("check", "--time-limit", "20", "--witness-dir", where, path)
    if done is None:
        return []
    lines = re.findall(r"^pass   (\S+) +as expected: (.*)$", done.stdout, re.M)
    return [name for name, what in lines
            if not what.startswith(("inconclusive", "vacuous"))]


def reduced(path, name, smallest, scratch):
    """(steps before, after), or a word that says why not."""
    words = ["reduce", path, "--only", name, "-o", scratch]
    done = run(*words, *(["--smallest"] if smallest else []))
    if done is None:
        return "too long"
    got = re.search(r"(\d+) of (\d+) steps are left", done.stderr)
    if not got:
        return (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
    again = run("check", "-q", "--witness-dir", scratch.parent, scratch)
    if again is None or again.returncode:
        return "the result does not find what it says"
    return int(got.group(2)), int(got.group(1))


def both(job):
    path, name = job
    with tempfile.TemporaryDirectory() as where:
        scratch = pathlib.Path(where) / "small.yaml"
        return path, name, [reduced(path, name, smallest, scratch)
                            for smallest in (False, True)]


def say(title, pairs):
    share = [100 * after / before for before, after in pairs if before]
    long = [100 * after / before for before, after in pairs
            if before >= LONG]
    print(f"{title:10}{len(share):8}{statistics.median(share):9.0f} %"
          f"{len(long):8}{statistics.median(long or [0]):9.0f} %")


def main(paths, verbose):
    files = sorted(f for p in map(pathlib.Path, paths)
                   for f in ([p] if p.is_file() else p.rglob("*.yaml")))
    jobs = [(f, n) for f in files for n in checks_with_findings(f)]
    jobs = jobs[::int(os.environ.get("EVERY", "1"))]
    pairs = {False: [], True: []}
    with concurrent.futures.ThreadPoolExecutor(
            int(os.environ.get("JOBS", "2"))) as pool:
        for path, name, outcomes in pool.map(both, jobs):
            for smallest, outcome in zip((False, True), outcomes):
                if isinstance(outcome, tuple):
                    pairs[smallest].append(outcome)
            if verbose or any(isinstance(o, str) for o in outcomes):
                print(path.name, name, *outcomes, flush=True)
    print(f"{'':10}{'checks':>8}{'median':>11}{f'>= {LONG}':>8}{'median':>11}")
    say("clean", pairs[False])
    say("smallest", pairs[True])


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if not arguments:
        sys.exit(__doc__)
    main(arguments, "-v" in sys.argv)
