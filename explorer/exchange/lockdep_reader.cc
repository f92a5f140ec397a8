// Reads by the phrases that lockdep prints between the parts; what is between
// them may be missing, broken into lines, or of another CPU.
#include <algorithm>
#include <cctype>

#include "explorer/exchange/lockdep_report.h"

namespace picket {
namespace {

struct Reader {
  const Log& log;
  std::size_t at, to;
  LockdepReport report;
  std::vector<LogProblem>& problems;
  CallTrace* trace = nullptr;         // where frames of this part go
  std::size_t links = 0;              // how many links of the chain were read
  bool in_box = false;                // of the scenario lockdep draws
  std::vector<std::string> box = {};  // its locks, in the order of its lines
  std::string held = {};              // "#1", of the last one held
  std::size_t list = 0;               // the line where their list may go on
};

void read_next_lock(Reader& r, LockText& into) {
  std::size_t next = r.at + 1;
  auto lock = next < r.to ? read_lock_lines(r.log, next) : std::nullopt;
  // Inlined functions each have a line of their own; the last is no such one.
  while (lock && !lock->address.empty() && next + 1 < r.to) {
    auto again = read_lock_text(r.log[next + 1].text);
    if (!again || again->address != lock->address ||
        again->name != lock->name || again->at.empty())
      break;
    lock = std::move(again);
    ++next;
  }
  if (!lock) {
    r.problems.push_back(
        {r.log[r.at].number, "no lock follows: " + r.log[r.at].text});
    return;
  }
  into = *lock;
  r.at = next;
}

// A chain shortened by hand: "(class): one -> two", with any arrow.
void read_frames_beside(std::string_view text, CallTrace& trace) {
  const std::size_t colon = text.rfind("): ");
  if (colon == std::string_view::npos) return;
  for (text = text.substr(colon + 3); !text.empty();) {
    text = trimmed(text);
    const std::size_t end = std::min(text.find(' '), text.size());
    if (const auto frame = read_frame(text.substr(0, end)))
      trace.push_back(*frame);
    text.remove_prefix(end);
  }
}

// "-> #2 (class){+.+.}-{3:3}:", perhaps broken into lines.
void read_link(Reader& r) {
  const std::string& text = r.log[r.at].text;
  const std::size_t hash = text.find('#');
  const std::size_t number =
      static_cast<std::size_t>(std::atoi(text.c_str() + hash + 1));
  const std::size_t open = text.find('(', hash);
  Log rest;
  for (std::size_t k = r.at; k < r.to && k < r.at + 7; ++k)
    rest.push_back(r.log[k]);
  std::size_t used = 0;
  if (number > 63) return;
  rest[0].text = open == std::string::npos ? "" : text.substr(open);
  const auto lock = read_lock_lines(rest, used);
  if (!lock) {
    r.problems.push_back({r.log[r.at].number, "not understood: " + text});
    return;
  }
  auto& chain = r.report.chain;
  if (chain.size() <= number) chain.resize(number + 1);
  chain[number] = {*lock, {}};
  r.trace = nullptr;
  r.links = number + 1;
  read_frames_beside(rest[used].text, chain[number].trace);
  r.at += used;
}

// "A --> B --> C", over several lines: the chain where there is no other.
void read_chain_line(Reader& r) {
  std::string all;
  std::size_t last = r.at;
  for (std::size_t k = r.at + 1; k < r.to && k < r.at + 6; ++k) {
    const std::string& text = r.log[k].text;
    if (contains(text, "Possible") || (text.empty() && !all.empty())) break;
    all += (all.empty() ? "" : " ") + text;
    last = k;
  }
  r.at = last;
  if (!r.report.chain.empty()) return;
  for (std::string_view rest = all; !rest.empty();) {
    const std::size_t arrow = std::min(rest.find("-->"), rest.size());
    ChainLink link;
    link.lock.name = std::string(trimmed(rest.substr(0, arrow)));
    if (!link.lock.name.empty()) r.report.chain.push_back(link);
    rest.remove_prefix(std::min(arrow + 3, rest.size()));
  }
}

// "#1: (class), at: function", whose number people cut away.
bool lists_held_lock(Reader& r) {
  const std::string& text = r.log[r.at].text;
  if (text.starts_with("#") && text.size() > 2 && text[1] != ' ' &&
      contains(text.substr(0, 5), ":"))
    return true;
  const bool below = r.at > 0 && (contains(r.log[r.at - 1].text, "held by ") ||
                                  r.list == r.at);
  return below && text.starts_with("(") && contains(text, ", at:");
}

void read_held_lock(Reader& r) {
  Log rest;
  for (std::size_t k = r.at; k < r.to && k < r.at + 7; ++k)
    rest.push_back(r.log[k]);
  std::string number;
  if (rest[0].text.starts_with("#")) {
    const std::size_t colon = rest[0].text.find(':');
    number = rest[0].text.substr(0, colon);
    rest[0].text = rest[0].text.substr(colon + 1);
  }
  std::size_t used = 0;
  const auto lock = read_lock_lines(rest, used);
  if (!lock) return;
  auto& all = r.report.all_held;
  // Inlined functions each have a line of their own.
  if (!number.empty() && number == r.held && !all.empty() &&
      all.back().name == lock->name)
    all.pop_back();
  r.held = number;
  all.push_back(*lock);
  r.at += used;
  r.list = r.at + 1;
}

// "in_atomic(): 1, irqs_disabled(): 0, pid: 17, name: toyd", and where that was
// switched off, on the same line or the next.
void read_atomic(Reader& r) {
  LockdepReport& report = r.report;
  report.trouble = r.log[r.at].text;
  if (report.trace.empty()) r.trace = &report.trace;
  const std::size_t name = report.trouble.find("name: ");
  if (name == std::string::npos) return;
  const std::string rest = report.trouble.substr(name + 6);
  report.task = rest.substr(0, rest.find(' '));
}

void read_task(Reader& r) {
  const std::string& text = r.log[r.at].text;
  for (const char* end : {" [HC", " is trying", " just changed", " takes",
                          " is freeing", " is leaving"}) {
    const std::size_t at = text.find(end);
    if (at == std::string::npos) continue;
    r.report.task = text.substr(0, at);
    return;
  }
}

// "toyd/17 is trying to release lock (&toy->lock) at:", the place below it.
void read_released_lock(Reader& r) {
  read_task(r);
  const std::string& text = r.log[r.at].text;
  const std::size_t open = text.find('(', text.find("release lock"));
  if (open == std::string::npos) return;
  if (auto lock = read_lock_text(text.substr(open))) r.report.wanted = *lock;
  const auto place = r.at + 1 < r.to ? read_frame(r.log[r.at + 1].text)
                                     : std::optional<Frame>{};
  if (place) r.report.wanted.at = place->function;
}

// The parts that name a lock on the line after; true if this line is one.
bool read_named_lock(Reader& r) {
  const std::string& text = r.log[r.at].text;
  LockdepReport& report = r.report;
  if (contains(text, "is trying to acquire") || text.ends_with("takes:") ||
      contains(text, "is trying to lock") ||
      contains(text, "with a lock still held")) {
    read_task(r);
    read_next_lock(r, report.wanted);
  } else if (contains(text, "but this task is not holding")) {
    if (r.at + 1 < r.to) report.trouble = r.log[++r.at].text;
  } else if (contains(text, "is already holding")) {
    read_next_lock(r, report.held);
  } else if (contains(text, "just changed the state of lock")) {
    read_task(r);
    read_next_lock(r, report.wanted);
  } else if (contains(text, "but this lock took another")) {
    report.safe = report.wanted;
    report.traced = TracedBy::interrupt;
    read_next_lock(r, report.unsafe);
  } else if (contains(text, "but this lock was taken by another")) {
    report.unsafe = report.wanted;
    report.traced = TracedBy::interrupted;
    read_next_lock(r, report.safe);
  } else if (contains(text, "irq-safe lock:")) {
    read_next_lock(r, report.safe);
  } else if (contains(text, "irq-unsafe lock:")) {
    read_next_lock(r, report.unsafe);
  } else if (contains(text, "is trying to release lock")) {
    read_released_lock(r);
  } else if (contains(text, "is leaving the kernel with locks")) {
    read_task(r);
  } else {
    return false;
  }
  r.trace = nullptr;
  return true;
}

bool ends_trace(const std::string& text) {
  for (const char* phrase :
       {"other info that", "Possible", "DEADLOCK", "irq event stamp",
        "which lock already", "locks held by", "lock held by", "INITIAL USE",
        "the shortest dependencies", "which would create", "... key"})
    if (contains(text, phrase)) return true;
  return false;
}

// The lock of an inconsistent state where the line before it is missing.
bool read_lone_lock(Reader& r) {
  if (r.report.kind != LockdepKind::inconsistent ||
      !r.report.wanted.name.empty() || !contains(r.log[r.at].text, " ("))
    return false;
  std::size_t next = r.at;
  const auto lock = read_lock_lines(r.log, next);
  if (!lock || lock->usage.empty()) return false;
  r.report.wanted = *lock;
  r.at = next;
  return true;
}

// "lock(&toy->lock);", on one CPU or the other.
void read_box_line(Reader& r) {
  const std::string& text = r.log[r.at].text;
  if (contains(text, "Possible") && contains(text, "scenario")) r.in_box = true;
  if (contains(text, "DEADLOCK")) r.in_box = false;
  const std::size_t first = text.find("lock(");
  const std::size_t end = text.rfind(");");
  if (r.in_box && first != std::string::npos && end != std::string::npos &&
      end > first + 5 && r.box.size() < 16)
    r.box.push_back(text.substr(first + 5, end - first - 5));
}

// What the box tells where there is nothing else, and before it the two locks
// of the heading.
void fall_back_on_box(Reader& r) {
  LockdepReport& report = r.report;
  if (report.kind == LockdepKind::irq_order &&
      report.traced == TracedBy::nester && !report.wanted.name.empty()) {
    if (report.safe.name.empty()) report.safe = report.held;
    if (report.unsafe.name.empty()) report.unsafe = report.wanted;
  }
  if (report.kind == LockdepKind::irq_order && report.safe.name.empty() &&
      report.unsafe.name.empty() && r.box.size() >= 3) {
    report.unsafe.name = r.box[0];
    report.safe.name = r.box[1];
  }
  if (report.kind == LockdepKind::circular && report.chain.empty() &&
      report.wanted.name.empty() && r.box.size() == 4) {
    report.held.name = r.box[0];
    report.wanted.name = r.box[3];
  }
}

bool kernel_version(const std::string& text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) &&
         (contains(text, "ainted") || contains(text, " #"));
}

bool read_part(Reader& r) {
  const std::string& text = r.log[r.at].text;
  LockdepReport& report = r.report;
  if (text.starts_with("-> #")) {
    read_link(r);
    if (!report.chain.empty() && r.links > 0)
      r.trace = &report.chain[r.links - 1].trace;
  } else if (contains(text, "Chain exists of")) {
    read_chain_line(r);
    r.trace = nullptr;
  } else if (lists_held_lock(r)) {
    read_held_lock(r);
  } else if (contains(text, "in_atomic():")) {
    read_atomic(r);
  } else if (contains(text, "Preemption disabled at:")) {
    const std::size_t at = text.find("at:") + 3;
    auto frame = read_frame(text.substr(at));
    if (!frame && r.at + 1 < r.to) frame = read_frame(r.log[++r.at].text);
    if (frame) report.held.at = frame->function;
  } else if (text.starts_with("context-{")) {
    report.context_type = std::atoi(text.c_str() + 9);
  } else if (report.kind == LockdepKind::rcu_usage && report.trouble.empty() &&
             (text.ends_with("!") || contains(text, "suspicious rcu_"))) {
    report.trouble = text;
  } else if (contains(text, "state was registered at")) {
    r.trace = &report.registered;
  } else if (contains(text, "irq-safe at:")) {
    r.trace = &report.safe_trace;
  } else if (contains(text, "irq-unsafe at:")) {
    r.trace = &report.unsafe_trace;
  } else if (text.starts_with("Call Trace") || text.starts_with("Call trace") ||
             contains(text, "stack backtrace")) {
    r.trace = &report.trace;
  } else {
    return read_named_lock(r);
  }
  return true;
}

}  // namespace

