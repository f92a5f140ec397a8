// A report goes from its heading to the next one, whoever wrote that.
#include "explorer/exchange/import.h"

#include <map>

#include "explorer/exchange/circular.h"
#include "explorer/exchange/dept.h"
#include "explorer/exchange/ftrace.h"
#include "explorer/exchange/hung_task.h"
#include "explorer/exchange/single_context.h"

namespace picket {
namespace {

struct Heading {
  std::size_t at = 0;
  LogKind kind = LogKind::any;  // any: of a kind that is not read
  LockdepKind lockdep = LockdepKind::circular;
};

// `inside`: the kind of report that has begun, whose parts look like the
// beginning of one that lost its heading.
std::optional<Heading> heading_at(const Log& log, std::size_t at,
                                  LogKind inside) {
  const std::string& text = log[at].text;
  if (text.starts_with("# ") || text.starts_with("Subject:"))
    return std::nullopt;
  const auto is = [&](LockdepKind kind) {
    return Heading{at, LogKind::lockdep, kind};
  };
  if (contains(text, "possible circular locking dependency"))
    return is(LockdepKind::circular);
  if (contains(text, "possible recursive locking"))
    return is(LockdepKind::recursive);
  if (contains(text, "inconsistent lock state"))
    return is(LockdepKind::inconsistent);
  if (contains(text, "irq lock inversion dependency") ||
      contains(text, "-unsafe lock order detected"))
    return is(LockdepKind::irq_order);
  if (contains(text, "Invalid wait context"))
    return is(LockdepKind::wait_context);
  if (contains(text, "bad unlock balance"))
    return is(LockdepKind::unlock_balance);
  if (contains(text, "held lock freed")) return is(LockdepKind::freed_held);
  if (contains(text, "lock held when returning to user") ||
      contains(text, "still has locks held!"))
    return is(LockdepKind::left_held);
  if (contains(text, "suspicious RCU usage")) return is(LockdepKind::rcu_usage);
  if (contains(text, "sleeping function called from invalid context") ||
      contains(text, "scheduling while atomic"))
    return is(LockdepKind::atomic_sleep);
  if (contains(text, "Nested lock was not taken"))
    return is(LockdepKind::nest_lock);
  if (contains(text, "INFO: task ")) return Heading{at, LogKind::hung_task};
  if (contains(text, "DEPT: Circular") ||
      (text == "context A" && inside != LogKind::dept))
    return Heading{at, LogKind::dept};
  if (inside != LogKind::lockdep) {
    if (contains(text, "is trying to acquire lock") ||
        contains(text, "is already holding lock") ||
        contains(text, "existing dependency chain"))
      return is(LockdepKind::circular);
    if (contains(text, "Possible interrupt unsafe locking scenario"))
      return is(LockdepKind::irq_order);
  }
  if (contains(text, "DEPT: ") || contains(text, "BUG: ")) return Heading{at};
  return std::nullopt;
}

std::vector<Heading> headings(const Log& log) {
  std::vector<Heading> found;
  for (std::size_t k = 0; k < log.size(); ++k)
    if (const auto heading = heading_at(
            log, k, found.empty() ? LogKind::any : found.back().kind))
      found.push_back(*heading);
  return found;
}

Draft draft_of(const LockdepReport& report) {
  switch (report.kind) {
    case LockdepKind::circular: return draft_circular(report);
    case LockdepKind::recursive: return draft_recursive(report);
    case LockdepKind::inconsistent: return draft_inconsistent(report);
    case LockdepKind::irq_order: return draft_irq_order(report);
    case LockdepKind::wait_context: return draft_wait_context(report);
    case LockdepKind::unlock_balance: return draft_unlock_balance(report);
    case LockdepKind::freed_held:
    case LockdepKind::left_held: return draft_held_at_end(report);
    case LockdepKind::rcu_usage: return draft_rcu_usage(report);
    case LockdepKind::nest_lock: return draft_nest_lock(report);
    case LockdepKind::atomic_sleep: return draft_atomic_sleep(report);
  }
  return {};
}

std::string source_of(const LockdepReport& report) {
  std::string text = report.dept ? "DEPT report" : "lockdep report";
  if (!report.kernel.empty()) text += ", Linux " + report.kernel;
  if (!report.task.empty()) text += ", task " + report.task;
  return text;
}

// The names of a file, each with the number that its next namesake tries.
using Names = std::map<std::string, int>;

// Names are unique in the file.
void write(Draft draft, Names& names, Imported& out) {
  // What it was named after may have had no letter.
  while (draft.name.ends_with("-")) draft.name.pop_back();
  const std::string first = draft.name;
  const auto [of, is_new] = names.try_emplace(first, 2);
  bool free = is_new;
  while (!free) {
    draft.name = first + "-" + std::to_string(of->second++);
    free = names.try_emplace(draft.name, 2).second;
  }
  if (out.scenarios++ > 0) out.yaml += "---\n";
  out.yaml += to_yaml(draft);
}

void import_ring(const Log& log, std::size_t to, const Heading& heading,
                 Names& names, Imported& out) {
  const LockdepReport report =
      heading.kind == LogKind::dept
          ? read_dept(log, heading.at, to, out.problems)
          : read_lockdep(log, heading.at, to, heading.lockdep, out.problems);
  Draft draft = draft_of(report);
  if (draft.threads.empty()) {
    const bool locks = !report.chain.empty() || !report.wanted.name.empty() ||
                       !report.held.name.empty() || !report.safe.name.empty();
    out.problems.push_back(
        {report.line, (locks ? "too little can be read of: "
                             : "no lock is named in what is left of: ") +
                          log[heading.at].text});
    return;
  }
  draft.source = source_of(report);
  write(draft, names, out);
}

void import_hung_tasks(const Log& log, std::size_t from, std::size_t to,
                       Names& names, Imported& out) {
  const Draft draft = draft_hung_tasks(read_hung_tasks(log, from, to));
  if (draft.threads.empty())
    out.problems.push_back(
        {log[from].number, "too little can be read of: " + log[from].text});
  else
    write(draft, names, out);
}

// The events of a log are one run, whatever is between them.
void import_trace(const Log& log, Names& names, Imported& out) {
  const TraceRun run = read_trace(log);
  if (run.events == 0) return;
  const Draft draft = draft_trace(run);
  if (draft.threads.empty())
    out.problems.push_back(
        {log.front().number,
         "nothing in the events of this trace can be a step"});
  else
    write(draft, names, out);
}

void import_reports(const Log& log, LogKind kind, Names& names, Imported& out) {
  const std::vector<Heading> found = headings(log);
  for (std::size_t k = 0; k < found.size(); ++k) {
    const LogKind here = found[k].kind;
    std::size_t next = k + 1;
    // Hung tasks of a log belong together, whatever is between them.
    while (here == LogKind::hung_task && next < found.size() &&
           (found[next].kind == here || found[next].kind == LogKind::any))
      ++next;
    const std::size_t to = next < found.size() ? found[next].at : log.size();
    if (here != LogKind::any && (kind == LogKind::any || kind == here)) {
      if (here == LogKind::hung_task)
        import_hung_tasks(log, found[k].at, to, names, out);
      else
        import_ring(log, to, found[k], names, out);
    }
    k = next - 1;
  }
}

}  // namespace

Imported import_log(std::string_view text, LogKind kind) {
  Imported out;
  const Log log = clean_log(text);
  Names names;
  for (const Log& one : by_caller(log)) import_reports(one, kind, names, out);
  if (kind == LogKind::any || kind == LogKind::ftrace)
    import_trace(log, names, out);
  return out;
}

}  // namespace picket
