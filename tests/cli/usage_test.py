"""Usage errors, help, and the small commands."""
import json
import re
import subprocess
import unittest

from case import Case, EXPECTED, FIXED


class Usage(Case):
    def test_help_and_versions(self):
        self.assertIn("Subcommands", self.run_picket("--help").stdout)
        for command in ("check", "replay", "import", "export", "reduce", "contrast", "explain", "init",
                        "list", "schema", "version", "completion"):
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
        lock = self.run_picket("explain", "mutex_lock").stdout
        self.assertIn("- mutex_lock: LOCK", lock)
        self.assertEqual(
            lock, self.run_picket("explain", "mutex_lock.enter").stdout)
        self.assertIn("dma_resv_add_fence",
                      self.run_picket("explain", "dma_resv").stdout)
        self.run_picket("explain", "lockdep")
        self.assertIn("did you mean `mutex_lock`",
                      self.run_picket("explain", "mutex_lok", status=2).stderr)
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
