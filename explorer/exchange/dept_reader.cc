// A context has a start [S], a wait [W] and an event [E], each first in a
// summary, then again above its stack. The start of what is no lock is often
// unknown; then the event names the class.
#include "explorer/exchange/dept.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "explorer/exchange/lock_kind.h"

namespace picket {
namespace {

struct Ecxt {
  LockText lock;
  std::string function;  // "down_write", "(unknown)", "wait"
  CallTrace at, stack;
};

struct DeptContext {
  std::array<Ecxt, 3> parts;  // start, wait, event

  const Ecxt& start() const { return parts[0]; }
  const Ecxt& wait() const { return parts[1]; }
  const Ecxt& event() const { return parts[2]; }
  const std::string& gives() const {
    return event().lock.name.empty() ? start().lock.name : event().lock.name;
  }
};

// Is it the end of an event, of which no lock is the object?
bool names_event(const std::string& function) {
  for (const char* part :
       {"(unknown)", "event", "wait", "wake", "_bit", "complete", "schedule"})
    if (contains(function, part)) return !contains(function, "seqprop");
  return false;
}

// Where the class begins: the parenthesis that the last one closes.
std::size_t class_begin(std::string_view text) {
  int depth = 0;
  for (std::size_t k = text.size(); k-- > 0;) {
    if (text[k] == ')') ++depth;
    if (text[k] == '(' && --depth == 0) return k;
  }
  return std::string_view::npos;
}

// "down_write(mapping.invalidate_lock:0)", with ':' behind it above a stack.
void read_ecxt(std::string_view text, Ecxt& into) {
  text = trimmed(text);
  if (text.ends_with(":")) text.remove_suffix(1);
  const std::size_t open = class_begin(text);
  if (open == std::string_view::npos || !text.ends_with(")")) return;
  std::string name(trimmed(text.substr(open + 1, text.size() - open - 2)));
  const std::size_t colon = name.rfind(':');
  if (colon != std::string::npos) {
    const std::string sub = name.substr(colon + 1);
    name.resize(colon);
    if (sub != "0") name += "/" + sub;
  }
  if (name.empty()) return;
  into.function = std::string(trimmed(text.substr(0, open)));
  into.lock.name = name;
  into.lock.event = names_event(into.function) || contains(name, "->dmap") ||
                    contains(name, "<sched>");
}

int part_of(const std::string& text) {
  if (text.starts_with("[S]")) return 0;
  if (text.starts_with("[W]")) return 1;
  return text.starts_with("[E]") ? 2 : -1;
}

struct Reader {
  std::vector<DeptContext> contexts;
  DeptContext* context = nullptr;
  Ecxt* part = nullptr;
  bool stack = false;
};

void read_line(Reader& r, const std::string& text) {
  if (text.starts_with("context ") && text.size() >= 9 &&
      std::isupper(static_cast<unsigned char>(text[8])) != 0) {
    const auto index = static_cast<std::size_t>(text[8] - 'A');
    if (r.contexts.size() <= index) r.contexts.resize(index + 1);
    r.context = &r.contexts[index];
    r.part = nullptr;
    return;
  }
  const int part = part_of(text);
  if (part >= 0) {
    r.part = nullptr;
    if (r.context == nullptr || text.size() < 4 || text[3] == ':') return;
    r.part = &r.context->parts[static_cast<std::size_t>(part)];
    read_ecxt(std::string_view(text).substr(3), *r.part);
    r.stack = false;
    return;
  }
  if (text.starts_with("-----") || contains(text, "might be helpful"))
    r.part = nullptr;
  if (r.part == nullptr) return;
  if (contains(text, "stacktrace")) {
    r.stack = true;
    r.part->stack.clear();
  } else if (const auto frame = read_frame(text)) {
    (r.stack ? r.part->stack : r.part->at).push_back(*frame);
  }
}

bool only_sleeps(const std::string& base) {
  for (const char* prefix :
       {"__schedule", "schedule", "io_schedule", "prepare_to_wait",
        "folio_wait_bit", "__folio_lock", "dept_", "__dept", "__wake_up",
        "wait_for_common", "__wait_for_common", "do_wait_for_common"})
    if (base.starts_with(prefix)) return true;
  return false;
}

// The trace of one part as lockdep would have it: who took it, then who asked.
CallTrace trace_of(const Ecxt& part) {
  CallTrace trace = part.stack.empty() ? part.at : part.stack;
  if (part.lock.event) {
    const auto first =
        std::find_if(trace.begin(), trace.end(),
                     [](const Frame& f) { return !only_sleeps(f.base); });
    if (first != trace.end()) trace.erase(trace.begin(), first);
  } else if (const auto taker = read_frame(part.function)) {
    // The newer generation says "lock" for all of them.
    if (taker->base != "lock" && taker->base != "unlock" &&
        !contains(taker->base, "seqprop") && !contains(taker->base, "event"))
      trace.insert(trace.begin(), *taker);
  }
  return trace;
}

// A lock is given up at the place above the stack.
std::string place_of(const Ecxt& part) {
  const CallTrace trace = part.lock.event ? trace_of(part) : part.at;
  if (trace.empty()) return {};
  const Frame& frame = trace.front();
  return frame.place.empty() ? frame.function
                             : frame.function + " " + frame.place;
}

// The contexts from the first on, each behind who waits for it.
std::vector<const DeptContext*> in_order(
    const std::vector<DeptContext>& contexts) {
  std::vector<const DeptContext*> ring = {&contexts.front()};
  while (ring.size() < contexts.size()) {
    const std::string& wanted = ring.back()->wait().lock.name;
    const auto next = std::find_if(
        contexts.begin(), contexts.end(), [&](const DeptContext& c) {
          return c.gives() == wanted &&
                 std::find(ring.begin(), ring.end(), &c) == ring.end();
        });
    if (next == contexts.end()) break;
    ring.push_back(&*next);
  }
  return ring;
}

void fill_chain(const std::vector<const DeptContext*>& ring,
                LockdepReport& report) {
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const DeptContext& next = *ring[(k + 1) % ring.size()];
    ChainLink link{ring[k]->wait().lock, trace_of(ring[k]->wait())};
    link.lock.event = link.lock.event || next.event().lock.event;
    if (!link.lock.event) link.held_trace = trace_of(next.start());
    link.given = place_of(next.event());
    report.chain.push_back(link);
  }
}

// Who took it: the first that is no function of a lock's, or of DEPT's.
std::string how_held(const CallTrace& trace) { return how_taken(trace).caller; }

}  // namespace

