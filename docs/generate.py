#!/usr/bin/env python3
"""Fills the tables of the documentation from the tables of the program.

usage: generate.py [--check]

Between `<!-- table: NAME -->` and `<!-- end of table -->` in docs/*.md stands
what the .def files say: operations, types, findings, misuses, mistakes. With
`--check` nothing is written; the status says whether everything is up to date.
"""

import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

GROUPS = {
    "mutex": "Mutexes", "spin": "Spinlocks", "rwlock": "Reader/writer locks",
    "rwsem": "Reader/writer semaphores", "semaphore": "Semaphores",
    "ww": "Wound/wait mutexes and the lock of a reservation",
    "fence": "Fences", "sections": "Signalling sections",
    "containers": "Containers of fences", "resv": "Fences of a reservation",
    "wait_queue": "Sleeping and waking", "completion": "Completions",
    "work": "Deferred work", "rcu": "RCU", "memory": "Memory",
    "context": "Atomic context", "annotation": "Annotations",
    "data": "Data and the life of objects", "control": "Control flow",
}


def skip_comments(text):
    return re.sub(r"(?m)^\s*//.*$", "", text)


def with_parts(path):
    """The text of a .def file, with those it includes in their places."""
    text = skip_comments((ROOT / path).read_text(encoding="utf-8"))
    return re.sub(r'(?m)^#include "(.*)"$',
                  lambda include: with_parts(include.group(1)), text)


def rows(path, macro):
    """The arguments of every MACRO(...) of a .def file, strings unquoted."""
    text = with_parts(path)
    token = re.compile(
        r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<word>[\w]+)'
        r"|(?P<mark>[(),]))")
    found, at = [], 0
    while True:
        start = re.compile(rf"\b{macro}\(").search(text, at)
        if not start:
            return found
        at, cells, open_cell = start.end(), [], None
        while True:
            m = token.match(text, at)
            at = m.end()
            if m.group("string"):
                piece = m.group("string")[1:-1]
                piece = piece.replace('\\"', '"').replace("\\\\", "\\")
                open_cell = (open_cell or "") + piece
            elif m.group("word"):
                open_cell = m.group("word")
            else:
                cells.append(open_cell or "")
                open_cell = None
                if m.group("mark") == ")":
                    break
        found.append(cells)


def cell(text):
    return text.replace("|", "\\|")


def parameters(text):
    """`lock` (mutex), `subclass` (int, optional)"""
    out = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, kind = part.split(":")
        extra = ""
        if name.endswith("?"):
            name, extra = name[:-1], ", optional"
        if name.endswith("!"):
            name, extra = name[:-1], ", required"
        out.append(f"`{name}` ({kind}{extra})")
    return ", ".join(out) or "–"


def table(heads, lines):
    out = ["| " + " | ".join(heads) + " |",
           "|" + "---|" * len(heads)]
    out += ["| " + " | ".join(cell(c) for c in line) + " |" for line in lines]
    return out


def operations():
    all_rows = rows("spec/model/operations.def", "OP")
    groups = {}
    for row in all_rows:
        if row[2] == "implicit":
            continue
        groups.setdefault(row[2], []).append(row)
    out = []
    for group, members in groups.items():
        out += [f"### {GROUPS[group]}", ""]
        out += table(
            ["operation", "arguments", "result", "blocks", "what it does"],
            [[f"`{r[1]}`", parameters(r[5]), r[6] or "–",
              "yes" if r[4] == "1" else "", r[7]] for r in members])
        out.append("")
    return out[:-1]


def types():
    all_rows = rows("spec/model/object_types.def", "TYPE")
    lines = [[f"`{r[1]}`", parameters(r[3]), r[4]]
             for r in all_rows if r[2] == "1"]
    return table(["type", "attributes", "what it is"], lines)


def findings():
    written = {"threads": "the threads of the cycle", "none": "–",
               "thread": "the thread", "fence": "the fence",
               "misuse": "the kind", "rule": "the rule", "claim": "the claim",
               "name": "the rule, label or object"}
    return table(["code", "argument", "when", "why it is one"],
                 [[f"`{r[1]}`", written.get(r[2], r[2]), r[3], r[4]]
                  for r in rows("spec/model/finding_codes.def", "FINDING")])


def misuses():
    return table(["kind", "what it is"],
                 [[f"`{r[1]}`", r[2]]
                  for r in rows("spec/model/misuse_kinds.def", "MISUSE")])


def mistakes():
    return table(["code", "mistake", "what to know"],
                 [[f"`{r[1]}`", r[2], r[3]]
                  for r in rows("spec/yaml/diagnostic_codes.def", "MISTAKE")])


def contract():
    return table(["code", "number", "rule", "in words", "why"],
                 [[f"`{r[0]}`", r[1], f"`{r[2]}`", r[3], r[4]]
                  for r in rows("spec/model/fence_contract.def", "CONTRACT")])


def otherwise():
    return table(["number", "what it says", "who checks it"],
                 rows("spec/model/fence_contract.def", "OTHERWISE"))


TABLES = {"contract": contract, "otherwise": otherwise,
          "operations": operations, "types": types, "findings": findings,
          "misuses": misuses, "mistakes": mistakes}


def filled(page):
    out, inside = [], False
    for line in page.split("\n"):
        begin = re.match(r"<!-- table: (\w+) -->", line)
        if begin:
            out += [line, "", *TABLES[begin.group(1)](), ""]
            inside = True
        elif line == "<!-- end of table -->":
            inside = False
        if not inside:
            out.append(line)
    return "\n".join(out)


def main(arguments):
    check = "--check" in arguments
    old = []
    for path in sorted(DOCS.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        new = filled(page)
        if new == page:
            continue
        old.append(path.name)
        if not check:
            path.write_text(new, encoding="utf-8")
    if check and old:
        sys.exit("run docs/generate.py: out of date are " + ", ".join(old))
    print(f"tables: {len(TABLES)} kinds, "
          + ("all up to date" if not old else "rewritten: " + ", ".join(old)))


if __name__ == "__main__":
    main(sys.argv[1:])
