// What lasts longer than a step, drawn behind the rows: held locks and
// signalling sections as bars, blocked spans as hatched areas, arrows from the
// step that let somebody go on. Everything in words is in the state beside it.

// Which of the narrow columns of its lane a bar stands in: the first that is
// free. Blocked spans and the line of life have none.
function place_bars(bars) {
  const slots = new Map();
  const ends = new Map();  // per lane: where each slot is free again
  for (const bar of bars) {
    if (bar.kind !== "held" && bar.kind !== "section") {
      slots.set(bar, -1);
      continue;
    }
    if (!ends.has(bar.lane)) ends.set(bar.lane, []);
    const taken = ends.get(bar.lane);
    const from = bar.from === undefined ? -1 : bar.from;
    let slot = taken.findIndex((end) => end <= from);
    if (slot < 0) slot = taken.length;
    taken[slot] = bar.to === undefined ? Infinity : bar.to;
    slots.set(bar, Math.min(slot, kMostSlots - 1));
  }
  return slots;
}

// Where a bar begins and ends, in rows from the top. One that a row made or
// ended reaches to the middle of that row; a blocked one begins below it.
function bar_rows(bar, last) {
  const middle = bar.kind === "blocked" ? 1 : 0.5;
  return {from: bar.from === undefined ? 0 : bar.from + middle,
          to: bar.to === undefined ? last : bar.to + 0.5};
}

function chunk_bars(picture, layout, from, to) {
  const layer = element("div", {class: "bars", "aria-hidden": "true"});
  for (const bar of bars_between(picture, from, to)) {
    const rows = bar_rows(bar, layout.last);
    const top = Math.max(rows.from, from), bottom = Math.min(rows.to, to);
    if (bottom > top) layer.append(bar_box(picture, layout, bar, {
      top: top - from, height: bottom - top, from,
      begins: rows.from >= from, ends: rows.to <= to}));
  }
  const arrows = picture.arrows.filter((a) => a.from < to && a.to >= from);
  if (arrows.length > 0) layer.append(arrow_layer(picture, layout, arrows,
                                                  from, to));
  return layer;
}

// Bars by chunk, so that no chunk has to look at all of them.
function bars_between(picture, from, to) {
  if (!picture.by_chunk) {
    picture.by_chunk = [];
    for (const bar of picture.bars) {
      const rows = bar_rows(bar, picture.steps.length);
      for (let c = Math.floor(rows.from / kChunk);
           c * kChunk < rows.to; ++c)
        (picture.by_chunk[c] = picture.by_chunk[c] || []).push(bar);
    }
  }
  return picture.by_chunk[Math.floor(from / kChunk)] || [];
}

function bar_box(picture, layout, bar, place) {
  const lane = layout.lanes[bar.lane];
  const slot = layout.slots.get(bar);
  const narrow = bar.kind !== "blocked";
  const x = bar.kind === "alive" ? lane.x + 5 :
    narrow ? lane.x + 12 + slot * kSlot : lane.x + 1;
  const width = bar.kind === "alive" ? 1 : narrow ? kSlot - 2 : lane.width - 4;
  const kind = bar.kind === "held" ? `held c${bar.object % 8}` : bar.kind;
  const ends = (place.begins ? " begins" : "") + (place.ends ? " ends" : "");
  const box = element("div", {
    class: `bar ${kind}${ends}`,
    title: bar.kind === "alive" ? null : bar_title(picture, bar),
    style: `left: ${x}px; width: ${width}px; top: ${place.top * kRow}px; ` +
           `height: ${place.height * kRow}px`});
  if (bar.kind === "blocked" && place.begins && !says_itself(picture, bar))
    box.append(element("span", {class: "waits",
                                style: `left: ${lane.text}px; max-width: ` +
                                       `${lane.width - lane.text - 6}px`},
                       "waits for " + bar.text));
  return box;
}

// Is the first row of the span the attempt itself?
function says_itself(picture, bar) {
  const row = picture.steps[bar.from === undefined ? 0 : bar.from + 1];
  return !row || row.lane === bar.lane;
}

function bar_title(picture, bar) {
  const who = picture.lanes[bar.lane].name;
  const from = bar.from === undefined ? "the start" : `step ${bar.from + 1}`;
  const to = bar.to === undefined ? "the end" : `step ${bar.to + 1}`;
  const what = {held: `${who} holds ${bar.text}`,
                section: `${who} is in a signalling section`,
                blocked: `${who} waits for ${bar.text}`}[bar.kind];
  return `${what}, from ${from} to ${to}`;
}

function arrow_layer(picture, layout, arrows, from, to) {
  const drawing = svg("svg", {width: layout.width, height: (to - from) * kRow});
  const head = (kind) => `${kind}-head-${from}`;
  drawing.append(arrow_head(head("signal")), arrow_head(head("lock"), "lock"));
  arrows.forEach((arrow, i) => {
    const woken = picture.lanes[picture.steps[arrow.to].lane].name;
    drawing.append(svg(
      "path", {class: "wake " + arrow.kind,
               "marker-end": `url(#${head(arrow.kind)})`,
               d: arrow_path(picture, layout, arrow, from, i % 3 * 3)},
      svg("title", {}, `${arrow.text}: step ${arrow.from + 1} lets ${woken} ` +
        "go on")));
  });
  return drawing;
}

// From the end of one step's text, down between the lanes, to the other's.
function arrow_path(picture, layout, arrow, from, aside) {
  const source = text_span(picture, layout, arrow.from);
  const target = text_span(picture, layout, arrow.to);
  const y1 = (arrow.from - from + 0.5) * kRow;
  const y2 = (arrow.to - from + 0.5) * kRow;
  const right = target.lane.x > source.lane.x;
  const x1 = source.to;
  const x2 = right ? target.lane.x + 3 : target.to + 2;
  const x = right ? target.lane.x - 7 - aside :
    target.lane.x + target.lane.width - 5 - aside;
  const turn = right ? 5 : -5;
  return `M${x1} ${y1} H${x - Math.sign(x - x1) * 5} Q${x} ${y1} ${x} ` +
    `${y1 + 5} V${y2 - 5} Q${x} ${y2} ${x + turn} ${y2} H${x2}`;
}

function text_span(picture, layout, i) {
  const step = picture.steps[i];
  const lane = layout.lanes[step.lane];
  const from = lane.x + lane.text + 2 * layout.unit * (step.depth || 0);
  const room = lane.x + lane.width - 14;
  return {lane, to: Math.min(room,
                             from + (row_letters(step) - 2 *
                               (step.depth || 0)) * layout.unit + 6)};
}
