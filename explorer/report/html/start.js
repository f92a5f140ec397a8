// What the address says is shown; keys move.

function show_place() {
  if (report.scenarios) return show_comparison();
  const place = place_at(location.hash);
  const page = document.getElementById("page");
  const same = view && place.finding && view.finding === place.finding;
  if (!same) {
    view = null;
    const parts = place.check ? check_page(place.check, place.finding) :
      check_list_page();
    page.replaceChildren(element("main", {}, parts.flat(Infinity)
      .filter(Boolean)));
    document.title = (place.check ? place.check.name + " – " : "") +
      "picket report";
    window.scrollTo(0, 0);
  }
  if (!view) return;
  const named = place.step !== undefined;
  view.select(named ? place.step : view.last, named);
  if (named && !same)
    document.querySelector(".schedule").scrollIntoView();
}

function show_comparison() {
  document.title = "Annotation policies";
  document.getElementById("page").replaceChildren(
    element("main", {}, comparison_page()));
}

const kKeys = {
  j: () => view.go(view.selected() + 1),
  k: () => view.go(view.selected() - 1),
  ArrowDown: () => view.go(view.selected() + 1),
  ArrowUp: () => view.go(view.selected() - 1),
  Home: () => view.go(0),
  End: () => view.go(view.last),
};

// Letters anywhere but in a field; the others only where the schedule has the
// focus, since elsewhere they scroll.
function on_key(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !view) return;
  if (event.target.closest("input, textarea, select")) return;
  const act = kKeys[event.key];
  if (!act) return;
  if (event.key.length > 1 && !event.target.closest(".lanes")) return;
  event.preventDefault();
  act();
}

document.addEventListener("DOMContentLoaded", () => {
  read_report();
  show_place();
  addEventListener("hashchange", show_place);
  document.addEventListener("keydown", on_key);
  // What is folded is unfolded on paper.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details"))
      folded.open = true;
  });
});
