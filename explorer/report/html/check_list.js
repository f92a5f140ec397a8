// The first page: every check in one table, those that need somebody first.

function check_list_page() {
  const rows = [];
  const order = Object.keys(kStandings);
  const checks = [...report.checks].sort(
    (a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
  for (const check of checks) rows.push({check, row: check_row(check)});
  const shown = element("p", {class: "shown", "aria-live": "polite"});
  const filter = check_filter(rows, shown);
  return [
    element("header", {class: "head"},
            element("h1", {}, "picket: ", totals_text()),
            element("p", {class: "faint"}, "picket " + report.picket)),
    filter, shown,
    element("div", {class: "wide", tabindex: "0", role: "region",
                    "aria-label": "checks"},
            element("table", {class: "checks"},
                    table_head(["verdict", "check", "found", "covered"]),
                    element("tbody", {}, rows.map((r) => r.row)))),
  ];
}

function totals_text() {
  const t = report.totals;
  const parts = [`${t.as_expected} as expected`];
  if (t.failed > 0) parts.push(`${t.failed} failed`);
  if (t.inconclusive > 0) parts.push(`${t.inconclusive} inconclusive`);
  if (t.interrupted) parts.push("interrupted");
  return `${counted(t.checks, "check")}, ${parts.join(", ")}`;
}

function table_head(names) {
  return element("thead", {}, element("tr", {}, names.map(
    (name) => element("th", {scope: "col"}, name))));
}

function standing_badge(standing) {
  const {word, about} = kStandings[standing];
  return element("span", {class: "badge " + standing, title: about}, word);
}

function check_row(check) {
  const found = check.findings.map((finding) => element(
    "li", {}, element("a", {href: address_of(check, finding)}, finding.name),
    finding.expected ? null :
      element("span", {class: "badge failed"}, "unexpected")));
  const others = check.faults.map((fault) => element(
    "li", {}, fault.title, " ",
    element("span", {class: "badge failed"}, "not as expected")));
  return element(
    "tr", {},
    element("td", {}, standing_badge(check.standing)),
    element("th", {scope: "row"},
            element("a", {href: address_of(check)}, check.name),
            element("span", {class: "file"}, place_text(check))),
    element("td", {}, element("ul", {class: "plain"}, found, others)),
    element("td", {class: "faint"}, check.proof));
}

function place_text(at) {
  return at.line ? `${at.file}:${at.line}` : at.file;
}

// A field and one button for each standing that occurs.
function check_filter(rows, shown) {
  const field = element("input", {
    type: "search", id: "filter", placeholder: "name, file or finding",
    autocomplete: "off"});
  let standing = null;
  const apply = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const {check, row} of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = (standing && check.standing !== standing) ||
        !words.every((word) => text.includes(word));
      if (!row.hidden) ++count;
    }
    shown.textContent = count === rows.length ? "" :
      `${count} of ${counted(rows.length, "check")} shown`;
  };
  const buttons = Object.keys(kStandings).map((name) => {
    const n = rows.filter((r) => r.check.standing === name).length;
    if (n === 0 || n === rows.length) return null;
    const button = element("button", {type: "button", "aria-pressed": "false"},
                           `${kStandings[name].word} ${n}`);
    button.addEventListener("click", () => {
      standing = standing === name ? null : name;
      for (const other of buttons)
        if (other) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(standing === name));
      apply();
    });
    return button;
  });
  field.addEventListener("input", apply);
  return element("div", {class: "filter"},
                 element("label", {for: "filter"}, "Filter "), field, buttons);
}
