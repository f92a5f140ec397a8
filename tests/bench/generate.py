#!/usr/bin/env python3
"""Write one benchmark scenario to stdout: generate.py FAMILY [NAME=VALUE ...].

These families need steps that depend on a parameter (a wake-up per waiter, a
probe per table slot), which the constant index expressions of the language
cannot say. Everything else is in scenarios/.
"""

import sys


class Scenario:
    """Lines of a scenario, written in the order of the language's sections."""

    def __init__(self, name, about, expect="pass"):
        self.head = [f"scenario: bench-{name}", f"about: {about}", ""]
        self.objects = []
        self.threads = []
        self.expect = expect

    def thread(self, name, steps):
        self.threads.append(f"  {name}:")
        self.threads += ["    " + line for line in steps]

    def text(self):
        tail = ["expect: pass"] if self.expect == "pass" else ["expect:", f"  - {self.expect}"]
        objects = ["  " + line for line in self.objects]
        parts = self.head + ["objects:"] + objects + ["", "threads:"] + self.threads + [""] + tail
        return "\n".join(parts) + "\n"


def indented(steps):
    return ["    " + line for line in steps]


def lastzero(N=5):
    """Thread 0 looks for a zero from the top; thread j sets a[j] to a[j-1] + 1."""
    scenario = Scenario("lastzero", "A search from the top of an array while others fill it from below.")
    scenario.objects = [f"a[i=0..{N}]: int"]
    search = []
    for i in range(N, 0, -1):
        search += [f"- if: a[{i}] == 0", "  then:", "    - return"]
    search += ["- assert: a[0] == 0"]
    scenario.thread("search", search)
    scenario.thread(
        f"adder[j=1..{N}]",
        ["- read: a[j-1]", "  into: below", '- set: { "a[j]": below + 1 }'],
    )
    return scenario


def places(wishes, size):
    """For each owner's list of wished slots: all slots that linear probing may have to try.

    An entry leaves as many slots as there are others that may sit on them.
    """
    tries = [[[slot] for slot in own] for own in wishes]
    entries = [(t, k) for t, own in enumerate(wishes) for k in range(len(own))]
    grown = True
    while grown:
        grown = False
        for entry in entries:
            mine = tries[entry[0]][entry[1]]
            rivals = sum(1 for t, k in entries if (t, k) != entry and not set(mine).isdisjoint(tries[t][k]))
            if rivals >= len(mine):
                mine.append((mine[-1] + 1) % size)
                grown = True
    return tries


def indexer(N=4, K=4, size=128):
    """N threads insert K entries each into one hash table by compare-and-swap."""
    scenario = Scenario("indexer", "Threads insert into one hash table by compare-and-swap, probing linearly.")
    scenario.objects = [f"slot[h=0..{size - 1}]: int"]
    words = [[(m + 1) * 11 + t for m in range(K)] for t in range(N)]
    tries = places([[7 * w % size for w in own] for own in words], size)

    def insert(word, slots):
        step = [f'- cmpxchg: {{ var: "slot[{slots[0]}]", old: 0, new: {word} }}']
        if len(slots) > 1:
            step += ["  into: found", "- if: found != 0", "  then:"]
            step += indented(insert(word, slots[1:]))
        return step

    for t in range(N):
        steps = []
        for word, slots in zip(words[t], tries[t]):
            steps += insert(word, slots)
        scenario.thread(f"inserter_{t}", steps)
    return scenario


def filesystem(N=4, inodes=32, blocks=26):
    """N threads allocate one block each, looking for a free one from a place of their own."""
    scenario = Scenario("filesystem", "Threads look for a free block each; inodes and blocks have a lock each.")
    scenario.objects = [
        f"inode_lock[i=0..{inodes - 1}]: mutex",
        f"inode[i=0..{inodes - 1}]: int",
        f"block_lock[b=0..{blocks - 1}]: mutex",
        f"busy[b=0..{blocks - 1}]: int",
    ]
    tries = places([[2 * (t % inodes) % blocks] for t in range(N)], blocks)

    def allocate(i, candidates):
        b = candidates[0]
        take = [
            f'- set: {{ "busy[{b}]": 1 }}',
            f'- set: {{ "inode[{i}]": {b + 1} }}',
            f"- mutex_unlock: block_lock[{b}]",
        ]
        leave = [f"- mutex_unlock: block_lock[{b}]"]
        if len(candidates) > 1:
            leave += allocate(i, candidates[1:])
        return (
            [f"- mutex_lock: block_lock[{b}]", f"- if: busy[{b}] == 0", "  then:"]
            + indented(take) + ["  else:"] + indented(leave)
        )

    for t in range(N):
        i = t % inodes
        scenario.thread(
            f"creator_{t}",
            [f"- mutex_lock: inode_lock[{i}]", f"- if: inode[{i}] == 0", "  then:"]
            + indented(allocate(i, tries[t][0]))
            + [f"- mutex_unlock: inode_lock[{i}]"],
        )
    return scenario


