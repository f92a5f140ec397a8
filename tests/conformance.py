#!/usr/bin/env python3
"""Which rule of the kernel is shown by which test, and does it hold?

usage: conformance.py PICKET [--check]

tests/conformance.tsv lists what the kernel does, rule by rule, with the unit
tests (GROUP.NAME) and scenarios (@NAME, `*` for several) that show it. Runs the
unit tests beside PICKET and checks the scenarios, and writes the table to
docs/conformance.md. With --check nothing is written: the status says whether
every rule holds, every name exists, and the page is up to date.
"""

import fnmatch
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "conformance.tsv"
PAGE = ROOT / "docs" / "conformance.md"
FAILED = re.compile(r"Failure in TEST\((\w+), (\w+)\)")

HEAD = """# Conformance

What the kernel does, rule by rule, and the test or scenario that shows that picket
does the same. `python3 tests/conformance.py build/picket` makes this page from
`tests/conformance.tsv` and runs everything it names. A rule that nothing shows says
why.

"""


class Row:
    def __init__(self, number, title, evidence):
        self.number = number
        self.title = title
        self.why = evidence[5:] if evidence.startswith("not: ") else ""
        self.names = [] if self.why else evidence.split()


def rows_of(text):
    """Rows, and the titles of parts as plain strings between them."""
    rows = []
    for line in text.splitlines():
        if line.startswith("## "):
            rows.append(line[3:])
        elif line and not line.startswith("#"):
            rows.append(Row(*line.split("\t")))
    return rows


def unit_results(runner):
    """{group.name: does it pass}; no test fails more than by its own fault."""
    names = subprocess.run([runner, "-ln"], capture_output=True, text=True,
                           check=True).stdout.split()
    output = subprocess.run([runner], capture_output=True, text=True).stdout
    failed = {".".join(pair) for pair in FAILED.findall(output)}
    return {name: name not in failed for name in names}


def scenario_results(picket):
    """{check: is it as expected}."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run([picket, "check", "-q", "--witness-dir", folder,
                        "--report", f"json={report}", ROOT / "scenarios"],
                       capture_output=True)
        checks = json.loads(report.read_text(encoding="utf-8"))["checks"]
    return {check["name"]: check["as_expected"] for check in checks}


class Judge:
    def __init__(self, picket):
        picket = Path(picket).resolve()
        self.units = unit_results(picket.parent / "tests" / "picket_tests")
        self.scenarios = scenario_results(picket)
        self.unknown = []

    def of(self, row):
        """Does everything hold that the row names?"""
        results = [hold for name in row.names for hold in self.named(name)]
        return bool(results) and all(results)

    def named(self, name):
        known = self.scenarios if name.startswith("@") else self.units
        found = fnmatch.filter(known, name.removeprefix("@"))
        if not found:
            self.unknown.append(name)
        return [known[one] for one in found]


def shown(row):
    names = [f"`{name.removeprefix('@')}`" for name in row.names]
    return ", ".join(names) if names else f"not shown: {row.why}"


def page_of(rows, holds):
    single = [row for row in rows if isinstance(row, Row)]
    covered = [row for row in single if row.names]
    good = sum(holds[row] for row in covered)
    lines = [f"{len(single)} rules: {good} shown and holding, "
             f"{len(covered) - good} shown and broken, "
             f"{len(single) - len(covered)} not shown.", ""]
    for row in rows:
        if not isinstance(row, Row):
            lines += ["", f"## {row}", "",
                      "| rule | what it says | shown by | result |",
                      "|---|---|---|---|"]
            continue
        result = "-" if row.why else "holds" if holds[row] else "broken"
        lines.append(f"| {row.number} | {row.title} | {shown(row)} | {result} |")
    return HEAD + "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    rows = rows_of(TABLE.read_text(encoding="utf-8"))
    judge = Judge(arguments[0])
    holds = {row: judge.of(row) for row in rows if isinstance(row, Row)}
    page = page_of(rows, holds)
    for name in judge.unknown:
        print(f"{TABLE.name}: nothing is called {name}")
    broken = [row for row, good in holds.items() if row.names and not good]
    for row in broken:
        print(f"{row.number} {row.title}: broken")
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page
    if "--check" in sys.argv:
        if stale:
            print(f"{PAGE.name} is not what {TABLE.name} says")
    else:
        PAGE.write_text(page, encoding="utf-8")
    print(page.split("\n\n")[2])
    sys.exit(bool(broken or judge.unknown or
                  (stale and "--check" in sys.argv)))


if __name__ == "__main__":
    main()
