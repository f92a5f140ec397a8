// The page of one check: what was found, then all that is known beside it.

function check_page(check, finding) {
  const several = report.checks.length > 1;
  return [
    several && element("nav", {class: "path", "aria-label": "path"},
                       element("a", {href: "#"}, "all checks")),
    element("header", {class: "head"},
            element("h1", {}, check.name, " ", standing_badge(check.standing)),
            element("p", {class: "file"}, place_text(check)),
            check.about && element("p", {class: "about"}, check.about),
            check.source && element("p", {class: "faint"},
                                    "Source: ", with_links(check.source)),
            element("p", {class: "faint"}, proof_line(check))),
    faults_section(check),
    finding_links(check, finding),
    finding && finding_section(check, finding),
    notes_section(check),
    rules_section(check),
    claims_section(check),
    policies_section(check),
    source_section(check, finding),
  ];
}

function proof_line(check) {
  const parts = [check.proof];
  if (check.parameters)
    parts.push(Object.entries(check.parameters)
      .map(([name, value]) => `${name} = ${value}`).join(", "));
  if (check.seconds !== undefined) parts.push(check.seconds.toFixed(2) + " s");
  if (check.resume) parts.push("resume: " + check.resume);
  return parts.join("; ");
}

// What is wrong beside the findings.
function faults_section(check) {
  if (check.faults.length === 0) return null;
  return section("Not as expected",
                 check.faults.map((fault) => text_block(fault.screen)));
}

// Which of several findings is shown.
function finding_links(check, shown) {
  if (check.findings.length < 2) return null;
  return element("nav", {class: "findings", "aria-label": "findings"}, element(
    "ul", {}, check.findings.map((finding) => element(
      "li", {}, element("a", {
        href: address_of(check, finding),
        "aria-current": finding === shown ? "page" : null,
      }, finding.name)))));
}

function section(title, ...content) {
  return element("section", {}, heading(2, title), content);
}

function notes_section(check) {
  if (check.notes.length === 0) return null;
  return section("Notes", element("ul", {}, check.notes.map((note) => element(
    "li", {}, note.text, note.line ? ` (line ${note.line})` : "",
    note.expected ? ", as expected" : ""))));
}

function rules_section(check) {
  if (!check.rules) return null;
  return section("Rules", wide_table("rules", ["rule", "says", "stands", "why"],
    check.rules.map((rule) => [
      element("th", {scope: "row"}, rule.id),
      element("td", {}, element("code", {}, rule.text)),
      element("td", {}, word_badge(rule.standing)),
      element("td", {}, folded(rule.explanation.trim()))])));
}

function claims_section(check) {
  if (!check.claims) return null;
  return section("Claims", wide_table(
    "claims", ["claim", "about", "claimed", "verdict", "why"],
    check.claims.map((claim) => [
      element("th", {scope: "row"}, claim.id),
      element("td", {}, claim.about),
      element("td", {}, claim.claimed),
      element("td", {}, claim.verdict, " ",
              word_badge(claim.holds ? "holds" : "refuted")),
      element("td", {}, folded([claim.text, ...claim.chain].join("\n")))])));
}

function policies_section(check) {
  if (!check.policies) return null;
  return section("Annotation policies", wide_table(
    "policies", ["policy", "what it is", "reports", "why"],
    Object.entries(check.policies).map(([name, policy]) => [
      element("th", {scope: "row"}, name),
      element("td", {class: "prose"}, policy.about),
      element("td", {}, policy.screens.length === 0 ? policy.verdict :
                word_badge(policy.verdict),
              policy.missed && element("p", {}, word_badge("failed"), " ", policy.missed)),
      element("td", {}, policy.screens.length === 0 ? "–" :
        folded(policy.screens.join("\n"),
               policy.reports.map((r) => r.report).join("; ")))])));
}

function word_badge(word) {
  return element("span", {class: "badge " + word.split(",")[0]}, word);
}

// A text of several lines behind its first one.
function folded(text, title) {
  const lines = text.split("\n");
  if (lines.length === 1) return element("span", {class: "prose"}, text);
  const head = title || lines[0].replace(/[;,]$/, "");
  return element("details", {}, element("summary", {}, head),
                 text_block(title ? text : lines.slice(1).join("\n")));
}

function wide_table(kind, heads, rows) {
  return element("div", {class: "wide", tabindex: "0", role: "region",
                         "aria-label": kind}, element(
    "table", {class: kind}, table_head(heads),
    element("tbody", {}, rows.map((cells) => element("tr", {}, cells)))));
}