def waker(N):
    steps = ["- set: { cond: 1 }"]
    for i in range(N):
        steps += [
            f"- waitqueue_active: wq[{i}]", "  into: asleep",
            "- if: asleep == 1", "  then:", f"    - wake_up: wq[{i}]",
        ]
    return steps


def wq_bad(N=1):
    """N waiters that test before they queue, one waker."""
    scenario = Scenario("wq-bad", "The waiters test the condition before they queue, and may sleep for ever.", "hang")
    scenario.objects = ["cond: int", f"wq[i=0..{N - 1}]: wait_queue_head"]
    scenario.thread(
        f"waiter[i=0..{N - 1}]",
        ["- if: cond == 0", "  then:", "    - prepare_to_wait: wq[i]", "    - schedule"],
    )
    scenario.thread("waker", waker(N))
    return scenario


def wq_ok(N=1):
    """N waiters that queue before they test, one waker."""
    scenario = Scenario("wq-ok", "The waiters queue before they test the condition, so no wake-up is lost.")
    scenario.objects = ["cond: int", f"wq[i=0..{N - 1}]: wait_queue_head"]
    scenario.thread(
        f"waiter[i=0..{N - 1}]",
        ["- prepare_to_wait: wq[i]", "- if: cond == 0", "  then:", "    - schedule"],
    )
    scenario.thread("waker", waker(N))
    return scenario


def prodcons(NP=1, NC=1, KK=2):
    """NP producers of KK items, NC consumers, a buffer of one item; a wait queue per thread."""
    if NP * KK % NC:
        sys.exit("generate.py: prodcons: NC must divide NP * KK")
    scenario = Scenario("prodcons", "A buffer of one item on a mutex and wait queues.")
    scenario.objects = [
        "m: mutex",
        "count: int",
        f"room[i=0..{NP - 1}]: wait_queue_head",
        f"item[i=0..{NC - 1}]: wait_queue_head",
    ]

    def side(items, stuck, mine, theirs, others):
        body = [
            "- mutex_lock: m",
            "- read: count", "  into: seen",
            f"- while: seen == {stuck}", "  do:",
            f"    - prepare_to_wait: {mine}[i]",
            "    - mutex_unlock: m",
            "    - schedule",
            "    - mutex_lock: m",
            "    - read: count", "      into: seen",
            f"- set: {{ count: {'seen + 1' if stuck else 'seen - 1'} }}",
        ]
        body += [f"- wake_up: {theirs}[{k}]" for k in range(others)]
        body += ["- mutex_unlock: m"]
        return [f"- repeat: {items}", "  do:"] + indented(body)

    scenario.thread(f"producer[i=0..{NP - 1}]", side(KK, 1, "room", "item", NC))
    scenario.thread(f"consumer[i=0..{NC - 1}]", side(NP * KK // NC, 0, "item", "room", NP))
    return scenario


FAMILIES = {f.__name__: f for f in (lastzero, indexer, filesystem, wq_bad, wq_ok, prodcons)}


def main(arguments):
    if not arguments or arguments[0] not in FAMILIES:
        sys.exit("usage: generate.py " + "|".join(FAMILIES) + " [NAME=VALUE ...]")
    family = FAMILIES[arguments[0]]
    values = {}
    for argument in arguments[1:]:
        name, equals, value = argument.partition("=")
        if not equals or not value.isdigit() or name not in family.__code__.co_varnames[: family.__code__.co_argcount]:
            sys.exit(f"generate.py: {family.__name__}: not a parameter: {argument}")
        values[name] = int(value)
    sys.stdout.write(family(**values).text())


if __name__ == "__main__":
    main(sys.argv[1:])
