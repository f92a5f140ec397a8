#!/usr/bin/env python3
"""Is SPIN of picket's opinion? promela.py PICKET [PATHS..] [options]

Every scenario and variant below PATHS (default: scenarios) is checked by
picket, and exported with `picket export promela`, translated by `spin -a`,
compiled, and searched by `pan`. The model says the kernel's primitives once
more, in Promela, so the two verdicts are independent; this compares what they
have found:

  stuck        a thread is blocked for ever (deadlock, hang, lost-wakeup):
               an invalid end state
  unsignaled   a published fence is left unsignalled
  livelock     a cycle in which, with weak fairness, some thread never ends
  assertion    and each kind of misuse, by its name

Rules and claims are none of SPIN's business. A line for each check that was
not compared or differs, a total; exit status 1 if any differs.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

STUCK = {"deadlock", "hang", "lost-wakeup"}
IGNORED = {"rule", "claim", "vacuous"}
ERROR = re.compile(r"^pan:\d+: (.*?)(?: \(at depth|$)", re.M)
ASSERTED = re.compile(r"assertion violated\s*!\(?(\w+)\)?")
INCOMPLETE = ("Search not completed", "max search depth too small",
              "out of memory", "reached -DMEMLIM bound")


SKIPPED = 77


class Refused(Exception):
    """picket cannot export this."""


class Limit(Exception):
    """pan has not seen everything."""


def of_picket(check):
    """The classes of picket's findings; None: it has not seen everything."""
    if check["verdict"] == "inconclusive":
        return None
    found = set()
    for finding in check["findings"]:
        code = finding["code"]
        if code in STUCK:
            found.add("stuck")
        elif code == "unsignaled-fence":
            found.add("unsignaled")
        elif code == "misuse":
            found.add(finding["arguments"][0])
        elif code not in IGNORED:
            found.add(code)
    return found


def named(error):
    """The class of one line of pan."""
    if "invalid end state" in error:
        return "stuck"
    if "acceptance cycle" in error:
        return "livelock"
    asserted = ASSERTED.search(error)
    if not asserted:
        raise Limit(error)
    name = asserted[1].replace("_", "-")
    if name == "too-deep":
        raise Refused("a function inside of itself")
    return {"unsignaled-fence": "unsignaled"}.get(name, name)


def run(command, folder, limit):
    try:
        return subprocess.run(command, cwd=folder, capture_output=True,
                              text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as late:
        raise Limit(f"no end after {limit} s") from late


def mend(pan):
    """SPIN 6.5 takes a process that is not provided for one that could move:
    with -f a cycle in which it does not would be unfair."""
    text = pan.read_text()
    left_out = "if (!provided(II, ot, tt, t))\n\t\t{\t"
    undo = "#ifndef NOFAIR\n\t\t/* Fairness: undo Rule 2 */"
    if text.count(undo) == 1:
        text = text.replace(left_out + "CONTINUE0;",
                            left_out + "goto not_provided;")
        text = text.replace(undo, "not_provided: ;\n" + undo)
    pan.write_text(text)


def searched(folder, defines, flags, options, limit):
    """Classes that one pan finds."""
    made = run(["spin", "-a", *defines, "model.pml"], folder, limit)
    if made.returncode or "Error" in made.stdout + made.stderr:
        raise RuntimeError(made.stdout + made.stderr)
    mend(folder / "pan.c")
    made = run(["cc", "-w", "-O0", "-DVECTORSZ=8192", "-DMEMLIM=2000", *flags,
                "-o", "pan", "pan.c"], folder, limit)
    if made.returncode:
        raise RuntimeError(made.stderr)
    done = run(["./pan", "-w20", "-m1000000", *options], folder, limit)
    if any(word in done.stdout for word in INCOMPLETE[1:]):
        raise Limit("depth or memory")
    return {named(error) for error in ERROR.findall(done.stdout)}


def of_spin(picket, check, folder, limit):
    """The classes that pan finds; whether CPUs are shared in the model."""
    name = f"{check['file']}#{check['name']}"
    made = run([picket, "export", "promela", name], None, limit)
    if made.returncode:
        raise Refused("; ".join(sorted(
            {line.split("error: ", 1)[1] for line in made.stderr.splitlines()
             if "error: " in line} or {made.stderr.strip()})))
    text = made.stdout
    (folder / "model.pml").write_text(text)
    # What a process is provided with and partial orders do not go together.
    shared = " provided (" in text
    whole = ["-DNOREDUCE"] if shared else []
    found = searched(folder, [], ["-DSAFETY", *whole], ["-c0"], limit)
    if "#define LOOPS" in text:
        found |= searched(folder, ["-DLIVELOCK"],
                          ["-DNOSTUTTER", "-DNFAIR=8", "-DNOREDUCE"],
                          ["-a", "-f", "-A"], limit)
    return found, shared


def agree(ours, theirs, shared):
    """A fence left behind in a schedule that is stuck is a finding of picket's
    unless somebody blocked could still signal it, which pan does not know. Nor
    does it know that a CPU is given to all who want it: it may keep off a
    thread for ever by a timer that comes again and again."""
    if shared and "livelock" not in ours:
        theirs = theirs - {"livelock"}
    if "stuck" in ours and "unsignaled" not in theirs:
        ours = ours - {"unsignaled"}
    return ours == theirs


def words(found):
    return ", ".join(sorted(found)) or "none"


def compared(picket, check, keep, limit):
    """(outcome, why)"""
    ours = of_picket(check)
    if ours is None:
        return "inconclusive", "picket has hit a limit"
    # A compiler that was too slow may still write there.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = pathlib.Path(scratch)
        if keep:
            folder = keep / check["name"].replace("/", "+")
            folder.mkdir(parents=True, exist_ok=True)
        try:
            theirs, shared = of_spin(picket, check, folder, limit)
        except Refused as refused:
            return "refused", str(refused)
        except Limit as hit:
            return "limit", str(hit)
        except RuntimeError as broken:
            return "broken", str(broken)[:600]
    if agree(ours, theirs, shared):
        return "agree", words(ours)
    return "differ", f"picket {words(ours)}; SPIN {words(theirs)}"


def checks(picket, paths):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        done = subprocess.run(
            [picket, "check", "-q", "--report", f"json={report}",
             "--witness-dir", folder, *paths],
            capture_output=True, text=True, check=False)
        if done.returncode in (2, 3):
            sys.exit(done.stdout + done.stderr)
        return json.loads(report.read_text())["checks"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("picket")
    parser.add_argument("paths", nargs="*", default=["scenarios"])
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, default=60, metavar="SECONDS",
                        help="per command")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER",
                        help="where models and pans are left")
    parser.add_argument("--only", default="", help="a part of the name")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_intermixed_args()
    if not shutil.which("spin"):
        print("skipped: there is no spin")
        return SKIPPED
    total = collections.Counter()
    refusals = collections.Counter()
    every = [c for c in checks(options.picket, options.paths)
             if options.only in c["name"]]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda check: compared(
            options.picket, check, options.keep, options.limit), every)
        for check, (outcome, why) in zip(every, outcomes):
            total[outcome] += 1
            if outcome == "refused":
                refusals.update(why.split("; "))
            if options.verbose or outcome not in ("agree", "refused"):
                print(f"{outcome:<7} {check['name']}: {why}", flush=True)
    for why, times in refusals.most_common(15):
        print(f"refused {times:>5}  {why}")
    print(f"{len(every)} checks: " + ", ".join(
        f"{times} {outcome}" for outcome, times in total.most_common()))
    return 1 if total["differ"] or total["broken"] or not every else 0


if __name__ == "__main__":
    sys.exit(main())
