"""picket check: verdicts, limits, folders, mistakes."""
import os
import re
import subprocess
import unittest

from case import (Case, EXPECTED, FIXED, HUGE, PICKET, RULE, TREE,
                  UNEXPECTED)


class Check(Case):
    def test_as_expected_is_zero(self):
        self.write("a.yaml", EXPECTED)
        out = self.run_picket("check", "a.yaml").stdout
        self.assertIn("pass   abba", out)
        self.assertIn("as expected: deadlock: [one, two]", out)
        self.assertNotIn("BLOCKED", out)
        self.assertFalse((self.path / ".picket").exists())

    def test_unexpected_is_one_with_a_screen_and_a_witness(self):
        self.write("a.yaml", UNEXPECTED)
        out = self.run_picket("check", "a.yaml", status=1).stdout
        self.assertIn("FAIL   abba", out)
        self.assertIn("*** BLOCKED ***", out)
        self.assertRegex(out, r"a\.yaml:\d+:\d+: error\[deadlock\]")
        replay = re.search(r"replay: +picket (replay \S+)", out).group(1)
        again = self.run_picket(*replay.split()).stdout
        self.assertIn("*** BLOCKED ***", again)
        self.assertIn("two waits for mutex a, held by one", again)
        self.assertIn("It ends in deadlock: [one, two].", again)
        explain = re.search(r"explain: +picket (explain \S+)", out).group(1)
        self.run_picket(*explain.split())

    def test_missing_finding_is_one_and_explained(self):
        self.write("a.yaml", FIXED + "expect: [hang: one]\n")
        out = self.run_picket("check", "a.yaml", status=1).stdout
        self.assertIn("error[not-found]", out)
        self.assertIn("the search was complete", out)

    def test_screens_of_expected_findings_on_demand(self):
        self.write("a.yaml", EXPECTED)
        out = self.run_picket("check", "-v", "a.yaml").stdout
        self.assertIn("*** BLOCKED ***", out)
        self.assertIn("replay:", out)

    def test_quiet_says_nothing_when_all_is_well(self):
        self.write("a.yaml", EXPECTED)
        done = self.run_picket("check", "-q", "a.yaml")
        self.assertEqual(done.stdout + done.stderr, "")

    def test_folders_are_searched_in_order(self):
        self.write("b/two.yml", FIXED)
        self.write("b/c/one.yaml", EXPECTED)
        self.write("a.yaml", EXPECTED.replace("abba", "first"))
        self.write("b/not.txt", "x")
        self.write(".hidden/x.yaml", "broken: [")
        names = re.findall(r"^pass +(\S+)", self.run_picket("check").stdout,
                           re.M)
        self.assertEqual(names, ["first", "abba", "fixed"])

    def test_a_file_named_twice_is_checked_once(self):
        self.write("a.yaml", FIXED)
        out = self.run_picket("check", "a.yaml", "./a.yaml", ".").stdout
        self.assertIn("1 check:", out)

    def test_only(self):
        self.write("a.yaml", EXPECTED)
        self.write("b.yaml", FIXED)
        self.assertIn("1 check:",
                      self.run_picket("check", "--only", "fix").stdout)
        self.assertIn("1 check:",
                      self.run_picket("check", "--only", "a*a").stdout)
        self.assertIn("no check matches",
                      self.run_picket("check", "--only", "x*",
                                      status=2).stderr)

    def test_parameters(self):
        self.write("a.yaml", "scenario: s\nparameters: {n: 1}\n"
                   "objects: {x: int}\n"
                   "threads: {t: [{assert: n == 2}]}\n")
        self.run_picket("check", "-D", "n=2", "a.yaml")
        out = self.run_picket("check", "a.yaml", status=1).stdout
        witness = re.search(r"picket replay (\S+)", out).group(1)
        self.run_picket("check", "-D", "n=3", "a.yaml", status=1)
        self.assertIn("assert",
                      self.run_picket("replay", witness).stdout)
        self.assertIn("unknown-parameter",
                      self.run_picket("check", "-D", "m=3", "a.yaml",
                                      status=2).stderr)

    def test_what_is_not_beside_a_file_is_included_from_the_library(self):
        self.write("lib/common.yaml",
                   "scenario: lib\nobjects: {m: mutex}\nthreads: {}\n")
        self.write("a.yaml", "scenario: s\ninclude: common.yaml\n"
                   "threads: {t: [{mutex_lock: m}, {mutex_unlock: m}]}\n")
        self.run_picket("check", "a.yaml", status=2)
        os.environ["PICKET_LIBRARY"] = "nowhere:" + str(self.path / "lib")
        try:
            out = self.run_picket("check", "a.yaml").stdout
        finally:
            del os.environ["PICKET_LIBRARY"]
        self.assertIn("pass   s", out)

    def test_limits_are_inconclusive(self):
        self.write("a.yaml", HUGE)
        out = self.run_picket("check", "--max-states", "1000", "--search",
                              "states", "a.yaml", status=4).stdout
        self.assertIn("limit  huge", out)
        self.assertIn("inconclusive", out)
        self.run_picket("check", "--time-limit", "0.2", "a.yaml", status=4)
        self.run_picket("check", "--max-schedules", "5", "a.yaml", status=4)

    def test_first_stops_and_says_so(self):
        self.write("a.yaml", RULE.replace("[{dma_fence_wait: f}]",
                                          "[{assert: 1 == 2}]").replace(
            "expect", "x") + "expect: [assertion, rule: no-wait]\n")
        self.run_picket("check", "a.yaml", status=1)
        out = self.run_picket("check", "--first", "a.yaml").stdout
        self.assertIn("stopped at the first finding", out)
        self.assertNotIn("exhaustive", out)

    def test_why(self):
        self.write("a.yaml", RULE)
        out = self.run_picket("check", "--why", "no-wait", "a.yaml").stdout
        self.assertIn("no-wait", out)
        self.assertIn("no scenario has a rule or claim `no-wiat`",
                      self.run_picket("check", "--why", "no-wiat", "a.yaml",
                                      status=2).stderr)

    def test_threads_do_not_change_the_text(self):
        self.write("a.yaml", UNEXPECTED)
        self.write("b.yaml", RULE)
        self.write("c.yaml", FIXED)
        one = self.run_picket("check", "-j1", status=1).stdout
        for jobs in ("-j2", "-j5"):
            self.assertEqual(one, self.run_picket("check", jobs,
                                                  status=1).stdout)

    def test_a_huge_file_name_and_odd_letters(self):
        name = "a b'c\"\u00e4$(x).yaml"
        self.write(name, UNEXPECTED)
        out = self.run_picket("check", name, status=1).stdout
        command = re.search(r"replay: +(picket replay .*)", out).group(1)
        again = subprocess.run(
            ["sh", "-c", command.replace("picket", f"'{PICKET}'", 1)],
            cwd=self.path, capture_output=True, text=True)
        self.assertEqual(again.returncode, 0, again.stderr)


