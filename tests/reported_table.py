#!/usr/bin/env python3
"""The column `picket` of the tables in scenarios/reported/README.md:
reported_table.py [--update]

Beside what maintainers said of a report stands what picket finds in the base of
its scenario (its `expect`, which `picket check` holds it to) and what becomes of
lockdep's report, with and without the fence map (`reports`). `=` begins where the
two agree: a real bug is found, a false positive passes and no report of it is
real. --update rewrites the column and the count above the tables.
"""
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "scenarios/reported"
ROW = re.compile(r"^\| \[([\w-]+)\]\(([\w-]+\.yaml)\) \|")
CODES = ("deadlock|hang|lost-wakeup|unsignaled-fence|livelock|misuse|assertion|"
         "rule|claim")
COUNT = re.compile(r"^Of \d+ reports, .*?\n\n", re.M | re.S)


def base_of(text):
    """A file's first check, without its variants."""
    return re.split(r"^variants:", text.split("\n---\n")[0], flags=re.M)[0]


def found_in(base):
    """The findings that the base expects, each code once."""
    block = re.search(r"^expect:(.*(?:\n[ -].*)*)", base, re.M)
    text = re.sub(r"#.*", "", block.group(1)) if block else "pass"
    if "pass" in text:
        return []
    found = set()
    for code, rest in re.findall(rf"(?:^|[-\[{{, ])({CODES})\b(:? *[\w-]*)",
                                 text, re.M):
        kind = re.match(r": *([\w-]+)", rest)
        found.add(f"{code}: {kind.group(1)}" if code == "misuse" and kind
                  else code)
    return sorted(found)


def reports_in(base):
    block = re.search(r"^reports:\s*\{(.*?)\}", base, re.M | re.S)
    return dict(re.findall(r"([\w-]+):\s*\[?\s*([\w-]+)",
                           block.group(1) if block else ""))


def verdict_of(said):
    """What maintainers said, as one of three."""
    first = said.lower()
    if first.startswith(("false positive", "caused by an early")):
        return "false positive"
    return "real" if first.startswith(("real", "a regression")) else "open"


def judged(said, base):
    """(the cell, does it agree?), None where nothing was said."""
    found = found_in(base)
    words = ", ".join(found) if found else "pass"
    reports = reports_in(base)
    for policy in ("lockdep", "dma-fence-map"):
        if reports.get(policy, "none") != "none":
            words += f"; {policy}: {reports[policy]}"
            break
    verdict = verdict_of(said)
    if verdict == "open":
        return words, None
    agrees = bool(found) == (verdict == "real") and (
        verdict == "real" or "real" not in reports.values())
    return ("= " if agrees else "") + words, agrees


def rewritten(text):
    counts, lines = {}, []
    for line in COUNT.sub("", text, count=1).split("\n"):
        row = ROW.match(line)
        cells = re.split(r"(?<!\\)\|", line)
        if line.startswith("| file |"):
            cells = [c for c in cells if c.strip() != "picket"]
            cells.insert(5, " picket ")
        elif line.startswith("|---") and len(cells) >= 7:
            cells = ["", *["---"] * 6, ""]
        elif row:
            said = cells[4].strip()
            base = base_of((FOLDER / row.group(2)).read_text())
            cell, agrees = judged(said, base)
            cells = [*cells[:5], f" {cell} ", cells[-2], cells[-1]]
            key = verdict_of(said)
            good, all_of = counts.get(key, (0, 0))
            counts[key] = (good + (agrees is True), all_of + 1)
        lines.append("|".join(cells) if len(cells) > 1 else line)
    total = sum(n for _, n in counts.values())
    real, fake = counts["real"], counts["false positive"]
    said = (f"Of {total} reports, maintainers called {real[1]} real, of which "
            f"picket finds {real[0]},\nand {fake[1]} false positives, of which "
            f"it passes {fake[0]}. The column `picket` says what it\nfinds in "
            "the base, and what becomes of the report; `=` where that agrees "
            "with them.\n\n")
    text = "\n".join(lines)
    at = text.index("\n## ") + 1
    return text[:at] + said + text[at:]


def main(update):
    readme = FOLDER / "README.md"
    old = readme.read_text(encoding="utf-8")
    new = rewritten(old)
    if update:
        readme.write_text(new, encoding="utf-8")
    elif new != old:
        sys.exit("scenarios/reported/README.md: run tests/reported_table.py "
                 "--update and read the diff")


if __name__ == "__main__":
    main("--update" in sys.argv[1:])
