// `picket compare`: which policy reports what about which scenario, and how
// often each is right.

function comparison_page() {
  const policies = Object.keys(report.policies);
  const rows = report.scenarios.map((s) => comparison_row(s, policies));
  return [
    element("header", {class: "head"},
            element("h1", {}, "Annotation policies"),
            element("p", {class: "faint"},
                    counted(report.scenarios.length, "scenario") +
                    ": what each policy reports, and whether it is real.")),
    wide_table("comparison", ["scenario", "truth", ...policies], [
      ...rows,
      score_row("precision", policies, (p) => ratio(p.real, p.reported),
                "of its reports are real"),
      score_row("recall", policies, (p) => ratio(p.found, p.deadlocks),
                "of the deadlocks are reported"),
    ]),
    section("The policies", element("dl", {class: "remarks"}, policies.map(
      (name) => remark(name, report.policies[name].about)))),
  ];
}

function comparison_row(scenario, policies) {
  return [
    element("th", {scope: "row"}, scenario.name,
            element("span", {class: "file"}, scenario.file)),
    element("td", {}, scenario.truth),
    policies.map((name) => {
      const {verdict, reports} = scenario.policies[name];
      return element("td", {}, reports.length === 0 ? verdict : element(
        "details", {},
        element("summary", {}, element("span", {class: "badge " + verdict
          .split(",")[0]}, verdict)),
        text_block(reports.map((r) => r.screen).join("\n"))));
    })];
}

function score_row(word, policies, of, about) {
  return [element("th", {scope: "row"}, word), element("td", {}, about),
          policies.map((name) => element("td", {}, of(report.policies[name])))];
}

function ratio(part, whole) {
  return whole === 0 ? "–" : `${part}/${whole}`;
}
