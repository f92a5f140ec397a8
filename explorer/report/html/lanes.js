// The schedule as lanes: one column per context, one row per step, time going
// down. Rows come in chunks that the browser leaves undrawn while they are out
// of sight, so that ten thousand of them cost no more than a screenful.

const kRow = 26;     // height of a row
const kChunk = 50;   // rows
const kSlot = 8;     // width of a bar and the gap beside it
const kMostSlots = 6;
const kPaper = 700;   // width of a sheet
const kBeside = 850;  // beyond it the lanes get the width of the page

function lanes_view(check, finding, select) {
  const {picture} = finding;
  const layout = lane_layout(picture);
  const rows = [];
  const scroller = element(
    "div", {class: "lanes", tabindex: "0", role: "region",
            "aria-label": finding.address === undefined ?
              "schedule that passes" : "schedule"});
  const table = element(
    "div", {class: "lane-table" + (layout.width > 2 * kPaper ? " broad" : ""),
            role: "table",
            "aria-label": "schedule, one column per context",
            "aria-rowcount": picture.steps.length + 1,
            style: `width: ${layout.width}px; --on-paper: ` +
                   Math.min(1, kPaper / layout.width).toFixed(3)},
    lane_heads(picture, layout));
  for (let from = 0; from < picture.steps.length; from += kChunk)
    table.append(chunk(check, finding, layout, from, rows));
  scroller.append(table);
  scroller.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row || event.target.closest("a")) return;
    select(Number(row.dataset.step));
  });
  return {node: scroller, mark: marker(scroller, rows),
          broad: layout.changes > kBeside};
}

// Selects a row; `scroll` brings it into sight.
function marker(scroller, rows) {
  let marked = null;
  return (step, scroll) => {
    if (marked) {
      marked.classList.remove("selected");
      marked.removeAttribute("aria-current");
    }
    marked = rows[step - 1] || null;
    if (!marked) {
      if (scroll) scroller.scrollTop = 0;
      return;
    }
    marked.classList.add("selected");
    marked.setAttribute("aria-current", "step");
    if (!scroll) return;
    const top = kRow * (step - 1);
    const room = scroller.clientHeight - 2 * kRow;
    if (top < scroller.scrollTop + kRow)
      scroller.scrollTop = top - kRow;
    else if (top + kRow > scroller.scrollTop + room)
      scroller.scrollTop = top + 2 * kRow - room;
  };
}

function lane_layout(picture) {
  const digits = String(picture.steps.length).length;
  const unit = letter_width();
  const layout = {unit, left: Math.ceil(2 * (Math.max(digits, 4) + 3) * unit),
                  lanes: [],
                  slots: place_bars(picture.bars), last: picture.steps.length};
  let x = layout.left;
  picture.lanes.forEach((lane, i) => {
    const slots = Math.min(kMostSlots, 1 + Math.max(-1, ...picture.bars
      .filter((bar) => bar.lane === i).map((bar) => layout.slots.get(bar))));
    let letters = Math.max(12, lane.name.length + lane.kind.length + 1);
    for (const step of picture.steps)
      if (step.lane === i) letters = Math.max(letters, row_letters(step));
    const text = 14 + slots * kSlot;
    const width = Math.ceil(text + letters * unit + 18);
    layout.lanes.push({x, text, width});
    x += width;
  });
  layout.changes = x;
  layout.width = x + Math.ceil(46 * unit);
  return layout;
}

function letter_width() {
  const probe = element("span", {class: "probe"}, "0".repeat(100));
  document.body.append(probe);
  const width = probe.getBoundingClientRect().width / 100;
  probe.remove();
  return width || 8;
}

// How many letters a row takes, signs and words beside its text included. A
// long text is cut; all of it stands in the state.
function row_letters(step) {
  const behind = step.after ? step.after.length + 3 :
    step.kind === "waiting" ? "blocked".length + 3 : 0;
  return Math.min(44, step.text.length) + 1 + behind +
    (step.marked ? 2 : 0) + (step.repeats ? 2 : 0) + 2 * (step.depth || 0);
}

function lane_heads(picture, layout) {
  const head = (text, x, width, ...more) => element(
    "span", {role: "columnheader", class: "cell",
             style: `left: ${x}px; width: ${width}px`}, text, more);
  return element(
    "div", {role: "rowgroup", class: "lane-heads"},
    element("div", {role: "row"},
            head("step", 0, layout.left / 2),
            head("line", layout.left / 2, layout.left / 2),
            picture.lanes.map((lane, i) => head(
              lane.name, layout.lanes[i].x, layout.lanes[i].width,
              element("span", {class: "kind"}, " " + lane.kind))),
            head("changes", layout.changes, layout.width - layout.changes)));
}

function chunk(check, finding, layout, from, rows) {
  const {steps} = finding.picture;
  const to = Math.min(steps.length, from + kChunk);
  const height = (to - from) * kRow;
  const node = element("div", {
    role: "rowgroup", class: "chunk",
    style: `height: ${height}px; contain-intrinsic-size: ${layout.width}px ` +
           `${height}px`});
  node.append(chunk_bars(finding.picture, layout, from, to));
  for (let i = from; i < to; ++i) {
    const row = lane_row(check, finding, layout, i, kRow * (i - from));
    rows.push(row);
    node.append(row);
  }
  return node;
}

function lane_row(check, finding, layout, i, top) {
  const {steps, start, lanes} = finding.picture;
  const step = steps[i];
  const lane = layout.lanes[step.lane];
  const kind = step.kind || "done";
  const cell = (x, width, name, ...content) => element(
    "span", {role: "cell", class: "cell " + name,
             "data-lane": name === "text" ? lanes[step.lane].name : null,
             style: `left: ${x}px; width: ${width}px`}, content);
  const indent = 2 * layout.unit * (step.depth || 0);
  return element(
    "div", {role: "row", class: `row ${kind}${step.marked ? " marked" : ""}`,
            "aria-rowindex": i + 2, "data-step": i + 1,
            style: `top: ${top}px`},
    cell(0, layout.left / 2, "number",
         finding.address === undefined ? String(i + 1) :
           element("a", {href: address_of(check, finding, i + 1),
                         title: "link to this step"}, String(i + 1))),
    cell(layout.left / 2, layout.left / 2, "line",
         step.line ? String(step.line) : ""),
    cell(lane.x + lane.text + indent, lane.width - lane.text - indent, "text",
         element("span", {title: step.text},
                 step.marked ? "▸ " : "", step.repeats ? "↻ " : "", step.text),
         step.after ? element("span", {class: "broke"}, step.after) : "",
         kind === "waiting" ? element("span", {class: "waits-word"},
                                      "blocked") : ""),
    cell(layout.changes, layout.width - layout.changes, "changes",
         (step.changes || []).map(([fact, text]) =>
           `${start[fact].name}: ${text || "–"}`).join("; ")));
}
