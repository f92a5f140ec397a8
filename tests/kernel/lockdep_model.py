"""lockdep in a page: does it report anything, for the programs of programs.py?

Written from the description of its rules, not from spec/policies, which is
compared with it on random programs. No cleverness: paths are walked, not
searched; everything is validated each time.
"""

import itertools

import programs

SLEEP, CONFIG, SPIN, MAX = 4, 3, 2, 5
KINDS = {  # item: (class prefix, read, wait type)
    "W": ("rwlock", 0, CONFIG), "R": ("rwlock", None, CONFIG),
    "S": ("spin", 0, CONFIG), "RS": ("raw", 0, SPIN),
    "M": ("mutex", 0, SLEEP), "DW": ("rwsem", 0, SLEEP),
    "DR": ("rwsem", 1, SLEEP), "LL": ("local", 0, CONFIG),
}


class Lockdep:
    def __init__(self):
        self.edges = {}   # (from, to): set of "ER" "EN" "SR" "SN"
        self.usage = {}   # class: set of ("used"|"on", "hard"|"soft", reads)
        self.reported = False

    # Strong paths: no ..R followed by S... As lists of (class, came by R only).
    def paths(self, start, by_reader, forwards):
        seen = {(start, by_reader)}
        todo = [(start, by_reader)]
        while todo:
            at, restricted = todo.pop()
            yield at, restricted
            if at.startswith("local") :
                continue
            for (a, b), kinds in self.edges.items():
                here, there = (a, b) if forwards else (b, a)
                if here != at:
                    continue
                near = 0 if forwards else 1   # the letter at this end
                soft = "S" if forwards else "R"
                left = [k for k in kinds if not (restricted
                                                 and k[near] == soft)]
                if not left:
                    continue
                far = all(k[1 - near] == ("R" if forwards else "S")
                          for k in left)
                if (there, far) not in seen:
                    seen.add((there, far))
                    todo.append((there, far))

    def strong_path(self, start, by_reader, end, must_be_n):
        """A strong path with at least one edge."""
        seen, todo = set(), [(start, by_reader)]
        while todo:
            at, restricted = todo.pop()
            for (a, b), kinds in self.edges.items():
                if a != at:
                    continue
                left = [k for k in kinds if not (restricted and k[0] == "S")]
                if not left:
                    continue
                far = all(k[1] == "R" for k in left)
                if b == end and not (far and must_be_n):
                    return True
                if (b, far) not in seen:
                    seen.add((b, far))
                    todo.append((b, far))
        return False

    def bits(self, klass, only_readers):
        return {u for u in self.usage.get(klass, ())
                if not (only_readers and u[2])}

    def dependency(self, held, wanted):
        a, b = held["class"], wanted["class"]
        if a == b:
            return
        kind = ("S" if held["read"] else "E") + (
            "R" if wanted["read"] == 2 else "N")
        if self.strong_path(b, wanted["read"] == 2, a, bool(held["read"])):
            self.reported = True
        for (x, rx), (y, ry) in itertools.product(
                self.paths(a, bool(held["read"]), False),
                list(self.paths(b, wanted["read"] == 2, True))):
            if x.startswith("local") or y.startswith("local"):
                continue
            for u, v in itertools.product(self.bits(x, rx), self.bits(y, ry)):
                if u[0] == "used" and v[0] == "on" and u[1] == v[1]:
                    self.reported = True
        self.edges.setdefault((a, b), set()).add(kind)

    def mark(self, entry, what, irq):
        klass, read = entry["class"], bool(entry["read"])
        if (what, irq, read) in self.usage.get(klass, ()):
            return
        against = "on" if what == "used" else "used"
        for other in self.usage.get(klass, ()):
            if other[:2] == (against, irq) and not (read and other[2]):
                self.reported = True
        self.usage.setdefault(klass, set()).add((what, irq, read))
        forwards = what == "used"
        start = entry["read"] == 2 if forwards else read
        for at, only in self.paths(klass, start, forwards):
            if at != klass and not at.startswith("local") and not klass.startswith("local"):
                if any(u[:2] == (against, irq) for u in self.bits(at, only)):
                    self.reported = True


class Task:
    """One event: a flow of control."""

    def __init__(self, lockdep, kind, threaded, queued):
        self.l, self.kind, self.threaded = lockdep, kind, threaded
        self.queued = queued
        self.held, self.irqs_off, self.bh_off = [], False, 0

    def irqs_on(self):
        return not self.irqs_off and self.kind != "hardirq"

    def soft_on(self):
        return self.bh_off == 0 and self.kind != "softirq"

    def limit(self):
        limit = MAX
        if self.kind == "hardirq":
            limit = CONFIG if self.threaded else SPIN
        if self.kind == "softirq":
            limit = CONFIG
        return min([limit] + [h["wait"] for h in self.held])

    def take(self, item, name):
        prefix, read, wait = KINDS[item]
        if read is None:
            in_irq = self.kind in ("hardirq", "softirq") or self.bh_off > 0
            read = 2 if in_irq or not self.queued else 1
        entry = {"class": f"{prefix}_{name.rstrip('0123456789')}",
                 "read": read, "wait": wait, "name": name}
        if wait > self.limit():
            self.l.reported = True
        if self.kind == "hardirq":
            self.l.mark(entry, "used", "hard")
        if self.kind == "softirq":
            self.l.mark(entry, "used", "soft")
        if self.irqs_on():
            self.l.mark(entry, "on", "hard")
            if self.soft_on():
                self.l.mark(entry, "on", "soft")
        for h in self.held:
            if h["class"] == entry["class"] and not (
                    read == 2 and h["read"]):
                self.l.reported = True
        if self.held:
            self.l.dependency(self.held[-1], entry)
        self.held.append(entry)

    def release(self, name):
        at = max(i for i, h in enumerate(self.held) if h["name"] == name)
        above = self.held[at + 1:]
        del self.held[at:]
        for entry in above:
            if self.held:
                self.l.dependency(self.held[-1], entry)
            self.held.append(entry)

    def scope(self, name, on):
        if name == "irqoff":
            self.irqs_off = on
            if not on:
                for h in self.held:
                    self.l.mark(h, "on", "hard")
                    if self.soft_on():
                        self.l.mark(h, "on", "soft")
        if name == "bhoff":
            self.bh_off += 1 if on else -1
            if not on and self.soft_on() and self.irqs_on():
                for h in self.held:
                    self.l.mark(h, "on", "soft")

    def play(self, items):
        for name, argument, inside in items:
            if name in ("irqoff", "bhoff"):
                self.scope(name, True)
                self.play(inside)
                self.scope(name, False)
            elif name == "U":
                self.release(argument)
            else:
                self.take(name, argument)
                if inside is not None:
                    self.play(inside)
                    self.release(argument)


def reports(program, queued=True):
    lockdep = Lockdep()
    for event in program.split(" ; "):
        items = programs.tree(event)
        kind, threaded = "task", True
        if items[0][0] in programs.INTERRUPTS:
            name, _, inside = items[0]
            kind, threaded = programs.INTERRUPTS[name]
            items = [("irqoff", None, inside)] if name == "sirq" else inside
        task = Task(lockdep, kind, threaded, queued)
        task.play(items)
        while task.held:
            task.release(task.held[-1]["name"])
    return lockdep.reported
