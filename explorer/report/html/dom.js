// Building elements. All text goes through text nodes and attributes, never
// through markup: whatever a scenario is called, it is only shown.

const kSvg = "http://www.w3.org/2000/svg";

// element("a", {href: "#x", class: "step"}, "text", child, null, [children])
// Keys that begin with "on" are listeners.
function element(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(kSvg, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity))
    if (child !== null && child !== undefined && child !== false)
      node.append(child);
  return node;
}

// "1 check", "4 checks"
function counted(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function heading(level, text, id) {
  return element("h" + level, {id}, text);
}

// A sentence in which code stands between backticks.
function prose(text) {
  return text.split("`").map((part, i) => i % 2 === 1 ?
    element("code", {}, part) : part);
}

// Addresses in a text can be followed, those of the web only.
function with_links(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:)])/).map((part, i) =>
    i % 2 === 1 ? element("a", {href: part, rel: "noreferrer"}, part) : part);
}

// Lines as they are. Where they are cut off they can be scrolled, by keys too.
function text_block(text) {
  return element("pre", {tabindex: "0"}, text);
}

// A command to paste, with a button that copies it.
function command(text) {
  const button = element("button", {type: "button", class: "copy"}, "copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text).then(
      () => { button.textContent = "copied"; },
      () => { button.textContent = "select and copy"; });
  });
  return element("span", {class: "command"}, element("code", {}, text), button);
}
