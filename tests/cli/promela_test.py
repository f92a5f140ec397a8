"""picket export promela: the model, or what it cannot say."""
import unittest

from case import Case, EXPECTED, RULE

VARIANTS = """scenario: two-ways
objects: {m: mutex, "fence[i=0..1]": completion}
threads:
  one: [{mutex_lock: m}, {mutex_unlock: m}]
  unless: [{complete: "fence[1]"}]
variants:
  other:
    threads:
      one: [{mutex_lock: m}]
    expect:
      - misuse: lock-held-at-exit
"""
SHARED_CPU = """scenario: one-cpu
objects: {l: spinlock_t}
threads:
  one: {cpu: 3, steps: [{spin_lock: l}, {spin_unlock: l}]}
  irq: {cpu: 3, context: hardirq, steps: [{spin_lock: l}, {spin_unlock: l}]}
expect:
  - deadlock: [one, irq]
"""
CONTAINER = """scenario: an-array
objects:
  f: dma_fence
  a: {type: dma_fence_array, fences: [f]}
threads:
  one: [{dma_fence_signal: f}]
  two: [{dma_fence_wait: a}]
"""


class Promela(Case):
    def export(self, name, status=0):
        return self.run_picket("export", "promela", name, status=status)

    def test_a_thread_is_a_process_and_a_step_an_operation(self):
        self.write("a.yaml", EXPECTED)
        text = self.export("a.yaml").stdout
        for part in ("proctype one()", "mutex_lock(a);", "run two();",
                     "inline mutex_unlock(m)"):
            self.assertIn(part, text)

    def test_names_are_those_that_promela_takes(self):
        self.write("a.yaml", VARIANTS)
        text = self.export("a.yaml").stdout
        self.assertIn("complete(fence_1);", text)
        self.assertIn("proctype unless_2()", text)

    def test_a_variant_is_named_behind_a_hash(self):
        self.write("a.yaml", VARIANTS)
        self.assertIn("mutex_unlock(m);", self.export("a.yaml").stdout)
        for name in ("a.yaml#other", "a.yaml#two-ways/other"):
            text = self.export(name).stdout
            self.assertIn("mutex_lock(m);", text)
            self.assertNotIn("mutex_unlock(m);", text)
        done = self.export("a.yaml#none", status=2)
        self.assertIn("no variant none", done.stderr)

    def test_what_cannot_be_said_is_told_with_its_place(self):
        self.write("a.yaml", CONTAINER)
        done = self.export("a.yaml", status=2)
        self.assertEqual("", done.stdout)
        self.assertRegex(done.stderr, r"a\.yaml:4:\d+: error: .*of others")

    def test_who_shares_a_cpu_moves_only_where_it_is_let(self):
        self.write("a.yaml", SHARED_CPU)
        text = self.export("a.yaml").stdout
        self.assertIn("proctype one() provided (!in_hardirq[0]", text)
        self.assertIn("proctype irq() provided (in_hardirq[0] == 2 || ", text)

    def test_rules_are_no_part_of_it_and_that_is_said(self):
        self.write("a.yaml", EXPECTED.replace(
            "expect:", "rules: {r: {never: mutex_lock(a)}}\nexpect:"))
        done = self.export("a.yaml")
        self.assertRegex(done.stderr, r"a\.yaml:\d+:\d+: note: .*rules")

    def test_bad_usage(self):
        self.write("a.yaml", RULE)
        for arguments in (["export"], ["export", "promela"],
                          ["export", "murphi", "a.yaml"],
                          ["export", "promela", "none.yaml"]):
            self.run_picket(*arguments, status=2)


if __name__ == "__main__":
    unittest.main()
