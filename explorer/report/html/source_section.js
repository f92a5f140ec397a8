// The scenario's text, with the line of the selected step marked.

function source_section(check, finding) {
  const lines = report.sources[check.file];
  if (!lines) return null;
  const node = element("ol", {class: "source", tabindex: "0", role: "list",
                              id: "source", "aria-label": check.file});
  for (const line of lines)
    node.append(element("li", {}, element("code", {}, line || " ")));
  if (finding && finding.line && finding.file === check.file)
    node.children[finding.line - 1].classList.add("points");
  return element("section", {}, heading(2, "Scenario"),
                 element("p", {class: "file"}, check.file), node);
}

function mark_source(finding, step) {
  const list = document.getElementById("source");
  const row = finding.picture.steps[step - 1];
  if (!list) return;
  for (const marked of list.querySelectorAll(".selected"))
    marked.classList.remove("selected");
  if (!row || row.file || !row.line) return;
  const item = list.children[row.line - 1];
  if (!item) return;
  item.classList.add("selected");
  list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 3;
}
