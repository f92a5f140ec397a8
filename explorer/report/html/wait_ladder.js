// Who waits for whom where a ring would not fit: those of the cycle below each
// other, the way back along the left; whoever waits for them indented below.

const kLadder = {row: 52, indent: 32, left: 34, node: 28, letter: 8};

function wait_ladder(finding) {
  const places = ladder_places(finding.blocked);
  const height = places.size * kLadder.row + 4;
  const drawing = svg("svg", {role: "img", class: "wait-graph"},
                      arrow_head("waits-head"));
  let width = 0;
  for (const b of finding.blocked)
    for (const on of b.waits_on) {
      const edge = ladder_edge(places, b, on);
      width = Math.max(width, edge.right);
      drawing.append(edge.node);
    }
  for (const [name, place] of places) {
    drawing.append(ladder_node(name, place));
    width = Math.max(width, place.x + node_width(name) + 10);
  }
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("style", `max-width: ${width}px`);
  return drawing;
}

function node_width(name) {
  return name.length * kLadder.letter + 20;
}

// {x, y, root} by name: the roots in the order of their cycle, then everybody
// below whom they wait for.
function ladder_places(blocked) {
  const places = new Map();
  const put = (name, depth, root) => places.set(name, {
    x: kLadder.left + kLadder.indent * depth, depth, root,
    y: kLadder.row * places.size + kLadder.node / 2 + 2});
  for (const name of ring_order(blocked.filter((b) => b.root)))
    put(name, 0, true);
  const put_waiters = (name) => {
    for (const b of blocked)
      if (b.waits_on.includes(name) && !places.has(b.context)) {
        put(b.context, places.get(name).depth + 1, false);
        put_waiters(b.context);
      }
  };
  for (const name of [...places.keys()]) put_waiters(name);
  for (const b of blocked)
    for (const name of [b.context, ...b.waits_on])
      if (!places.has(name)) {
        put(name, 0, false);
        put_waiters(name);
      }
  return places;
}

function ladder_node(name, place) {
  return svg("g", {class: place.root ? "root" : null},
             svg("rect", {x: place.x, y: place.y - kLadder.node / 2, rx: 6,
                          width: node_width(name), height: kLadder.node}),
             svg("text", {x: place.x + 10, y: place.y + 5}, name));
}

function ladder_edge(places, b, on) {
  const from = places.get(b.context), to = places.get(on);
  const label = b.waits_for.split(",")[0];
  const half = kLadder.node / 2;
  const below = from.y + half;
  const next = to.y - from.y === kLadder.row && to.x === from.x;
  const at = {x: from.x + 30, y: below + 17};
  let way;
  if (next) {
    way = `M${from.x + 20} ${below} V${to.y - half - 2}`;
  } else if (from.depth > to.depth) {
    const x = to.x + 14;
    way = `M${from.x} ${from.y} H${x} V${to.y + half + 2}`;
    at.x = from.x + node_width(b.context) + 10;
    at.y = from.y + 5;
  } else {
    const x = Math.max(6, to.x - 22);
    way = `M${from.x + 20} ${below} V${below + 12} H${x} V${to.y} ` +
      `H${to.x - 3}`;
  }
  return {
    right: at.x + label.length * kLadder.letter + 6,
    node: svg("g", {class: "edge"},
              svg("path", {d: way, "marker-end": "url(#waits-head)"}),
              svg("text", at, label))};
}
