#!/usr/bin/env python3
"""Everything the documentation shows is what the program prints.

usage: docs_test.py PICKET [--update] [PAGE ...]

In ```console blocks of README.md and docs/*.md every line `$ COMMAND` whose
command is one of COMMANDS is run, and its output (both streams) must be what
stands below it up to the next `$`. A line `...` stands for any lines. Other
commands are for the reader and are not run. A ```yaml block that begins with
`scenario:` is a whole scenario: `picket check` must find it as expected.

Commands run in a folder that looks like the root of the repository and is
thrown away afterwards, one for each page: what one command writes the next
one may read. `--update` rewrites the outputs instead of comparing them;
blocks with `...` that still match stay as they are.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {"picket", "cat", "echo", "printf", "diff", "python3"}
FENCE = re.compile(r"^( *)```(\w*)\s*$")


class Block:
    def __init__(self, kind, first, lines, indent):
        self.kind = kind
        self.first = first  # index of its first line within the page
        self.lines = lines
        self.indent = indent


def blocks_of(page):
    blocks, current = [], None
    for number, line in enumerate(page):
        fence = FENCE.match(line)
        if current is None:
            if fence and fence.group(2):
                indent = len(fence.group(1))
                current = Block(fence.group(2), number + 1, [], indent)
        elif fence and not fence.group(2):
            blocks.append(current)
            current = None
        else:
            current.lines.append(line[current.indent:])
    return blocks


def exchanges_of(lines):
    """[(command, lines below it)]; a command goes on after a backslash."""
    exchanges = []
    for line in lines:
        if line.startswith("$ "):
            exchanges.append([line[2:], []])
        elif exchanges and not exchanges[-1][1] and (
                exchanges[-1][0].endswith("\\")):
            exchanges[-1][0] += "\n" + line
        elif exchanges:
            exchanges[-1][1].append(line)
    return exchanges


def matches(expected, actual):
    """`...` stands for any number of lines."""
    if not expected:
        return not actual
    if expected[0].strip() == "...":
        return any(matches(expected[1:], actual[k:])
                   for k in range(len(actual) + 1))
    return bool(actual) and expected[0].rstrip() == actual[0].rstrip() and (
        matches(expected[1:], actual[1:]))


class Shell:
    """Runs commands in a copy of the root made of links."""

    def __init__(self, picket, folder):
        self.folder = Path(folder)
        for entry in ROOT.iterdir():
            if not entry.name.startswith(".") and entry.name != "build":
                (self.folder / entry.name).symlink_to(entry)
        tools = self.folder / ".bin"
        tools.mkdir()
        (tools / "picket").symlink_to(picket)
        self.env = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
                    "PATH": f"{tools}:{os.environ['PATH']}"}
        self.status = 0

    def run(self, command):
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status})\n{command}"],
            cwd=self.folder, env=self.env, text=True, timeout=300,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.status = done.returncode
        return done.stdout.splitlines()


def is_run(command):
    return command.split(maxsplit=1)[0] in COMMANDS


def without_blank_end(lines):
    lines = list(lines)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def check_console(name, block, shell):
    """(complaints, the block as it should be)"""
    wrong, right = [], []
    exchanges = exchanges_of(block.lines)
    for at, (command, below) in enumerate(exchanges):
        shown = without_blank_end(below)
        right += ("$ " + command).split("\n")
        more = at + 1 < len(exchanges)
        if not is_run(command):
            right += shown + ([""] if shown and more else [])
            continue
        actual = without_blank_end(shell.run(command))
        fine = matches(shown, actual)
        kept = shown if fine else actual
        right += kept + ([""] if kept and more else [])
        if fine:
            continue
        difference = "\n".join(difflib.unified_diff(
            shown, actual, "shown", "printed", lineterm=""))
        wrong.append(f"{name}:{block.first}: $ {command}\n{difference}")
    return wrong, right


def check_scenario(name, block, shell):
    path = shell.folder / "shown.yaml"
    path.write_text("\n".join(block.lines) + "\n", encoding="utf-8")
    printed = shell.run("picket check -q shown.yaml")
    return [] if shell.status == 0 else [
        f"{name}:{block.first}: the scenario is not as expected "
        f"(status {shell.status})\n" + "\n".join(printed)]


def check_page(path, picket, update):
    name = path.relative_to(ROOT)
    page = path.read_text(encoding="utf-8").split("\n")
    wrong, count, changes = [], 0, []
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(picket, folder)
        for block in blocks_of(page):
            if block.kind == "console":
                found, right = check_console(name, block, shell)
                wrong += found
                changes.append((block, right))
                count += sum(is_run(c) for c, _ in exchanges_of(block.lines))
            elif block.kind == "yaml" and block.lines and (
                    block.lines[0].startswith("scenario:")):
                wrong += check_scenario(name, block, shell)
                count += 1
    if update:
        for block, right in reversed(changes):
            indent = " " * block.indent
            page[block.first:block.first + len(block.lines)] = [
                (indent + line).rstrip() for line in right]
        path.write_text("\n".join(page), encoding="utf-8")
    return wrong, count


def main(arguments):
    update = "--update" in arguments
    arguments = [a for a in arguments if a != "--update"]
    if not arguments:
        sys.exit(__doc__)
    picket = Path(arguments[0]).resolve()
    pages = [Path(a).resolve() for a in arguments[1:]] or [
        ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    wrong, count = [], 0
    for page in pages:
        found, commands = check_page(page, picket, update)
        wrong += found
        count += commands
    for complaint in wrong if not update else []:
        print(complaint, file=sys.stderr)
    print(f"{count} commands and scenarios on {len(pages)} pages, "
          f"{len(wrong)} {'updated' if update else 'wrong'}")
    sys.exit(0 if update or not wrong else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
