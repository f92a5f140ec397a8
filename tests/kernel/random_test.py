#!/usr/bin/env python3
"""Random programs: the policy `lockdep` reports what lockdep_model.py says.

usage: random_test.py PICKET [--seeds A..B]
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import lockdep_model
import programs

SPINNING = ["S", "S", "W", "R", "R", "RS", "LL"]
SLEEPING = ["M", "DW", "DR"]


def some(dice, depth, may_sleep, scopes=("irqoff", "bhoff")):
    """Locks, nested; bottom halves are not switched with interrupts off."""
    if depth == 0:
        return ""
    out = []
    for _ in range(dice.choice((1, 1, 2))):
        if scopes and dice.random() < 0.2:
            scope = dice.choice(scopes)
            left = () if scope == "irqoff" else scopes
            out.append(f"{scope}{{{some(dice, depth - 1, False, left)}}}")
            continue
        kinds = SPINNING + (SLEEPING if may_sleep else [])
        kind = dice.choice(kinds)
        name = dice.choice("AB") + dice.choice(("", "", "1"))
        inside = some(dice, depth - 1, may_sleep and kind in SLEEPING,
                      scopes) if dice.random() < 0.7 else ""
        out.append(f"{kind}({name}){{{inside}}}")
    return " ".join(out)


def program(dice):
    events = []
    for _ in range(dice.choice((2, 3, 3, 4))):
        kind = dice.choice(("task", "task", "task", "hirq", "hirq1", "sirq"))
        if kind == "task":
            events.append(some(dice, 3, True))
        else:
            events.append(f"{kind}{{{some(dice, 2, False, ())}}}")
    return " ; ".join(events)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("picket")
    parser.add_argument("--seeds", default="1..400")
    given = parser.parse_args()
    first, last = map(int, given.seeds.split(".."))
    texts, made, expected = [], {}, set()
    for seed in range(first, last + 1):
        dice = random.Random(seed)
        text = program(dice)
        queued = dice.random() < 0.5
        reports = lockdep_model.reports(text, queued)
        config = () if queued else ("queued_rwlocks: false",)
        name = f"random-{seed}"
        made[name] = text
        if reports:
            expected.add(name)
        sign = "+" if reports else "-"
        texts.append(programs.Program(text, config=config)
                     .yaml(name, sign, sign))
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "random.yaml"
        file.write_text("---\n".join(texts), encoding="utf-8")
        done = subprocess.run(
            [given.picket, "check", str(file), "--report", "json",
             "--witness-dir", str(pathlib.Path(scratch) / "witnesses")],
            capture_output=True, text=True, check=False)
    try:
        checks = json.loads(done.stdout)["checks"]
    except json.JSONDecodeError:
        sys.exit(done.stdout[:2000] + done.stderr[:2000])
    wrong = reported = 0
    for check in checks:
        verdict = check["policies"]["lockdep"]["verdict"]
        reported += verdict != "none"
        if check["name"] in expected and verdict == "none" or \
                check["name"] not in expected and verdict != "none":
            wrong += 1
            print(check["name"], verdict,
                  [f["code"] for f in check["findings"]], made[check["name"]])
    print(f"{len(checks)} programs, {reported} reported, "
          f"{wrong} unlike the model")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
