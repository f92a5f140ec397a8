#!/usr/bin/env python3
"""The annotation policies against the kernel: every row of table.txt is a
scenario whose reports are those that Linux was seen to make.

usage: verdicts_test.py PICKET [--keep FOLDER] [GROUP ..]
"""

import argparse
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import programs

HERE = pathlib.Path(__file__).resolve().parent


def groups(text):
    """[(title, settings, [row cells])]"""
    found = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("== "):
            found.append((line[3:], {}, []))
            continue
        title, settings, table = found[-1]
        if " | " not in line:
            key, _, value = line.partition(": ")
            settings[key] = value
            continue
        table.append([cell.strip() for cell in line.split("|")])
    return found


def unmodelled():
    """Operations and types that are refused; what has them is left out."""
    model = HERE.parents[1] / "spec/model"
    text = "".join(p.read_text(encoding="utf-8")
                   for p in model.glob("operations_*.def"))
    types = (model / "object_types.def").read_text(encoding="utf-8")
    return set(re.findall(r'OP\(\w+, "(\w+)", \w+, 0,', text)
               + re.findall(r'TYPE\(\w+, "(\w+)", 0,', types))


def orders_of(program, count):
    if not count:
        return [("", program)]
    events = [e.strip() for e in program.split(" ; ")]
    assert len(events) == count, program
    return [("-" + "".join(str(i + 1) for i in order),
             " ; ".join(events[i] for i in order))
            for order in itertools.permutations(range(count))]


def scenarios(title, settings, table):
    """(name, yaml) of every scenario of a group."""
    flavours = [f.split(":") for f in settings.get("flavours", ":").split()]
    runs = settings.get("run", "hard").split()
    config = settings["config"].split("; ") if "config" in settings else ()
    objects = [o for o in settings.get("objects", "").split("; ") if o]
    for row, (flavour, sign), run in itertools.product(table, flavours, runs):
        name, program, own = (row + [""])[:3]
        findings = [f for f in row[3].split("; ")] if len(row) > 3 else []
        verdict = own or sign
        for order, text in orders_of(program, int(settings.get("orders", 0))):
            full = "-".join(filter(None, [
                title, name, flavour, run if len(runs) > 1 else ""])) + order
            full = re.sub(r"[^a-z0-9]+", "-", full.lower())
            functions = settings.get("functions", "")
            made = programs.Program(text, flavour or None, run == "soft",
                                    config, objects, functions)
            yield full, made.yaml(full, verdict[0], verdict[-1], findings)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("picket")
    parser.add_argument("--keep")
    parser.add_argument("groups", nargs="*")
    given = parser.parse_args()
    wanted = []
    for group in groups((HERE / "table.txt").read_text(encoding="utf-8")):
        if not given.groups or group[0] in given.groups:
            wanted += scenarios(*group)
    missing = unmodelled()
    rows = len(wanted)
    wanted = [(name, text) for name, text in wanted
              if not missing & set(re.findall(r"\w+", text))]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(given.keep or scratch)
        folder.mkdir(exist_ok=True)
        file = folder / "verdicts.yaml"
        file.write_text("---\n".join(text for _, text in wanted),
                        encoding="utf-8")
        done = subprocess.run(
            [given.picket, "check", str(file), "--report", "json",
             "--witness-dir", str(folder / "witnesses")],
            capture_output=True, text=True, check=False)
        try:
            report = json.loads(done.stdout)
        except json.JSONDecodeError:
            sys.exit(done.stdout[:3000] + done.stderr[:3000])
    wrong = 0
    for check in report["checks"]:
        if check["as_expected"]:
            continue
        wrong += 1
        said = {k: v["verdict"] for k, v in check["policies"].items()} \
            if "policies" in check else {}
        print(check["name"], said, check["findings"] and
              [f["code"] for f in check["findings"]], check.get("missing"))
    print(f"{len(report['checks'])} rows, {wrong} unlike the kernel, "
          f"{rows - len(wanted)} left out: not modelled yet")
    sys.exit(bool(wrong) or len(report["checks"]) != len(wanted))


if __name__ == "__main__":
    main()
