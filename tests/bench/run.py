#!/usr/bin/env python3
"""The benchmark: picket on every row of rows.json, beside SPIN and LTSmin.

Prints tables of counts (against those of a brute-force enumeration and of
LTSmin), of rates, and of times and memory from the start of a process to its
verdict. Needs a Release build of picket; spin and gcc unless --no-spin.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

import measure
import spin_runs
import table
from picket_runs import HERE, Picket

# Rows that take about a second at most: by what is known of them beforehand.
QUICK_CLASSES = 45_000
QUICK_STATES = 200_000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("picket", nargs="?", default="build/picket", help="the binary (default: build/picket)")
    parser.add_argument("--rows", metavar="REGEX", default="", help="only rows whose name matches")
    parser.add_argument("--quick", action="store_true", help="only rows of about a second")
    parser.add_argument("--no-spin", action="store_true", help="without SPIN")
    parser.add_argument("--no-rules", action="store_true", help="without the part on rules and Z3")
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--limit", type=float, default=60, metavar="SECONDS", help="per run (default: 60)")
    parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N",
                        help="threads whose speed-up is measured on rows of more than a second (default: 2)")
    return parser.parse_args()


def name(row):
    return " ".join([row["program"], *(f"{k}={v}" for k, v in row["parameters"].items())])


def quick(row):
    classes = (row["classes_ok"] or 0) + (row["classes_deadlocked"] or 0)
    return row["states"] is not None and row["states"] <= QUICK_STATES and classes <= QUICK_CLASSES


def expected_classes(row):
    """In picket two additions whose result nobody looks at commute."""
    if row["classes_ok"] is None:
        return None
    return (row.get("classes_ok_additions_commute", row["classes_ok"]), row["classes_deadlocked"])


# --- measuring one row -------------------------------------------------------

def measure_row(row, picket, options):
    out = {"name": name(row), "row": row}
    known = row["states"] is not None
    out["reduced"] = picket.check(row, "--search", "states")
    out["full"] = picket.check(row, "--search", "states", "--no-reduction") if known else None
    out["schedules"] = picket.check(row, "--search", "schedules")
    for kind in ("full", "schedules"):
        check = out[kind]
        if options.jobs > 1 and check and check.complete and check.run.seconds > 1:
            search = ["schedules"] if kind == "schedules" else ["states", "--no-reduction"]
            more = picket.check(row, "--search", *search, "-j", str(options.jobs))
            out[f"{kind}_jobs"] = check.run.seconds / more.run.seconds
    if not options.no_spin:
        out["spin"] = spin_runs.search(row, picket.folder / "spin", options.limit, reduce=True)
        if known:
            out["spin_full"] = spin_runs.search(row, picket.folder / "spin", options.limit, reduce=False)
    return out


# --- tables ------------------------------------------------------------------

def against(check, found, expected):
    """The count found, and = or ≠ what is expected of it."""
    if check is None:
        return "-"
    if check.failed and not check.counts:
        return "failed"
    shown = "+".join(table.count(n) for n in found) if isinstance(found, tuple) else table.count(found)
    if not check.complete:
        return f"> {shown}"
    if expected is None:
        return shown
    return f"{shown} {'=' if found == expected else '≠'}"


def at_most(check, bound):
    if check.failed and not check.counts:
        return "failed"
    states = check.counts["states"]
    mark = "" if bound is None else " ≤" if states <= bound else " >!"
    return ("" if check.complete else "> ") + table.count(states) + mark


def counts_table(results):
    columns = ["row", "classes", "table", "blocked", "states", "table", "reduced", "LTSmin POR", "SPIN", "SPIN POR"]
    rows = []
    for r in results:
        row, full, schedules = r["row"], r["full"], r["schedules"]
        classes = expected_classes(row)
        spin, spin_full = r.get("spin"), r.get("spin_full")
        rows.append([
            r["name"],
            against(schedules, schedules.counts and schedules.classes, classes),
            "-" if classes is None else "+".join(table.count(n) for n in classes),
            table.count(schedules.counts.get("sleep_blocked")),
            against(full, full and full.counts.get("states"), row["states"]),
            table.count(row["states"]),
            at_most(r["reduced"], row["ltsmin_states"]),
            table.count(row["ltsmin_states"]),
            table.count(spin_full.states if spin_full else None),
            table.count(spin.states if spin else None),
        ])
    return "Counts", columns, rows


def spent(check):
    if check is None or (check.failed and not check.counts):
        return "-"
    return ("" if check.complete else "> ") + table.seconds(check.run.seconds)


def times_table(results):
    columns = ["row", "states", "memory", "all states", "memory", "schedules", "memory", "pan", "memory",
               "pan made", "pan no POR"]
    rows = []
    for r in results:
        spin, spin_full = r.get("spin"), r.get("spin_full")
        cells = [r["name"]]
        for kind in ("reduced", "full", "schedules"):
            check = r[kind]
            cells += [spent(check), table.megabytes(check.run.kilobytes / 1024 if check else None)]
        cells += [table.seconds(spin.seconds), table.megabytes(spin.megabytes),
                  table.seconds(spin.seconds + spin.made_in)] if spin else ["-"] * 3
        cells += [table.seconds(spin_full.seconds) if spin_full else "-"]
        rows.append(cells)
    return "Time from start to verdict, peak memory", columns, rows


def rates_table(results):
    columns = ["row", "schedules/s", "steps/s", "states/s", "bytes/state", "-j schedules", "-j states"]
    rows = []
    for r in results:
        schedules, full = r["schedules"], r["full"]
        speed_up = [f"{r[k]:.2f} x" if k in r else "-" for k in ("schedules_jobs", "full_jobs")]
        big = full is not None and full.counts and full.counts["states"] >= 1000
        rows.append([
            r["name"],
            table.rate(schedules.rate("schedules")) if schedules.counts else "-",
            table.rate(schedules.rate("transitions")) if schedules.counts else "-",
            table.rate(full.rate("states")) if big else "-",
            f"{full.bytes / full.counts['states']:.0f}" if big else "-",
            *speed_up,
        ])
    return "Rates of the searches alone", columns, rows


def rules_table(picket):
    columns = ["scenario", "solver", "schedules", "questions", "native", "schedules/s"]
    rows = []
    plain = {"program": "mutex", "scenario": "scenarios/mutex.yaml", "parameters": {"N": 5, "K": 2}}
    ruled = [
        {"program": "mutex_rule", "scenario": "scenarios/mutex_rule.yaml", "parameters": {"N": 5, "K": 2}},
        {"program": "closing_rule", "scenario": "scenarios/closing_rule.yaml", "parameters": {"N": 6}},
    ]
    cases = [(plain, "none")] + [(row, solver) for row in ruled for solver in ("native", "z3", "both", "auto")]
    for row, solver in cases:
        options = [] if solver == "none" else ["--solver", solver]
        most = ["--max-schedules", "20000"] if solver in ("z3", "both") else []
        check = picket.check(row, "--search", "schedules", *options, *most)
        if not check.counts:
            rows.append([name(row), solver, "failed", "", "", check.failed[-60:]])
            continue
        counts = check.counts
        rows.append([
            name(row), solver, table.count(counts["schedules"]), table.count(counts["solver_questions"]),
            table.count(counts["solver_native"]), table.rate(check.rate("schedules")),
        ])
    return "One order rule", columns, rows


# --- all of it ---------------------------------------------------------------

def complaints(results):
    """What misses a target, one line each."""
    for r in results:
        row = r["row"]
        classes = expected_classes(row)
        schedules, full, reduced = r["schedules"], r["full"], r["reduced"]
        for kind in ("schedules", "full", "reduced"):
            if r[kind] is not None and r[kind].failed:
                yield f"{r['name']}: {kind}: {r[kind].failed}"
        if schedules.counts and schedules.complete:
            if classes and schedules.classes != classes:
                yield f"{r['name']}: classes {schedules.classes}, not {classes}"
            if schedules.counts["sleep_blocked"] or schedules.counts["duplicates"]:
                yield f"{r['name']}: abandoned or repeated schedules"
        if full and full.counts and full.complete and full.counts["states"] != row["states"]:
            yield f"{r['name']}: states {full.counts['states']}, not {row['states']}"
        if reduced.counts and row["ltsmin_states"] and reduced.counts["states"] > row["ltsmin_states"]:
            yield f"{r['name']}: {reduced.counts['states']} reduced states, LTSmin {row['ltsmin_states']}"
        if "spin" in r and reduced.run.seconds > r["spin"].seconds:
            yield f"{r['name']}: verdict after {reduced.run.seconds:.3f} s, pan {r['spin'].seconds:.3f} s"


def plain(value):
    """For --json: everything that was measured."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, measure.Run):
        return {"seconds": value.seconds, "processor": value.processor, "kilobytes": value.kilobytes, "status": value.status}
    if hasattr(value, "__dataclass_fields__"):
        return {k: plain(getattr(value, k)) for k in value.__dataclass_fields__}
    return value


def main():
    options = arguments()
    if not Path(options.picket).exists():
        sys.exit(f"run.py: no picket at {options.picket}: give the path of a Release build")
    rows = [row for row in json.loads((HERE / "rows.json").read_text())
            if re.search(options.rows, name(row)) and (quick(row) or not options.quick)]
    results = []
    with tempfile.TemporaryDirectory(prefix="picket-bench-") as folder:
        picket = Picket(options.picket, folder, options.limit)
        for row in rows:
            print(f"\r{name(row):40}", end="", file=sys.stderr, flush=True)
            results.append(measure_row(row, picket, options))
        tables = [counts_table(results), times_table(results), rates_table(results)]
        if not options.no_rules:
            tables.append(rules_table(picket))
    print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    missed = list(complaints(results))
    if options.json:
        print(json.dumps({"rows": plain(results), "missed": missed}, indent=2))
        return
    for each in tables:
        print((table.markdown if options.markdown else table.text)(*each))
    for line in missed or ["every target met"]:
        print(line)


if __name__ == "__main__":
    main()
