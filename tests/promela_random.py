#!/usr/bin/env python3
"""Is SPIN of picket's opinion on random scenarios?

promela_random.py PICKET ORACLE A..B [--with TEXT] [options]

The oracle (tests/oracle) prints the scenarios of the seeds; those that can be
exported are compared as promela.py compares the ones of a folder. A line for
each that differs, with the scenario left in --keep; exit status 1 if any does.
"""
import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import promela


def printed(oracle, seeds, only):
    """(seed, text) of each scenario."""
    command = [oracle, "--print", "--seeds", seeds]
    if only:
        command += ["--with", only]
    text = subprocess.run(command, capture_output=True, text=True,
                          check=False).stdout
    parts = re.split(r"^---- seed (\d+)\n", text, flags=re.M)
    for seed, body in zip(parts[1::2], parts[2::2]):
        body = re.split(r"^seeds \d+\.\.", body, flags=re.M)[0]
        yield seed, body.replace("scenario: random", f"scenario: seed-{seed}")


def exportable(picket, file, refusals):
    done = subprocess.run([picket, "export", "promela", str(file)],
                          capture_output=True, text=True, check=False)
    refusals.update({line.split("error: ", 1)[1]
                     for line in done.stderr.splitlines() if "error: " in line})
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("picket")
    parser.add_argument("oracle")
    parser.add_argument("seeds", metavar="A..B")
    parser.add_argument("--with", dest="only", metavar="TEXT")
    parser.add_argument("--limit", type=int, default=120, metavar="SECONDS")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER")
    options = parser.parse_args()
    if not shutil.which("spin"):
        print("skipped: there is no spin")
        return promela.SKIPPED
    total, refusals = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for seed, text in printed(options.oracle, options.seeds, options.only):
            file = pathlib.Path(scratch) / f"seed-{seed}.yaml"
            file.write_text(text)
            if not exportable(options.picket, file, refusals):
                total["refused"] += 1
                continue
            for check in promela.checks(options.picket, [str(file)]):
                outcome, why = promela.compared(options.picket, check, None,
                                                options.limit)
                total[outcome] += 1
                if outcome not in ("agree", "refused"):
                    print(f"{outcome:<7} {seed}: {why}", flush=True)
                    if options.keep:
                        options.keep.mkdir(parents=True, exist_ok=True)
                        shutil.copy(file, options.keep)
    for why, times in refusals.most_common(10):
        print(f"refused {times:>5}  {why}")
    print(", ".join(f"{times} {outcome}"
                    for outcome, times in total.most_common()))
    return 1 if total["differ"] or total["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
