"""Reports for other programs, read by other programs where there is one."""
import json
import re
import shutil
import subprocess
import unittest

from case import Case, EXPECTED, FIXED, RULE, UNEXPECTED

# A name with everything that a format could stumble over.
AWKWARD = r"""scenario: awkward
objects:
  m: {type: mutex, class: 'a "b" \ <c> #;:%'}
  done: completion
threads:
  "t[i=0..1]": [{wait_for_completion: done}, {mutex_lock: m}, {mutex_lock: m}]
  signaller: [{complete_all: done}]
"""
# Of two classes of schedules one is looked at.
LIMITED = FIXED.replace("fixed", "limited") + """
limits: {schedules: 1}
rules: {r: {never: mutex_lock(*), within: signalling}}
"""


class Exports(Case):
    def report(self, kind, *texts, status=1):
        names = [self.write(f"a b/{i}.yaml", t) for i, t in enumerate(texts)]
        self.run_picket("check", "--report", f"{kind}=out", *names,
                        status=status)
        return (self.path / "out").read_text()


@unittest.skipUnless(shutil.which("dot"), "Graphviz is not installed")
class Graphs(Exports):
    def drawn(self, graph):
        done = subprocess.run(["dot", "-Tplain"], input=graph, text=True,
                              capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_waits(self):
        plain = self.drawn(self.report("dot", UNEXPECTED, AWKWARD))
        self.assertIn("one", plain)
        self.assertRegex(plain, r'edge "?1/one"? "?1/two"? .*"mutex b"')
        self.assertRegex(plain, r'edge "?1/two"? "?1/one"? .*"mutex a"')

    def test_classes(self):
        plain = self.drawn(self.report("classes", UNEXPECTED, AWKWARD))
        self.assertRegex(plain, r'edge "?1/a"? "?1/b"? ')
        self.assertRegex(plain, r'edge "?1/b"? "?1/a"? .*red')

    def test_nothing_to_draw(self):
        for kind in ("dot", "classes"):
            self.assertIn("graph", self.drawn(
                self.report(kind, FIXED, status=0)))


class Sarif(Exports):
    """By the classes of sarif_om, which are made from the schema."""

    CLASSES = {
        "runs": "Run", "tool": "Tool", "driver": "ToolComponent",
        "rules": "ReportingDescriptor", "results": "Result",
        "invocations": "Invocation", "locations": "Location",
        "toolExecutionNotifications": "Notification", "message": "Message",
        "shortDescription": "MultiformatMessageString",
        "fullDescription": "MultiformatMessageString",
        "physicalLocation": "PhysicalLocation", "region": "Region",
        "artifactLocation": "ArtifactLocation", "codeFlows": "CodeFlow",
        "threadFlows": "ThreadFlow", "location": "Location",
    }

    def check_object(self, sarif_om, value, name):
        import attr
        fields = {f.metadata["schema_property_name"]: f
                  for f in attr.fields(getattr(sarif_om, name))}
        for key, f in fields.items():
            self.assertTrue(key in value or f.default is not attr.NOTHING,
                            f"{name} has no {key}")
        for key, part in value.items():
            self.assertIn(key, fields, name)
            kind = self.CLASSES.get(key)
            if name == "ThreadFlow" and key == "locations":
                kind = "ThreadFlowLocation"
            for one in part if isinstance(part, list) else [part]:
                if isinstance(one, dict) and kind:
                    self.check_object(sarif_om, one, kind)

    def test_every_property_is_of_the_schema(self):
        try:
            import sarif_om
        except ImportError:
            self.skipTest("python3-sarif-python-om is not installed")
        log = json.loads(self.report("sarif", UNEXPECTED, RULE, AWKWARD,
                                     LIMITED))
        self.check_object(sarif_om, log, "SarifLog")

    def test_results_are_what_is_not_as_expected(self):
        run, = json.loads(self.report(
            "sarif", UNEXPECTED, EXPECTED, FIXED,
            FIXED + "expect: [hang: one]\n"))["runs"]
        self.assertEqual([r["ruleId"] for r in run["results"]],
                         ["deadlock", "not-found"])
        for result in run["results"]:
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            self.assertEqual(rule["id"], result["ruleId"])
        at = run["results"][0]["locations"][0]["physicalLocation"]
        self.assertEqual(at["artifactLocation"]["uri"], "a%20b/0.yaml")
        self.assertGreater(at["region"]["startLine"], 0)

    def test_the_order_of_steps_is_that_of_the_schedule(self):
        run, = json.loads(self.report("sarif", UNEXPECTED))["runs"]
        flows = run["results"][0]["codeFlows"][0]["threadFlows"]
        self.assertEqual([f["id"] for f in flows], ["one", "two"])
        order = [step["executionOrder"] for f in flows
                 for step in f["locations"]]
        self.assertEqual(sorted(order), [1, 2, 3, 4])

    def test_the_layout_does_not_change_who_it_is(self):
        prints = [json.loads(self.report("sarif", text))["runs"][0]["results"]
                  [0]["partialFingerprints"]
                  for text in (UNEXPECTED, "\n\n" + UNEXPECTED)]
        self.assertEqual(*prints)

    def test_what_was_not_covered_is_said(self):
        run, = json.loads(self.report("sarif", LIMITED, status=4))["runs"]
        self.assertEqual(run["results"], [])
        note, = run["invocations"][0]["toolExecutionNotifications"]
        self.assertIn("limited: inconclusive", note["message"]["text"])


class GitHub(Exports):
    COMMAND = re.compile(r"::(error|warning) ((?:\w+=[^,:]*,?)*)::(.*)")

    def commands(self, text):
        """[(level, properties, message)], as the runner reads them."""
        found = []
        for line in text.splitlines():
            match = self.COMMAND.fullmatch(line)
            self.assertTrue(match, line)
            level, properties, message = match.groups()
            found.append((level, dict(p.split("=", 1)
                                      for p in properties.split(",")),
                          message))
        return found

    def test_one_for_each_check(self):
        text = self.report("github", UNEXPECTED, EXPECTED, LIMITED)
        (level, at, message), (second, _, _) = self.commands(text)
        self.assertEqual((level, second), ("error", "warning"))
        self.assertEqual((at["file"], at["title"]),
                         ("a b/0.yaml", "abba%3A deadlock%3A [one%2C two]"))
        self.assertIn("%0A  one waits for mutex b, held by two", message)

    def test_the_rest_is_counted(self):
        text = self.report("github", *[UNEXPECTED] * 12)
        commands = self.commands(text)
        self.assertEqual(len(commands), 10)
        self.assertEqual(commands[-1][2], "and 3 more")


class Perfetto(Exports):
    def test_slices_of_a_track_nest_and_arrows_have_two_ends(self):
        events = json.loads(self.report(
            "perfetto", UNEXPECTED, AWKWARD))["traceEvents"]
        tracks, flows = {}, {}
        for e in events:
            if e["ph"] == "X":
                tracks.setdefault((e["pid"], e["tid"]), []).append(
                    (e["ts"], e["ts"] + e["dur"]))
            if e["ph"] in "sf":
                flows.setdefault(e["id"], []).append(e["ph"])
        for slices in tracks.values():
            ends = []
            for begin, end in sorted(slices, key=lambda s: (s[0], -s[1])):
                while ends and ends[-1] <= begin:
                    ends.pop()
                self.assertTrue(not ends or end <= ends[-1])
                ends.append(end)
        self.assertTrue(flows)
        self.assertTrue(all(f == ["s", "f"] for f in flows.values()))
        named = {(e["pid"], e["tid"]) for e in events
                 if e["ph"] == "M" and e["name"] == "thread_name"}
        self.assertEqual(set(tracks) - named, set())


class Mermaid(Exports):
    def test_a_diagram_for_each_finding(self):
        text = self.report("mermaid", UNEXPECTED, AWKWARD)
        self.assertEqual(text.count("```mermaid\nsequenceDiagram\n"),
                         text.count("`abba`:") + text.count("`awkward`:"))
        self.assertIn("  Note over c0: 1 mutex_lock(a)\n", text)
        self.assertIn("blocked\n", text)

    def test_long_schedules_are_cut(self):
        long = UNEXPECTED.replace("  one: [", "  one: [{repeat: 150, do: ["
                                  "{mutex_lock: a}, {mutex_unlock: a}]}, ")
        text = self.report("mermaid", long)
        self.assertRegex(text, r"The first 200 of \d+ steps\.")
        self.assertEqual(text.count("Note over"),
                         200 * text.count("sequenceDiagram"))


if __name__ == "__main__":
    unittest.main()
