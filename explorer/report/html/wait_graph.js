// Who waits for whom at the end, as a drawing: those that the finding is about
// in a ring, whoever waits for them in a row below. What would not fit so is
// drawn as a ladder.

const kGraph = {width: 560, node: 34, letters: 24};

function wait_graph(finding) {
  const {blocked} = finding;
  if (!blocked.some((b) => b.waits_on.length > 0)) return null;
  const drawing = fits_ring(blocked) ? wait_ring(blocked) :
    wait_ladder(finding);
  drawing.setAttribute("aria-label", "Waits: " + finding.sentences.map(
    (s) => s.trim()).join("; "));
  return element("figure", {}, drawing);
}

// Few roots with short words, and all others wait for them alone.
function fits_ring(blocked) {
  const roots = blocked.filter((b) => b.root).map((b) => b.context);
  const others = blocked.filter((b) => !b.root);
  return roots.length > 0 && roots.length < 4 && others.length < 3 &&
    others.every((b) => b.waits_on.every((on) => roots.includes(on))) &&
    blocked.every((b) => b.waits_for.split(",")[0].length <= kGraph.letters &&
      b.context.length <= kGraph.letters && (b.waits_on.length < 2));
}

function wait_ring(blocked) {
  const names = new Set(blocked.map((b) => b.context));
  for (const b of blocked) for (const on of b.waits_on) names.add(on);
  const roots = ring_order(blocked.filter((b) => b.root));
  const others = [...names].filter((name) => !roots.includes(name));
  const height = (roots.length > 2 ? 280 : 150) + (others.length ? 110 : 0);
  const at = positions(roots, others, height);
  const drawing = svg(
    "svg", {class: "wait-graph", role: "img",
            viewBox: `0 0 ${kGraph.width} ${height}`},
    arrow_head("waits-head"));
  for (const b of blocked)
    for (const on of b.waits_on)
      drawing.append(wait_edge(at, b, on));
  for (const [name, p] of at) drawing.append(node_box(name, p, roots));
  return drawing;
}

// From each root to one that it waits for, so that the ring has no crossings.
function ring_order(roots) {
  const order = [];
  let next = roots[0];
  while (next && order.length < roots.length) {
    order.push(next.context);
    next = roots.find((b) => !order.includes(b.context) &&
                      order.length > 0 && by_name(
      roots, order[order.length - 1]).waits_on.includes(b.context)) ||
      roots.find((b) => !order.includes(b.context));
  }
  return order;
}

function by_name(blocked, name) {
  return blocked.find((b) => b.context === name);
}

function positions(roots, others, height) {
  const at = new Map();
  const middle = {x: kGraph.width / 2,
                  y: (height - (others.length ? 110 : 0)) / 2};
  const rx = kGraph.width / 2 - 90;
  const ry = roots.length > 2 ? middle.y - 40 : 0;
  roots.forEach((name, i) => {
    const angle = Math.PI + 2 * Math.PI * i / roots.length;
    const alone = roots.length === 1;
    at.set(name, {x: alone ? middle.x : middle.x + rx * Math.cos(angle),
                  y: alone ? middle.y + 20 : middle.y + ry * Math.sin(angle)});
  });
  others.forEach((name, i) => {
    at.set(name, {x: kGraph.width * (i + 0.5) / others.length,
                  y: height - 30});
  });
  return at;
}

function node_box(name, p, roots) {
  const width = Math.max(70, name.length * 8 + 20);
  return svg("g", {class: roots.includes(name) ? "root" : null},
             svg("rect", {x: p.x - width / 2, y: p.y - kGraph.node / 2, width,
                          height: kGraph.node, rx: 6}),
             svg("text", {x: p.x, y: p.y + 5, "text-anchor": "middle"}, name));
}

// Bent to its left, which is outwards in a ring, so that there and back are two
// lines.
function wait_edge(at, b, on) {
  const label = b.waits_for.split(",")[0];
  const from = at.get(b.context), to = at.get(on);
  if (b.context === on) return wait_loop(from, label);
  const dx = to.x - from.x, dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const bend = Math.min(52, length / 4);
  const straight = {x: (from.x + to.x) / 2, y: (from.y + to.y) / 2};
  const middle = {x: straight.x + dy / length * bend,
                  y: straight.y - dx / length * bend};
  const a = outside(from, middle, b.context), z = outside(to, middle, on);
  return svg("g", {class: "edge"},
             svg("path", {d: `M${a.x} ${a.y} Q${middle.x} ${middle.y} ${z.x} ` +
                             `${z.y}`, "marker-end": "url(#waits-head)"}),
             svg("text", {x: (straight.x + 2 * middle.x) / 3,
                          y: (straight.y + 2 * middle.y) / 3 + 4,
                          "text-anchor": "middle"}, label));
}

function wait_loop(p, label) {
  const top = p.y - kGraph.node / 2;
  return svg("g", {class: "edge"},
             svg("path", {d: `M${p.x - 20} ${top} C${p.x - 50} ${top - 50} ` +
                             `${p.x + 50} ${top - 50} ${p.x + 20} ${top - 2}`,
                          "marker-end": "url(#waits-head)"}),
             svg("text", {x: p.x, y: top - 44, "text-anchor": "middle"},
                 label));
}

// Where the line from a node's middle leaves its box.
function outside(p, towards, name) {
  const half = {x: Math.max(70, name.length * 8 + 20) / 2 + 3,
                y: kGraph.node / 2 + 3};
  const dx = towards.x - p.x, dy = towards.y - p.y;
  const scale = Math.min(half.x / Math.abs(dx || 1e-9),
                         half.y / Math.abs(dy || 1e-9));
  return {x: p.x + dx * scale, y: p.y + dy * scale};
}

function arrow_head(id, kind) {
  return svg("defs", {}, svg("marker", {
    id, class: kind, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    orient: "auto-start-reverse"}, svg("path", {d: "M0 0 L8 4 L0 8 z"})));
}
