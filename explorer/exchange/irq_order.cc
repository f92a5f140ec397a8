// Reports about interrupts: the interrupt comes on the CPU of a task that
// holds, with interrupts on, what the interrupt's own lock leads to.
#include "explorer/exchange/circular.h"
#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

Modelled spinning(const LockText& lock, const Taking& taking,
                  std::vector<std::string>& taken) {
  LockKind kind = lock_kind(lock, taking, false);
  if (!spins(kind)) kind = LockKind::spinlock;
  return {kind, fresh_name(lock.name, taken), lock.name, ""};
}

DraftSteps joined(DraftSteps first, const DraftSteps& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

void declare(Draft& draft, const Modelled& object) {
  draft.objects.push_back(
      {object.name, object_type(object.kind), object.klass, ""});
}

// Of the usage's four characters, two are of each interrupt: one of who writes,
// one of who reads. '-' is in the interrupt, '+' with it on, '?' both.
bool only_readers(const LockText& lock, bool soft, char mark) {
  if (lock.usage.size() < 4) return false;
  const auto marked = [&](char c) { return c == mark || c == '?'; };
  const std::size_t first = soft ? 2 : 0;
  return !marked(lock.usage[first]) && marked(lock.usage[first + 1]);
}

// Who took the lock in the trace, or where the line of the lock says.
std::string place_of(const Taking& taking, const LockText& lock) {
  return taking.caller.empty() ? lock.at : taking.caller;
}

std::string named(const Taking& taking, const char* otherwise) {
  return taking.who.empty() ? otherwise : taking.who;
}

}  // namespace

Draft draft_inconsistent(const LockdepReport& report) {
  Draft draft;
  if (report.wanted.name.empty()) return draft;
  const bool swapped = report.now_in_interrupt;
  const Taking now = how_taken(swapped ? report.registered : report.trace);
  const Taking then = how_taken(swapped ? report.trace : report.registered);
  std::vector<std::string> taken;
  const Modelled lock = spinning(report.wanted, now, taken);
  declare(draft, lock);
  const bool soft = report.softirq;
  const std::string task =
      fresh_name(now.who.empty() ? "task" : now.who, taken);
  const std::string irq = fresh_name(soft ? "softirq" : "hardirq", taken);
  draft.name = "lockdep-irq-" + scenario_name(report.wanted.name);
  draft.about = "The class " + report.wanted.name + " is taken in " +
                (soft ? "softirq" : "hardirq") +
                " context, and elsewhere with those interrupts on.";
  draft.comments.push_back(
      "TODO: lockdep says that both happened, not that they can be on one "
      "CPU.");
  // The line of the lock belongs to the trace of now, on whichever side.
  LockText unsaid;
  const LockText& in_task = swapped ? unsaid : report.wanted;
  const LockText& in_irq = swapped ? report.wanted : unsaid;
  draft.threads.push_back(
      {task,
       waiting_steps(lock, only_readers(report.wanted, soft, '+'),
                     place_of(now, in_task)),
       0, ""});
  draft.threads.push_back(
      {irq,
       waiting_steps(lock, only_readers(report.wanted, soft, '-'),
                     place_of(then, in_irq)),
       0, soft ? "softirq" : "hardirq"});
  draft.expect.push_back("deadlock: [" + irq + ", " + task + "]");
  return draft;
}

Draft draft_irq_order(const LockdepReport& report) {
  Draft draft;
  if (report.safe.name.empty() || report.unsafe.name.empty()) return draft;
  std::vector<std::string> taken;
  const Modelled safe = spinning(report.safe, {}, taken);
  const Modelled unsafe = spinning(report.unsafe, {}, taken);
  declare(draft, safe);
  declare(draft, unsafe);
  const bool soft = report.softirq;
  const auto of = [&](TracedBy who, const CallTrace& else_this = {}) {
    return how_taken(report.traced == who ? report.trace : else_this);
  };
  const LockText unsaid;
  const auto line_of = [&](TracedBy who) -> const LockText& {
    return report.traced == who ? report.wanted : unsaid;
  };
  const Taking nester = of(TracedBy::nester);
  const Taking interrupt = of(TracedBy::interrupt, report.safe_trace);
  const Taking interrupted = of(TracedBy::interrupted, report.unsafe_trace);
  const std::string task = fresh_name(named(nester, "task"), taken);
  const std::string irq = fresh_name(soft ? "softirq" : "hardirq", taken);
  const std::string other =
      fresh_name(named(interrupted, "interrupted"), taken);
  draft.name = "lockdep-irq-" +
               scenario_name(report.safe.name + " " + report.unsafe.name);
  draft.about = "The class " + report.safe.name + " is taken in " +
                (soft ? "softirq" : "hardirq") + " context; the class " +
                report.unsafe.name +
                " is taken inside it, and elsewhere with interrupts on.";
  draft.comments.push_back(
      "TODO: the log shows the order of the two classes; whether something "
      "is taken between them it may only show in part.");
  const Section section = held_section(safe, false, report.held.at);
  DraftSteps steps = {
      {soft ? "local_bh_disable" : "local_irq_disable", "", ""}};
  steps = joined(steps, section.open);
  steps =
      joined(steps, waiting_steps(unsafe, false,
                                  place_of(nester, line_of(TracedBy::nester))));
  steps = joined(steps, section.close);
  steps.push_back({soft ? "local_bh_enable" : "local_irq_enable", "", ""});
  draft.threads.push_back({task, steps, 1, ""});
  draft.threads.push_back(
      {other,
       waiting_steps(unsafe, only_readers(report.unsafe, soft, '+'),
                     place_of(interrupted, line_of(TracedBy::interrupted))),
       0, ""});
  draft.threads.push_back(
      {irq,
       waiting_steps(safe, only_readers(report.safe, soft, '-'),
                     place_of(interrupt, line_of(TracedBy::interrupt))),
       0, soft ? "softirq" : "hardirq"});
  draft.expect.push_back("deadlock: [" + irq + ", " + other + ", " + task +
                         "]");
  return draft;
}

}  // namespace picket
