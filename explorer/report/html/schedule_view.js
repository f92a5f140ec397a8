// The schedule and the state beside it: which step is selected, and moving on.
// Step 0 is the start; step n is the n-th row.

let view = null;  // of the finding on the page

// So few rows leave room for the state below them.
const kLow = 24;

function schedule_view(check, finding) {
  const {steps} = finding.picture;
  const last = steps.length;
  const lanes = lanes_view(check, finding, (step) => go(step));
  const states = new StateReader(finding.picture);
  const panel = step_panel(last, (step) => go(step));
  let selected = null;

  function select(step, scroll) {
    const to = Math.max(0, Math.min(last, step));
    lanes.mark(to, scroll);
    panel.show(check, finding, to, states.at(to));
    if (selected !== null && selected !== to) mark_source(finding, to);
    selected = to;
  }
  // Into the address as well, but not into the browser's history.
  function go(step) {
    select(step, true);
    history.replaceState(null, "", address_of(check, finding, selected));
  }
  view = {finding, select, go, selected: () => selected, last};
  return {lanes: lanes.node, panel: panel.node,
          stacked: lanes.broad && last <= kLow};
}

// The facts after any step: read forwards from the last one asked for, or from
// the start.
class StateReader {
  constructor(picture) {
    this.picture = picture;
    this.rewind();
  }

  rewind() {
    this.step = 0;
    this.texts = this.picture.start.map((fact) => fact.text);
  }

  // [{name, text, was}]; `was` where the step changed it.
  at(step) {
    if (step <= this.step) this.rewind();
    let before = new Map();
    while (this.step < step) {
      before = new Map();
      for (const [fact, text] of this.picture.steps[this.step].changes || []) {
        before.set(fact, this.texts[fact]);
        this.texts[fact] = text;
      }
      ++this.step;
    }
    return this.picture.start.map((fact, i) => (
      {name: fact.name, text: this.texts[i], was: before.get(i)}));
  }
}

// The contexts that cannot go on after a step, and what each waits for.
function blocked_after(picture, step) {
  return picture.bars.filter(
    (bar) => bar.kind === "blocked" &&
      (bar.from === undefined || bar.from < step) &&
      (bar.to === undefined || bar.to >= step));
}
