// A report goes from its heading to the next one, whoever wrote that.
#include "explorer/exchange/import.h"

#include <algorithm>

#include "explorer/exchange/circular.h"
#include "explorer/exchange/hung_task.h"

namespace picket {
namespace {

struct Heading {
  std::size_t at = 0;
  std::optional<LockdepKind> lockdep;  // none: a report of another kind
  bool hung = false;
};

std::optional<Heading> heading_at(const Log& log, std::size_t at) {
  const std::string& text = log[at].text;
  const auto is = [&](LockdepKind kind) { return Heading{at, kind, false}; };
  if (contains(text, "possible circular locking dependency"))
    return is(LockdepKind::circular);
  if (contains(text, "possible recursive locking"))
    return is(LockdepKind::recursive);
  if (contains(text, "inconsistent lock state"))
    return is(LockdepKind::inconsistent);
  if (contains(text, "irq lock inversion dependency") ||
      contains(text, "-unsafe lock order detected"))
    return is(LockdepKind::irq_order);
  if (contains(text, "INFO: task ")) return Heading{at, std::nullopt, true};
  for (const char* other :
       {"Invalid wait context", "DEPT: ", "BUG: ", "suspicious RCU usage"})
    if (contains(text, other)) return Heading{at, std::nullopt, false};
  return std::nullopt;
}

std::vector<Heading> headings(const Log& log) {
  std::vector<Heading> found;
  for (std::size_t k = 0; k < log.size(); ++k)
    if (const auto heading = heading_at(log, k)) found.push_back(*heading);
  return found;
}

Draft draft_of(const LockdepReport& report) {
  switch (report.kind) {
    case LockdepKind::circular: return draft_circular(report);
    case LockdepKind::recursive: return draft_recursive(report);
    case LockdepKind::inconsistent: return draft_inconsistent(report);
    case LockdepKind::irq_order: return draft_irq_order(report);
  }
  return {};
}

std::string source_of(const LockdepReport& report) {
  std::string text = "lockdep report";
  if (!report.kernel.empty()) text += ", Linux " + report.kernel;
  if (!report.task.empty()) text += ", task " + report.task;
  return text;
}

// Names are unique in the file.
void write(Draft draft, std::vector<std::string>& names, Imported& out) {
  const std::string first = draft.name;
  for (int k = 2;
       std::find(names.begin(), names.end(), draft.name) != names.end(); ++k)
    draft.name = first + "-" + std::to_string(k);
  names.push_back(draft.name);
  if (out.scenarios++ > 0) out.yaml += "---\n";
  out.yaml += to_yaml(draft);
}

void import_lockdep(const Log& log, std::size_t to, const Heading& heading,
                    std::vector<std::string>& names, Imported& out) {
  const LockdepReport report =
      read_lockdep(log, heading.at, to, *heading.lockdep, out.problems);
  Draft draft = draft_of(report);
  if (draft.threads.empty()) {
    out.problems.push_back(
        {report.line, "too little can be read of: " + log[heading.at].text});
    return;
  }
  draft.source = source_of(report);
  write(draft, names, out);
}

void import_hung_tasks(const Log& log, std::size_t from, std::size_t to,
                       std::vector<std::string>& names, Imported& out) {
  const Draft draft = draft_hung_tasks(read_hung_tasks(log, from, to));
  if (draft.threads.empty())
    out.problems.push_back(
        {log[from].number, "too little can be read of: " + log[from].text});
  else
    write(draft, names, out);
}

}  // namespace

Imported import_log(std::string_view text, LogKind kind) {
  Imported out;
  const Log log = clean_log(text);
  const std::vector<Heading> found = headings(log);
  std::vector<std::string> names;
  for (std::size_t k = 0; k < found.size(); ++k) {
    std::size_t next = k + 1;
    // Hung tasks of a log belong together, whatever is between them.
    while (found[k].hung && next < found.size() && !found[next].lockdep) ++next;
    const std::size_t to = next < found.size() ? found[next].at : log.size();
    if (found[k].lockdep && kind != LogKind::hung_task)
      import_lockdep(log, to, found[k], names, out);
    if (found[k].hung && kind != LogKind::lockdep)
      import_hung_tasks(log, found[k].at, to, names, out);
    k = next - 1;
  }
  return out;
}

}  // namespace picket