LockdepReport read_lockdep(const Log& log, std::size_t from, std::size_t to,
                           LockdepKind kind,
                           std::vector<LogProblem>& problems) {
  Reader r{log, from, to, {}, problems};
  r.report.kind = kind;
  r.report.line = log[from].number;
  r.report.softirq = contains(log[from].text, "SOFTIRQ");
  // "BUG: scheduling while atomic: toyd/17/0x00000002"
  const std::string_view atomic = "scheduling while atomic: ";
  if (const std::size_t at = log[from].text.find(atomic);
      at != std::string::npos) {
    const std::string rest = log[from].text.substr(at + atomic.size());
    r.report.task = rest.substr(0, rest.rfind('/'));
  }
  if (const std::size_t end = log[from].text.find(" still has locks held");
      end != std::string::npos) {
    const std::size_t first = log[from].text.find(": ");
    if (first < end)
      r.report.task = log[from].text.substr(first + 2, end - first - 2);
  }
  for (; r.at < to; ++r.at) {
    const std::string& text = log[r.at].text;
    if (contains(text, "SOFTIRQ") && r.report.safe.name.empty() &&
        r.report.chain.empty())
      r.report.softirq = true;
    if (contains(text, "inconsistent {") && contains(text, "-> {IN-"))
      r.report.now_in_interrupt = true;
    if (r.report.kernel.empty() && kernel_version(text))
      r.report.kernel = text.substr(0, text.find(' '));
    r.report.rt = r.report.rt || says_rt(text);
    if (read_part(r)) continue;
    if (read_lone_lock(r)) continue;
    read_box_line(r);
    if (ends_trace(text)) r.trace = nullptr;
    if (r.trace == nullptr) continue;
    if (const auto frame = read_frame(text)) r.trace->push_back(*frame);
  }
  fall_back_on_box(r);
  // Without a heading: one class twice is no chain.
  if (kind == LockdepKind::circular && r.report.chain.empty() &&
      !r.report.wanted.name.empty() &&
      r.report.wanted.name == r.report.held.name)
    r.report.kind = LockdepKind::recursive;
  return std::move(r.report);
}

}  // namespace picket