LockdepReport read_dept(const Log& log, std::size_t from, std::size_t to,
                        std::vector<LogProblem>& problems) {
  LockdepReport report;
  report.dept = true;
  report.line = log[from].number;
  Reader reader;
  for (std::size_t k = from; k < to; ++k) {
    const std::string& text = log[k].text;
    if (report.kernel.empty() && !text.empty() &&
        std::isdigit(static_cast<unsigned char>(text[0])) != 0 &&
        (contains(text, "ainted") || contains(text, " #")))
      report.kernel = text.substr(0, text.find(' '));
    read_line(reader, text);
  }
  std::erase_if(reader.contexts, [](const DeptContext& c) {
    return c.wait().lock.name.empty() || c.gives().empty();
  });
  if (reader.contexts.empty()) return report;
  const auto ring = in_order(reader.contexts);
  if (ring.back()->wait().lock.name != ring.front()->gives())
    problems.push_back(
        {report.line, "the contexts of this report form no circle"});
  fill_chain(ring, report);
  if (ring.size() > 1) return report;
  report.kind = LockdepKind::recursive;
  report.wanted = report.held = report.chain[0].lock;
  report.trace = report.chain[0].trace;
  report.held.at = how_held(report.chain[0].held_trace);
  return report;
}

}  // namespace picket
