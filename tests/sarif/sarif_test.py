#!/usr/bin/env python3
"""SARIF reports against the rules of SARIF 2.1.0: sarif_test.py PICKET FOLDER

Microsoft's multitool has the standard's schema and what a schema cannot say.
It is installed from npm into FOLDER, in the version of package-lock.json, and
runs on x86-64 alone; where it cannot, the test is skipped and says why. Errors
and warnings are failures, but for the address of a home page.
"""
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
from npm_packages import install, skip  # noqa: E402

# picket has no page of its own to name.
ALLOWED = {"SARIF2005"}
EXAMPLES = [path for path in sorted((ROOT / "docs/examples").glob("*.yaml"))
            if path.stem != "mistakes"]
DEADLOCK = """scenario: {name}
objects: {{ a: mutex, b: mutex }}
threads:
  left: [{{mutex_lock: a}}, {{mutex_lock: b}}, {{mutex_unlock: b}},
         {{mutex_unlock: a}}]
  right: [{{mutex_lock: b}}, {{mutex_lock: a}}, {{mutex_unlock: a}},
          {{mutex_unlock: b}}]
"""


def complaints(path):
    """(rule, text) of each error and warning about the file."""
    tool = FOLDER / "node_modules/@microsoft/sarif-multitool-linux"
    done = subprocess.run(
        [tool / "Sarif.Multitool", "validate", path, "--level",
         "Error;Warning"], capture_output=True, text=True, timeout=300)
    lines = done.stdout.splitlines()
    assert any("Analysis completed" in line for line in lines), \
        done.stdout + done.stderr
    found = re.findall(r": (?:error|warning) (\w+): (.*)", done.stdout)
    return [(rule, text) for rule, text in found if rule not in ALLOWED]


class Sarif(unittest.TestCase):
    def report(self, *words):
        out = FOLDER / (self.id().split(".")[-1] + ".sarif")
        done = subprocess.run(
            [PICKET, "check", f"--report=sarif={out}",
             f"--witness-dir={FOLDER / 'witnesses'}", *map(str, words)],
            capture_output=True, text=True, cwd=ROOT)
        self.assertIn(done.returncode, (0, 1, 4), done.stderr)
        return out

    def test_the_tool_finds_what_is_wrong(self):
        bad = FOLDER / "bad.sarif"
        bad.write_text(json.dumps({
            "version": "2.1.0",
            "runs": [{"tool": {"driver": {"name": "x"}},
                      "results": [{"message": {"txt": "x"}}]}]}))
        self.assertTrue(complaints(bad))

    def test_every_kind_of_result(self):
        self.assertEqual([], complaints(ROOT / "tests/golden/report/all.sarif"))

    def test_nothing_found(self):
        self.assertEqual([], complaints(self.report("scenarios/locks")))

    def test_examples_that_fail(self):
        self.assertEqual([], complaints(self.report(*EXAMPLES)))

    def test_a_limit(self):
        out = self.report("--max-schedules=1", *EXAMPLES[:3])
        self.assertEqual([], complaints(out))

    def test_names_that_are_no_plain_words(self):
        for name in ("a b#c%41.yaml", "f\u00fcr [1].yaml"):
            path = FOLDER / name
            path.write_text(DEADLOCK.format(name="odd-name"))
            self.assertEqual([], complaints(self.report(path)), name)


if __name__ == "__main__":
    PICKET, FOLDER = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    FOLDER = FOLDER.resolve()
    if platform.machine() != "x86_64" or sys.platform != "linux":
        skip("the multitool is for Linux on x86-64")
    install(HERE, FOLDER, "--ignore-scripts")
    (FOLDER / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
     ).chmod(0o755)
    unittest.main(argv=sys.argv[:1], verbosity=2)
