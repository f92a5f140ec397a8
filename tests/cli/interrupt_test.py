"""picket check, interrupted: what it says, what is left."""
import json
import re
import signal
import subprocess
import time
import unittest

from case import Case, HUGE, PICKET

ENDING = """scenario: ending
objects: {m: mutex, n: int, f: dma_fence}
threads:
  a:
    - repeat: 3
      do: [{mutex_lock: m}, {set: {n: n + 1}}, {mutex_unlock: m}]
    - {read: n, into: x}
    - assert: x < 4
    - dma_fence_signal: f
  b: [{mutex_lock: m}, {set: {n: n + 1}}, {mutex_unlock: m}]
"""


class Started(Case):
    def start(self, *arguments):
        self.write("a.yaml", HUGE)
        process = subprocess.Popen([PICKET, "check", "a.yaml", *arguments],
                                   cwd=self.path, text=True,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(1.5)
        return process


class Interrupts(Started):
    def test_the_first_one_ends_with_what_was_covered(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("inconclusive", out)
        self.assertIn("interrupted", out)

    def test_the_second_one_kills(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        try:
            process.send_signal(signal.SIGINT)
        except ProcessLookupError:
            pass
        process.communicate(timeout=60)
        self.assertIn(process.returncode, (130, -signal.SIGINT))


MANY = """scenario: many
objects: {m: mutex, n: int}
threads:
  "t[i: 1..4]":
    - repeat: 2
      do: [{mutex_lock: m}, {set: {n: n + 1}}, {mutex_unlock: m}]
  other: [{read: n, into: x}, {if: x == 5, then: [{assert: 0}]}]
expect: [assertion]
"""


class Checkpoints(Started):
    def report(self, *arguments):
        run = self.run_picket("check", "--search", "schedules", "--report",
                              "json=r.json", *arguments)
        with open(self.path / "r.json", encoding="utf-8") as file:
            check = json.load(file)["checks"][0]
        return run, check

    def test_a_check_goes_on_where_a_limit_ended_it(self):
        self.write("many.yaml", MANY)
        _, whole = self.report("many.yaml")
        run, _ = self.report("many.yaml", "--max-schedules", "9000")
        self.assertIn("resume: picket check --resume .picket/many.checkpoint",
                      run.stdout)
        part_two = ("--resume", ".picket/many.checkpoint")
        self.report(*part_two, "--max-schedules", "9000")
        _, part = self.report(*part_two, "-j", "2")
        self.assertNotIn("limit", part)
        for what in ("schedules", "deadlocked", "transitions"):
            self.assertEqual(part["counts"][what], whole["counts"][what])
        self.assertEqual(part["findings"], whole["findings"])

    def test_an_interrupt_leaves_a_checkpoint(self):
        self.write("a.yaml", HUGE)
        process = self.start("--search", "schedules")
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("resume: picket check --resume ", out)

    def test_a_checkpoint_holds_for_the_scenario_as_it_was(self):
        self.write("many.yaml", MANY)
        self.report("many.yaml", "--max-schedules", "1000")
        self.write("many.yaml", MANY.replace("n + 1", "n + 2"))
        run = self.run_picket("check", "--resume", ".picket/many.checkpoint",
                              status=2)
        self.assertIn("has changed since", run.stderr)

    def test_what_is_no_checkpoint_is_refused(self):
        self.write("many.yaml", "scenario: x\nthreads: {a: [nop]}\n")
        for text in ("", "{", "[1]", '{"format": "picket-checkpoint", "version": 1}'):
            self.write("bad.checkpoint", text)
            run = self.run_picket("check", "--resume", "bad.checkpoint",
                                  status=2)
            self.assertIn("bad.checkpoint: ", run.stderr)


class Lengths(Case):
    def test_what_was_cut_off_for_its_length_goes_on_with_a_larger_limit(self):
        self.write("a.yaml", ENDING)
        out = self.run_picket("check", "--search", "schedules", "--max-steps",
                              "4", "a.yaml", status=4).stdout
        command = re.search(r"resume: picket (.*)", out).group(1).split()
        self.assertIn("--max-steps", command)
        self.run_picket(*command[:3], "--max-steps", "4", status=4)
        out = self.run_picket(*command, status=1).stdout
        self.assertIn("assertion", out)

    def test_sections_that_were_not_all_looked_at_are_undetermined(self):
        self.write("a.yaml", ENDING)
        done = self.run_picket("sections", "--max-schedules", "1", "a.yaml",
                               status=4)
        self.assertIn("undetermined", done.stdout)
        self.run_picket("sections", "a.yaml")


if __name__ == "__main__":
    unittest.main()
