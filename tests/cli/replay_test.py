"""picket replay: whole, step by step, after edits."""
import os
import pty
import subprocess
import unittest

from case import ABBA, Case, FIXED, PICKET, UNEXPECTED


RULE_EVERYWHERE = """scenario: s
objects: {m: mutex}
threads:
  one: [dma_fence_begin_signalling, {mutex_lock: m}, {mutex_unlock: m},
        dma_fence_end_signalling]
rules: {r: {never: mutex_lock(*), within: signalling}}
"""


class Replay(Case):
    def witness(self):
        self.write("a.yaml", UNEXPECTED)
        self.run_picket("check", "a.yaml", status=1)
        return ".picket/abba.deadlock.one.two.witness"

    def test_step_shows_changes(self):
        out = self.run_picket("replay", "--step", self.witness()).stdout
        self.assertIn("mutex a: free -> held by one", out)
        self.assertIn("blocked", out)

    def test_step_at_a_terminal_waits(self):
        witness = self.witness()
        try:
            main, side = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminals here: {error}")
        process = subprocess.Popen([PICKET, "replay", "--step", witness],
                                   cwd=self.path, stdin=side,
                                   stdout=subprocess.PIPE, text=True)
        os.close(side)
        os.write(main, b"\n")
        os.write(main, b"b\n")
        os.write(main, b"q\n")
        out, _ = process.communicate(timeout=60)
        os.close(main)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(out.count("1/2  "), 2)
        self.assertEqual(out.count("2/2  "), 1)

    def test_after_an_edit_it_goes_on_as_far_as_it_can(self):
        witness = self.witness()
        self.write("a.yaml", "# comment\n" + UNEXPECTED)
        self.assertNotIn("changed", self.run_picket("replay", witness).stdout)
        self.write("a.yaml", UNEXPECTED.replace("one: [", "one: [smp_mb, "))
        out = self.run_picket("replay", witness).stdout
        self.assertIn("has changed", out)
        self.assertIn("1 added", out)
        self.assertIn("It still ends in deadlock: [one, two].", out)
        self.write("a.yaml", FIXED.replace("fixed", "abba"))
        out = self.run_picket("replay", witness, status=1).stdout
        self.assertIn("It was kept for deadlock: [one, two].", out)
        self.write("a.yaml", UNEXPECTED.replace("abba", "abbab"))
        self.assertIn("there is `abbab`",
                      self.run_picket("replay", witness, status=2).stderr)
        self.write("a.yaml", "scenario: [\n")
        self.run_picket("replay", witness, status=2)
        (self.path / "a.yaml").unlink()
        self.run_picket("replay", witness, status=2)

    def test_contrast_shows_what_passes(self):
        out = self.run_picket("contrast", self.witness()).stdout
        self.assertIn("They part after 1 transition.", out)
        self.assertIn("one goes on with mutex_lock(b)", out)
        self.run_picket("contrast", "gone", status=2)

    def test_contrast_where_nothing_passes(self):
        self.write("a.yaml", "scenario: s\nobjects: {c: completion}\n"
                   "threads: {one: [{wait_for_completion: c}]}\n")
        self.run_picket("check", "a.yaml", status=1)
        out = self.run_picket("contrast", ".picket/s.hang.one.witness").stdout
        self.assertIn("No schedule of this scenario passes, and each of them "
                      "has hang: one", out)
        self.assertIn("wait_for_completion(c)", out)

    def test_contrast_of_a_rule_that_every_schedule_breaks(self):
        self.write("a.yaml", RULE_EVERYWHERE)
        self.run_picket("check", "a.yaml", status=1)
        out = self.run_picket("contrast", ".picket/s.rule.r.witness").stdout
        self.assertIn("no matter of timing", out)
        why = out.strip().splitlines()[-1].split("picket ")[1].split()
        self.run_picket(*why, status=1)

    def test_contrast_with_a_schedule_that_only_avoids_the_finding(self):
        self.write("a.yaml", (ABBA % "").replace(
            "threads:", "threads:\n  three: [{wait_for_completion: c}]").replace(
            "b: mutex}", "b: mutex, c: completion}"))
        self.run_picket("check", "a.yaml", status=1)
        out = self.run_picket(
            "contrast", ".picket/abba.deadlock.one.two.witness").stdout
        self.assertIn("only avoids deadlock: [one, two]", out)
        self.assertIn("as far as deadlock: [one, two] goes", out)

    def test_files_with_the_same_scenario_name_keep_their_witnesses(self):
        self.write("a.yaml", UNEXPECTED)
        self.write("b.yaml", UNEXPECTED.replace("mutex}", "mutex}\nabout: x"))
        out = self.run_picket("check", status=1).stdout
        names = [line.split()[-1] for line in out.splitlines()
                 if "replay:" in line]
        self.assertEqual(len(set(names)), 2)
        for name, file in zip(names, ("a.yaml", "b.yaml")):
            self.assertIn("file: " + file, (self.path / name).read_text())
            self.run_picket("replay", name)
        again = self.run_picket("check", status=1).stdout
        self.assertEqual(out, again)

    def test_from_another_folder(self):
        witness = self.witness()
        (self.path / "elsewhere").mkdir()
        done = subprocess.run([PICKET, "replay", "../" + witness],
                              cwd=self.path / "elsewhere",
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_files_that_are_no_witness(self):
        self.assertIn("cannot be read",
                      self.run_picket("replay", "gone", status=2).stderr)
        self.run_picket("replay", ".", status=2)
        self.write("x", "hello\n")
        self.assertIn("x:1:1: error[not-a-witness]",
                      self.run_picket("replay", "x", status=2).stderr)
        self.write("x", "picket-witness 2\n")
        self.assertIn("version 2",
                      self.run_picket("replay", "x", status=2).stderr)
        self.write("x", bytes(range(256)))
        self.run_picket("replay", "x", status=2)


if __name__ == "__main__":
    unittest.main()
