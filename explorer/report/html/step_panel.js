// What the selected step did, and how everything stands after it.

function step_panel(last, go) {
  const body = element("div", {class: "panel-body", "aria-live": "polite"});
  let at = 0;
  const move = (to, word) => element(
    "button", {type: "button", onclick: () => go(to())}, word);
  const node = element(
    "aside", {class: "panel", "aria-label": "state"},
    element("div", {class: "moves"},
            move(() => 0, "start"), move(() => at - 1, "back"),
            move(() => at + 1, "next"), move(() => last, "end")),
    body);
  function show(check, finding, step, facts) {
    at = step;
    body.replaceChildren(...panel_parts(finding, step, facts).filter(Boolean));
  }
  return {node, show};
}

function panel_parts(finding, step, facts) {
  const {steps, lanes} = finding.picture;
  const row = steps[step - 1];
  const parts = [element("p", {class: "which"}, step === 0 ? "At the start" :
    `After step ${step} of ${steps.length}`)];
  if (row) {
    const file = row.file || finding_file(finding);
    const text = line_text(file, row.line);
    parts.push(
      element("p", {class: "did"},
              element("strong", {}, lanes[row.lane].name + ": "),
              element("code", {}, row.text),
              row.kind === "waiting" ? " – cannot go on" : "",
              row.after ? element("span", {class: "broke"}, row.after) : ""),
      text !== null && element("p", {class: "file"}, `${file}:${row.line} `,
                               element("code", {}, text.trim())));
  }
  parts.push(facts_table(facts), blocked_list(finding.picture, step));
  return parts;
}

// Of the steps: a finding may point into an included file.
function finding_file(finding) {
  return finding.schedule_file;
}

// What changed comes first, so that the eye finds it in one place.
function facts_table(facts) {
  const changed = facts.filter((fact) => fact.was !== undefined);
  const rest = facts.filter((fact) => fact.was === undefined && fact.text);
  const line = (fact) => element(
    "tr", {class: fact.was !== undefined ? "changed" : null},
    element("th", {scope: "row"}, fact.name),
    element("td", {}, fact.was !== undefined && [
      element("del", {}, fact.was || "–"), " "],
    fact.was === undefined ? fact.text : element("ins", {}, fact.text || "–")));
  return element("table", {class: "facts"},
                 element("caption", {}, changed.length === 0 ?
                   "Nothing changed" : counted(changed.length, "change")),
                 element("tbody", {}, changed.map(line), rest.map(line)));
}

function blocked_list(picture, step) {
  const blocked = blocked_after(picture, step);
  if (blocked.length === 0) return null;
  return element("ul", {class: "stuck"}, blocked.map((bar) => element(
    "li", {}, element("strong", {}, picture.lanes[bar.lane].name),
    " cannot go on without " + bar.text)));
}
