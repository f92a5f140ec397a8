#!/usr/bin/env python3
"""How many reports of a folder `picket import` reads: import_corpus.py FOLDER

By kind (the `# kind:` line of a file, if it has one): how many files there
are, how many become a scenario, how many of those `picket check` accepts, and
how many find what they say they expect. -v names the others. PICKET in the
environment is the program.
"""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def run(*words):
    return subprocess.run([os.environ.get("PICKET", "picket"), *words],
                          capture_output=True, text=True, timeout=60)


def kind_of(text):
    kind = re.search(r"^# kind: *(.*)$", text, re.M)
    return re.sub(r" x\d+$|\(.*|,.*", "", kind.group(1)).strip() if kind \
        else "unknown"


def outcome(path, scratch):
    """What became of one file, and a line that says why."""
    done = run("import", str(path))
    if done.returncode:
        return "refused", done.stderr.strip().splitlines()[-1]
    scratch.write_text(done.stdout)
    checked = run("check", "--time-limit", "10", str(scratch))
    if checked.returncode == 2:
        return "imported", checked.stderr.strip().splitlines()[0]
    if checked.returncode:
        return "accepted", checked.stdout.strip().splitlines()[0]
    return "as expected", ""


def main(folder, verbose):
    totals = collections.defaultdict(collections.Counter)
    order = ["refused", "imported", "accepted", "as expected"]
    with tempfile.TemporaryDirectory() as where:
        for path in sorted(pathlib.Path(folder).glob("*.txt")):
            kind = kind_of(path.read_text(errors="replace"))
            what, why = outcome(path, pathlib.Path(where) / "scenario.yaml")
            for level in order[:order.index(what) + 1]:
                totals[kind][level] += 1
            if verbose and why:
                print(f"{path.name}: {kind}: {what}: {why}")
    print(f"{'kind':32}{'files':>8}{'import':>8}{'check':>8}{'found':>8}")
    for kind, count in sorted(totals.items()):
        print(f"{kind:32}" + "".join(f"{count[level]:8}" for level in order))


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    main(arguments[0], "-v" in sys.argv)
