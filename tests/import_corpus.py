#!/usr/bin/env python3
"""How many reports of a folder `picket import` reads: import_corpus.py FOLDER

By kind (the `# kind:` line of a file, if it has one): how many files there
are, how many become a scenario without edit, how many of those `picket check`
accepts, and how many find what they say they expect. If the folder has an
INDEX.md, a table whose rows begin with `| FILE | KIND | CYCLE |`: of how many
reports all classes of that cycle were recovered, of how many all its edges, and
how many have a cycle there. A cycle with classes that the log does not name is
none: nobody could recover it. -v names the others. PICKET in the environment is
the program.
"""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LEVELS = ["refused", "imported", "accepted", "as expected"]


def run(*words):
    return subprocess.run([os.environ.get("PICKET", "picket"), *words],
                          capture_output=True, text=True, timeout=120)


def kind_of(text):
    kind = re.search(r"^# kind: *(.*)$", text, re.M)
    return re.sub(r" x\d+$|\(.*|,.*", "", kind.group(1)).strip() if kind \
        else "unknown"


def cell_texts(line):
    return [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]


def ring_of(classes):
    """The edges of a ring, and its classes, which begin anywhere."""
    classes = [re.sub(r"\s+", " ", c).strip() for c in classes]
    # Parentheses that hold one name are written or not.
    classes = [re.sub(r"^\((?!w\w+_completion)([^()]*)\)", r"\1", c)
               for c in classes]
    edges = {(a, b) for a, b in zip(classes, classes[1:] + classes[:1])}
    return set(classes), edges


def dept_ring(cell):
    """`A: S f(x:0) / W g(y:0) / E h(x:0) ; B: ..` as the ring x, y, .."""
    edges = {}
    for context in re.split(r" ; (?=[A-Z]: S )", cell):
        got = re.search(r"S (.*?) / W (.*?)(?: / E (.*))?$", context)
        if not got:
            return None
        names = [re.sub(r"^(\(unknown\)|\(event requestor\)|\w+)\((.*):0\)$",
                        r"\2", part) for part in got.groups()[:2]]
        edges[names[0]] = names[1]
    return set(edges), set(edges.items())


def indexed(folder):
    """What the index says of each file: its classes and edges."""
    rings = {}
    index = pathlib.Path(folder) / "INDEX.md"
    for line in index.read_text().splitlines() if index.exists() else []:
        cells = cell_texts(line)
        if len(cells) < 3 or not cells[0].endswith(".txt"):
            continue
        name, kind = cells[:2]
        # Of several reports in a file, the one that has a ring.
        parts = re.split(r"\\\|\\\|", cells[2])
        cycle = next((p.strip() for p in parts if "(back)" in p),
                     parts[0].strip())
        if " -> (back)" in cycle:
            ring = cycle.split(" -> (back)")[0]
            rings[name] = ring_of(ring.split(" -> "))
        elif " acquired under " in cycle and "recursive" in kind:
            both = cycle.split(" acquired under ")
            rings[name] = ring_of(both if both[0] != both[1] else both[:1])
        elif kind == "DEPT" and dept_ring(cycle):
            rings[name] = dept_ring(cycle)
    return rings


def imported_rings(yaml):
    """The ring in the words above each scenario."""
    rings = []
    for about in re.findall(r"^about: >\n((?:  .*\n)+)", yaml, re.M):
        text = re.sub(r"\s+", " ", about).strip()
        ring = re.search(r"(?:held|before it): (.*)\.$", text)
        same = re.search(r"a lock of class (.*) acquired while one", text)
        if ring:
            rings.append(ring_of(ring.group(1).split(" -> ")[:-1]))
        elif same:
            rings.append(ring_of([same.group(1)]))
    return rings


def outcome(path, scratch):
    """What became of one file, a line that says why, and its scenarios."""
    done = run("import", str(path))
    if done.returncode:
        return "refused", done.stderr.strip().splitlines()[-1], ""
    scratch.write_text(done.stdout)
    checked = run("check", "--time-limit", "10", str(scratch))
    if checked.returncode == 2:
        return "imported", checked.stderr.strip().splitlines()[0], done.stdout
    if checked.returncode:
        why = [line for line in checked.stdout.splitlines() if "FAIL" in line]
        return "accepted", (why + ["undecided"])[0], done.stdout
    return "as expected", "", done.stdout


def plain(name):
    """Without what people leave out: "&" and the structure before a member."""
    return name.lstrip("&").split("->")[-1]


def alike(ring, got):
    """The ring with the names of `got` that it may have shortened."""
    other = {plain(name): name for name in got[0]}

    def full(name):
        long = other.get(plain(name), name)
        return long if long.endswith(name.lstrip("&")) else name
    return ({full(name) for name in ring[0]},
            {(full(a), full(b)) for a, b in ring[1]})


def named(ring, text):
    """Does the log name every class? Blanks are not compared."""
    log = re.sub(r"[\s>]", "", text.split("report text follows")[-1])
    return all(re.sub(r"[\s>]", "", plain(name)) in log for name in ring[0])


def compare(count, ring, yaml, text):
    """Counts what of the index's ring came back; says what did not."""
    found = imported_rings(yaml)
    classes = any(alike(ring, got)[0] == got[0] for got in found)
    edges = any(alike(ring, got)[1] == got[1] for got in found)
    if not edges and not named(ring, text):
        return ""
    count["cycle"] += 1
    count["classes"] += classes
    count["edges"] += edges
    if edges or not yaml:
        return ""
    got = sorted(found[0][1]) if found else "no ring"
    return f"index {sorted(ring[1])}, here {got}"


def main(folder, verbose):
    totals = collections.defaultdict(collections.Counter)
    rings = indexed(folder)
    with tempfile.TemporaryDirectory() as where:
        for path in sorted(pathlib.Path(folder).glob("*.txt")):
            text = path.read_text(errors="replace")
            kind = kind_of(text)
            what, why, yaml = outcome(path,
                                      pathlib.Path(where) / "scenario.yaml")
            for level in LEVELS[:LEVELS.index(what) + 1]:
                totals[kind][level] += 1
            other = compare(totals[kind], rings[path.name], yaml, text) \
                if path.name in rings else ""
            for line in filter(None, [why, other]):
                if verbose:
                    print(f"{path.name}: {kind}: {what}: {line}")
    columns = {"files": "refused", "import": "imported", "check": "accepted",
               "found": "as expected", "classes": "classes", "edges": "edges",
               "cycles": "cycle"}
    totals["all"] = sum(totals.values(), collections.Counter())
    print(f"{'kind':28}" + "".join(f"{name:>8}" for name in columns))
    for kind, count in totals.items():
        print(f"{kind:28}" +
              "".join(f"{count[key]:8}" for key in columns.values()))


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    main(arguments[0], "-v" in sys.argv)
