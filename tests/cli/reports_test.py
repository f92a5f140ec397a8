"""Reports: kinds, places that cannot be written, colours."""
import json
import os
import subprocess
import unittest
import xml.dom.minidom

from case import Case, EXPECTED, FIXED, PICKET, UNEXPECTED


class Reports(Case):
    def test_several_at_once(self):
        self.write("a.yaml", UNEXPECTED)
        self.write("b.yaml", FIXED)
        self.run_picket("check", "--report", "json=out/r.json", "--report",
                        "junit=r.xml", "--report", "ktap=r.ktap", "--report",
                        "text=r.txt", status=1)
        report = json.loads((self.path / "out/r.json").read_text())
        self.assertEqual(report["format"], "picket-report")
        self.assertEqual(report["totals"]["failed"], 1)
        xml.dom.minidom.parse(str(self.path / "r.xml"))
        self.assertIn("not ok 1 abba", (self.path / "r.ktap").read_text())
        self.assertIn("FAIL   abba", (self.path / "r.txt").read_text())

    def test_to_standard_output_moves_the_text_aside(self):
        self.write("a.yaml", UNEXPECTED)
        done = self.run_picket("check", "--report", "json", status=1)
        json.loads(done.stdout)
        self.assertIn("FAIL   abba", done.stderr)

    def test_text_stays_on_standard_output(self):
        self.write("a.yaml", FIXED)
        plain = self.run_picket("check").stdout
        self.assertEqual(plain,
                         self.run_picket("check", "--report", "text").stdout)

    def test_reproducible(self):
        self.write("a.yaml", UNEXPECTED)
        one, two = (self.run_picket("check", "--reproducible", "--report",
                                    "json", status=1).stdout
                    for _ in range(2))
        self.assertEqual(one, two)
        self.assertNotIn("seconds", one)

    def test_places_that_cannot_be_written_are_found_first(self):
        self.write("a.yaml", FIXED)
        (self.path / "d").mkdir()
        for place in ("d", "a.yaml/x", "/proc/x/y"):
            done = self.run_picket("check", "--report", "json=" + place,
                                   status=2)
            self.assertIn("cannot be written", done.stderr)
            self.assertEqual(done.stdout, "")
        self.run_picket("check", "--witness-dir", "a.yaml", status=2)

    def test_a_full_disk(self):
        self.write("a.yaml", FIXED)
        with open("/dev/full", "w") as full:
            done = subprocess.run([PICKET, "check"], cwd=self.path,
                                  stdout=full, stderr=subprocess.PIPE,
                                  text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot be written", done.stderr)
        self.run_picket("check", "--report", "json=/dev/full", status=2)

    def test_a_witness_that_cannot_be_kept_never_changes_the_verdict(self):
        self.write("a.yaml", UNEXPECTED)
        self.write(".picket", "a file")
        done = self.run_picket("check", status=1)
        self.assertIn("cannot be kept", done.stderr)
        self.assertNotIn("replay:", done.stdout)
        self.write(".picket2", "")

    def test_witness_dir_keeps_expected_findings_too(self):
        self.write("a.yaml", EXPECTED)
        self.run_picket("check", "--witness-dir", "w/x")
        self.assertEqual([p.name for p in (self.path / "w/x").iterdir()],
                         ["abba.deadlock.one.two.witness"])

    def test_colours(self):
        self.write("a.yaml", FIXED)
        env = {k: v for k, v in os.environ.items()
               if k not in ("NO_COLOR", "CLICOLOR_FORCE")}
        for more, coloured in [({}, False), ({"CLICOLOR_FORCE": "1"}, True),
                               ({"CLICOLOR_FORCE": "0"}, False),
                               ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"},
                                False)]:
            out = self.run_picket("check", env={**env, **more}).stdout
            self.assertEqual("\x1b[" in out, coloured, more)


if __name__ == "__main__":
    unittest.main()