class Mistakes(Case):
    def test_all_mistakes_of_all_files_are_shown_and_nothing_is_checked(self):
        self.write("a.yaml", FIXED)
        self.write("b.yaml", FIXED.replace("mutex_lock", "mutex_lok"))
        self.write("c.yaml", "scenario: s\nthread: {}\n")
        done = self.run_picket("check", status=2)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"b\.yaml:4:\d+: error\[")
        self.assertRegex(done.stderr, r"b\.yaml:5:\d+: error\[")
        self.assertRegex(done.stderr, r"c\.yaml:2:1: error\[")
        self.assertIn("nothing was checked", done.stderr)

    def test_files_that_cannot_be_read(self):
        self.assertIn("gone.yaml",
                      self.run_picket("check", "gone.yaml", status=2).stderr)
        self.write("bin.yaml", bytes(range(256)))
        self.run_picket("check", "bin.yaml", status=2)
        self.write("empty.yaml", "")
        self.run_picket("check", "empty.yaml", status=2)
        (self.path / "none").mkdir()
        self.assertIn("no *.yaml",
                      self.run_picket("check", "none", status=2).stderr)
        self.run_picket("check", "", status=2)

    def test_every_malformed_file_of_the_corpus_is_two_with_a_place(self):
        corpus = TREE / "tests/golden/invalid"
        files = [file for kind in corpus.iterdir()
                 for file in sorted(kind.glob("*.yaml"))]
        self.assertGreater(len(files), 200)
        for file in files:
            with self.subTest(file.name):
                done = self.run_picket("check", str(file), status=2)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr,
                                 r"(?m)^\S+\.yaml:\d+:\d+: error\[")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_without_permission(self):
        self.write("a.yaml", FIXED)
        (self.path / "a.yaml").chmod(0)
        self.run_picket("check", "a.yaml", status=2)


if __name__ == "__main__":
    unittest.main()
