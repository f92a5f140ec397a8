// The report as it stands in the page, with an address for every check and
// finding.

let report = null;

const kStandings = {
  failed: {word: "FAIL", about: "not as expected"},
  inconclusive: {word: "limit", about: "a limit was hit"},
  found: {word: "found", about: "what was expected was found"},
  passed: {word: "pass", about: "nothing found, nothing expected"},
};

function read_report() {
  report = JSON.parse(document.getElementById("report").textContent);
  if (report.scenarios) return;  // a comparison of policies
  const taken = new Set();
  for (const check of report.checks) {
    check.address = unused(taken, address_word(check.name));
    const inside = new Set();
    name_findings(check.findings);
    for (const finding of check.findings) {
      const words = [finding.code, ...finding.arguments].join(".");
      finding.address = unused(inside, address_word(words));
      finding.file = finding.file || check.file;
      finding.schedule_file = check.file;
    }
  }
}

// Several may be alike but for who it happens to, which the message begins
// with: "t[1]: lock-held-at-exit of mutex m".
function name_findings(findings) {
  const times = new Map();
  for (const {words} of findings) times.set(words, (times.get(words) || 0) + 1);
  for (const finding of findings) {
    const who = finding.message.match(/^([^: ]+): /);
    finding.name = times.get(finding.words) > 1 && who ?
      `${finding.words}, ${who[1]}` : finding.words;
  }
}

// Letters that an address keeps as they are; a slash separates its parts.
function address_word(text) {
  return text.replace(/[^A-Za-z0-9_.-]+/g, ".");
}

function unused(taken, word) {
  let free = word;
  for (let n = 2; taken.has(free); ++n) free = `${word}~${n}`;
  taken.add(free);
  return free;
}

// "#check", "#check/finding", "#check/finding/12"
function address_of(check, finding, step) {
  let text = "#" + check.address;
  if (finding) text += "/" + finding.address;
  if (finding && step !== undefined) text += "/" + step;
  return text;
}

// What an address names: {check, finding, step}; any may be missing.
function place_at(address) {
  const [check_word, finding_word, step] =
    decodeURIComponent(address.replace(/^#/, "")).split("/");
  const place = {};
  place.check = report.checks.find((c) => c.address === check_word);
  if (!place.check && !check_word && report.checks.length === 1)
    place.check = report.checks[0];
  if (!place.check) return place;
  const {findings} = place.check;
  place.finding =
    findings.find((f) => f.address === finding_word) || findings[0];
  const number = Number.parseInt(step, 10);
  if (place.finding && place.finding.address === finding_word && number >= 0)
    place.step = number;
  return place;
}

function line_text(file, line) {
  const lines = report.sources[file];
  return lines && line > 0 && line <= lines.length ? lines[line - 1] : null;
}
