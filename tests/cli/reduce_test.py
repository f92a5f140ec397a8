"""picket reduce: what it writes, what it says."""
import signal
import subprocess
import time
import unittest

from case import ABBA, Case, FIXED, HUGE, PICKET, TREE

LONG = (TREE / "docs/examples/inversion.yaml").read_text()


class Reduce(Case):
    def test_what_it_writes_is_as_it_expects(self):
        self.write("a.yaml", LONG)
        done = self.run_picket("reduce", "a.yaml", "-o", "small.yaml")
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"deadlock: one, two: \d+ of 15 steps")
        self.run_picket("check", "small.yaml")
        small = (self.path / "small.yaml").read_text()
        self.assertNotIn("bystander", small)

    def test_a_variant_with_its_parameters(self):
        self.write("a.yaml", ABBA % "parameters: {N: 1}\nvariants: {v: "
                   "{threads: {two: [{repeat: N, do: [{mutex_lock: a}]}]}}}")
        done = self.run_picket("reduce", "a.yaml", "--only", "abba/v",
                               "-D", "N=3")
        self.assertIn("recursive-lock", done.stdout)
        self.assertNotIn("one:", done.stdout)

    def test_interrupted_it_says_so(self):
        text = HUGE.replace("all: atomic_t}", "all: atomic_t, m: mutex}")
        self.write("a.yaml", text + "  x: [{mutex_lock: m}]\n")
        process = subprocess.Popen([PICKET, "reduce", "a.yaml"], text=True,
                                   cwd=self.path, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("interrupted", err)

    def test_what_depends_on_timing_still_does(self):
        self.write("a.yaml", """scenario: timing
objects: {c: completion, v: int}
threads:
  waiter: [{wait_for_completion: c}]
  other:
    - read: v
      into: seen
    - if: seen == 0
      then: [{complete: c}]
  third: [{set: {v: 1}}]
""")
        out = self.run_picket("reduce", "a.yaml").stdout
        self.assertIn("complete: c", out)
        self.assertIn("set:", out)

    def test_there_must_be_something_to_keep(self):
        self.write("a.yaml", FIXED)
        done = self.run_picket("reduce", "a.yaml", status=2)
        self.assertIn("nothing was found", done.stderr)
        done = self.run_picket("reduce", "a.yaml", "--finding", "hang: x",
                               status=2)
        self.assertIn("`hang: x` was not found", done.stderr)


if __name__ == "__main__":
    unittest.main()
