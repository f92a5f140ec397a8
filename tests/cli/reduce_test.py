"""picket reduce: what it writes, what it says."""
import unittest

from case import ABBA, Case, FIXED, TREE

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

    def test_there_must_be_something_to_keep(self):
        self.write("a.yaml", FIXED)
        done = self.run_picket("reduce", "a.yaml", status=2)
        self.assertIn("nothing was found", done.stderr)
        done = self.run_picket("reduce", "a.yaml", "--finding", "hang: x",
                               status=2)
        self.assertIn("`hang: x` was not found", done.stderr)


if __name__ == "__main__":
    unittest.main()
