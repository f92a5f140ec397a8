// What the selected step did, and how everything stands after it.

function step_panel(last, go) {
  // Read out at every step; the table below would be too much.
  const said = element("div", {"aria-live": "polite"});
  const body = element("div", {});
  let at = 0;
  const move = (to, word) => element(
    "button", {type: "button", onclick: () => go(to())}, word);
  const node = element(
    "aside", {class: "panel", "aria-label": "state"},
    element("div", {class: "moves"},
            move(() => 0, "start"), move(() => at - 1, "back"),
            move(() => at + 1, "next"), move(() => last, "end")),
    said, body);
  function show(check, finding, step, facts) {
    at = step;
    said.replaceChildren(...step_words(finding, step).filter(Boolean));
    body.replaceChildren(facts_table(facts), blocked_list(finding.picture,
                                                          step) || "");
  }
  return {node, show};
}

function step_words(finding, step) {
  const {steps, lanes} = finding.picture;
  const row = steps[step - 1];
  if (!row) return [element("p", {class: "which"}, "At the start")];
  const file = row.file || finding_file(finding);
  const text = line_text(file, row.line);
  return [
    element("p", {class: "which"}, `After step ${step} of ${steps.length}`),
    element("p", {class: "did"},
            element("strong", {}, lanes[row.lane].name + ": "),
            element("code", {}, row.text),
            row.kind === "waiting" ? " – cannot go on" : "",
            row.after ? element("span", {class: "broke"}, row.after) : ""),
    text !== null && element("p", {class: "file"}, `${file}:${row.line} `,
                             element("code", {}, text.trim()))];
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
