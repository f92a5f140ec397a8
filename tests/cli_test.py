#!/usr/bin/env python3
"""The command line from outside: exit statuses, texts, files, signals.

Usage: cli_test.py PICKET [unittest arguments]
"""
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.dom.minidom

PICKET = os.path.abspath(sys.argv.pop(1))
TREE = pathlib.Path(__file__).resolve().parent.parent

ABBA = """scenario: abba
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
%s
"""
EXPECTED = ABBA % "expect:\n  - deadlock: [one, two]"
UNEXPECTED = ABBA % ""
FIXED = """scenario: fixed
objects: {a: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_unlock: a}]
  two: [{mutex_lock: a}, {mutex_unlock: a}]
"""
RULE = """scenario: ruled
objects: {f: dma_fence}
threads:
  waiter: [{dma_fence_wait: f}]
  worker: [dma_fence_begin_signalling, {dma_fence_signal: f},
           dma_fence_end_signalling]
rules:
  no-wait: {never: dma_fence_wait(*), within: signalling}
"""
# Far more interleavings than anybody can wait for.
HUGE = """scenario: huge
objects: {"v[i=0..9]": atomic_t, all: atomic_t}
threads:
  "t[i=0..9]":
    - repeat: 40
      do: [{cmpxchg: {var: all, old: i, new: i+1}}, {atomic_inc: "v[i]"}]
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="picket-cli-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_text(text)
        return name

    def run_picket(self, *arguments, status=0, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        done = subprocess.run([PICKET, *arguments], cwd=self.path, text=True,
                              capture_output=True, timeout=120, **more)
        self.assertEqual(done.returncode, status,
                         f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done


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
        self.assertIn("no scenario has a rule `no-wiat`",
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

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_without_permission(self):
        self.write("a.yaml", FIXED)
        (self.path / "a.yaml").chmod(0)
        self.run_picket("check", "a.yaml", status=2)


class Usage(Case):
    def test_help_and_versions(self):
        self.assertIn("Subcommands", self.run_picket("--help").stdout)
        for command in ("check", "replay", "explain", "init", "list",
                        "schema", "version", "completion"):
            self.assertIn("Usage",
                          self.run_picket(command, "--help").stdout)
        for arguments in (["--version"], ["version"]):
            out = self.run_picket(*arguments).stdout
            self.assertRegex(out, r"picket \d+\.\d+\.\d+\n")
            self.assertRegex(out, r"Z3 \d")
            self.assertRegex(out, r"yaml-cpp \d")

    def test_bad_usage_is_two_and_says_what_is_wrong(self):
        self.write("a.yaml", FIXED)
        for arguments, text in [
                ([], "Usage"),
                (["chekc"], "did you mean `check`"),
                (["check", "--reprot", "json"], "did you mean `--report`"),
                (["check", "--search", "fast"], "reference"),
                (["check", "--solver", "cvc"], "native"),
                (["check", "-j", "0"], "jobs"),
                (["check", "-j", "many"], "jobs"),
                (["check", "-j"], "jobs"),
                (["check", "-D", "n"], "NAME=INTEGER"),
                (["check", "-D", "n=1", "-D", "n=2"], "twice"),
                (["check", "-D", "n=99999999999"], "NAME=INTEGER"),
                (["check", "--time-limit", "-1"], "no time"),
                (["check", "--memory-limit", "x"], "no size"),
                (["check", "--max-states", "-3"], "max-states"),
                (["check", "--report", "jsn"], "did you mean `json`"),
                (["check", "--report", "json="], "names no file"),
                (["check", "--report", "json", "--report", "ktap"],
                 "two reports"),
                (["check", "-q", "-v"], "excludes"),
                (["replay"], "WITNESS"),
                (["init", "a", "b"], "b"),
                (["explain", "a", "b"], "b"),
        ]:
            done = self.run_picket(*arguments, status=2)
            self.assertIn(text, done.stderr, arguments)
            self.assertEqual(done.stdout, "", arguments)

    def test_completion_is_bash(self):
        script = self.run_picket("completion").stdout
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
        self.assertIn("--witness-dir", script)


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
        main, side = pty.openpty()
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


class Others(Case):
    def test_init_makes_a_scenario_that_is_as_expected(self):
        self.run_picket("init")
        self.run_picket("check", "scenario.yaml")
        self.assertIn("exists already",
                      self.run_picket("init", "scenario.yaml",
                                      status=2).stderr)
        self.run_picket("init", "new/folder/mine.yaml")
        self.run_picket("init", "scenario.yaml/x", status=2)

    def test_explain(self):
        self.assertIn("deadlock", self.run_picket("explain").stdout)
        self.assertIn("Not like this",
                      self.run_picket("explain", "recursive-lock").stdout)
        self.run_picket("explain", "misuse: recursive-lock")
        self.assertIn("did you mean `deadlock`",
                      self.run_picket("explain", "dedlock", status=2).stderr)

    def test_examples_of_findings_are_found(self):
        """Bad examples have their finding, good ones have none."""
        listing = self.run_picket("explain").stdout
        section = ""
        for line in listing.splitlines():
            if line and not line.startswith(" "):
                section = line
            elif line and section in ("finding", "misuse", "rule pattern"):
                self.check_example(section, line.split()[0])

    def check_example(self, section, code):
        text = self.run_picket("explain", code).stdout
        parts = re.split(r"^(Not|But) like this:$", text, flags=re.M)
        if len(parts) == 1:
            return
        bad, good = ("\n".join(l[4:] for l in parts[i].splitlines())
                     for i in (2, 4))
        self.write("good.yaml", good)
        self.run_picket("check", "good.yaml")
        self.write("bad.yaml", bad)
        if "expect:" in bad:
            self.run_picket("check", "bad.yaml")
            return
        out = self.run_picket("check", "bad.yaml", status=1).stdout
        words = {"finding": code, "misuse": "misuse: " + code,
                 "rule pattern": "rule: "}[section]
        self.assertIn("unexpected: ", out)
        self.assertIn(words, out)

    def test_list(self):
        self.write("a.yaml", EXPECTED)
        self.write("b.yaml", FIXED)
        self.assertEqual(self.run_picket("list").stdout,
                         "abba   a.yaml:1  deadlock: [one, two]\n"
                         "fixed  b.yaml:1  pass\n")

    def test_schema_is_json(self):
        json.loads(self.run_picket("schema").stdout)


if __name__ == "__main__":
    unittest.main()
