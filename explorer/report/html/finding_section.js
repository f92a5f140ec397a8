// One finding: what is wrong and where, who waits for whom, the schedule, and
// how to see it again.

function finding_section(check, finding) {
  const picture = finding.picture;
  return element(
    "section", {class: "finding", "aria-labelledby": "finding-title"},
    element("h2", {id: "finding-title"},
            finding.message || finding.title, " ",
            element("span", {class: "badge code"}, finding.code),
            finding.expected && element("span", {class: "badge found"},
                                        "as expected")),
    place_of_finding(finding),
    waits_part(finding),
    picture && picture.steps.length > 0 ? schedule_part(check, finding) :
      remarks(finding));
}

function remarks(finding) {
  return element(
    "dl", {class: "remarks"},
    remark("Why", prose(finding.why)),
    finding.without && remark(
      "Note", `The signals of ${finding.without} have no effect here.`),
    finding.replay && remark("Replay", command(finding.replay)),
    remark("Explain", command(finding.explain)));
}

function remark(word, content) {
  return [element("dt", {}, word), element("dd", {}, content)];
}

// The line it points at, with a caret below, as the text report shows it.
function place_of_finding(finding) {
  if (!finding.line) return element("p", {class: "file"}, finding.file);
  const text = line_text(finding.file, finding.line);
  return element(
    "div", {class: "place"},
    element("p", {class: "file"},
            `${finding.file}:${finding.line}:${finding.column}`),
    text !== null && text_block(text + "\n" +
                                caret_below(text, finding.column)));
}

function caret_below(text, column) {
  const word = text.slice(column - 1).match(/^[\w$/.-]*/)[0];
  return " ".repeat(Math.max(0, column - 1)) + "^" +
    "~".repeat(Math.max(0, word.length - 1));
}

function waits_part(finding) {
  if (finding.blocked.length === 0) return null;
  return element(
    "div", {class: "waits"},
    wait_graph(finding),
    element("ul", {class: "sentences"}, finding.sentences.map((sentence) => {
      const text = sentence.trimStart();
      const indent = (sentence.length - text.length) / 2;
      return element("li", {style: indent ? `margin-left: ${indent}em` : null},
                     text);
    })));
}

function schedule_part(check, finding) {
  const view = schedule_view(check, finding);
  return element("div", {class: "schedule"},
                 heading(3, "Schedule"), schedule_words(finding),
                 element("div", {class: "panes" + (view.stacked ?
                   " stacked" : "")},
                         element("div", {}, view.lanes, legend(finding.picture),
                                 view.stacked ? null : remarks(finding)),
                         view.panel),
                 view.stacked ? remarks(finding) : null,
                 finding.passing && passing_part(check, finding));
}

// The nearest schedule that passes, drawn in the same way.
function passing_part(check, finding) {
  const {picture, common, failing} = finding.passing;
  const {node} = lanes_view(check, {picture}, () => {});
  for (const row of [...node.querySelectorAll(".row")].slice(common))
    row.classList.add("parted");
  return element("div", {class: "passing"},
                 heading(3, "The nearest schedule that passes"),
                 element("p", {class: "faint"}, common === 0 ?
                   "It goes another way from the start." :
                   `It goes another way after ${counted(common, "step")}` +
                   (failing === common ? "." :
                     `, which are ${failing} above.`)),
                 node);
}

// Only of what occurs.
function legend(picture) {
  const has = (kind) => picture.bars.some((bar) => bar.kind === kind);
  const arrow = (kind) => picture.arrows.some((a) => a.kind === kind);
  const items = [
    has("held") && ["bar held c0", "holds a lock, a colour for each"],
    has("section") && ["bar section", "is in a signalling section"],
    has("blocked") && ["bar blocked", "cannot go on"],
    arrow("signal") && ["line signal", "lets somebody go on"],
    arrow("lock") && ["line lock", "the lock becomes free for somebody"],
  ].filter(Boolean);
  return element("ul", {class: "legend"}, items.map(([sign, text]) => element(
    "li", {}, element("span", {class: "sign " + sign}), text)));
}

function schedule_words(finding) {
  const {steps} = finding.picture;
  const parts = [`The shortest way there: ${counted(steps.length, "step")}.`];
  if (steps.some((s) => s.marked))
    parts.push("A mark (▸) stands at what the finding is about.");
  if (steps.some((s) => s.repeats))
    parts.push("Steps with ↻ repeat for ever.");
  parts.push("Keys: j and k, or the arrows, step; Home and End jump.");
  return element("p", {class: "faint"}, parts.join(" "));
}
