#include "explorer/check/wording.h"

#include <algorithm>
#include <optional>

#include "explorer/check/misuse_wording.h"
#include "explorer/check/rule_wording.h"
#include "spec/model/step_place.h"
#include "spec/semantics/provide.h"
#include "spec/semantics/reach.h"

namespace picket {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

std::string named(const Scenario& s, ObjectId id) {
  if (!id.valid()) return "something";
  const Object& o = s.object(id);
  return std::string(facts(o.type).name) + " " + o.name;
}

std::string names(const Scenario& s, const std::vector<ContextId>& contexts) {
  std::vector<std::string> parts;
  for (ContextId c : contexts) parts.push_back(s.context(c).name);
  return join(parts);
}

// What gives the fence its signal may be a step that signals one inside of it.
bool could_help(const Program& program, const State& state, const Step& step,
                const Waiter& w) {
  const Scenario& s = program.scenario;
  if (could_provide(s, step, w.want, w.context)) return true;
  if (w.want.kind != Want::Kind::signal || w.want.list >= 0) return false;
  Want inner = w.want;
  for (ObjectId f : missing_inside(program, state.data(), w.want.object)) {
    inner.object = f;
    if (could_provide(s, step, inner, w.context)) return true;
  }
  return false;
}

// " (line 14)" of the first step by which the context could help the waiter;
// "" if the file has no such line: only code of the kernel's.
std::optional<std::string> provided_at(const Program& program,
                                       const State& state, const Waiter& w,
                                       ContextId c) {
  std::optional<std::string> found;
  for (StepId id : reachable_steps(program, state.data(), c)) {
    const Step& step = program.scenario.step(id);
    if (!could_help(program, state, step, w)) continue;
    if (step.span.known()) return place_remark(program.scenario, step);
    found = "";
  }
  return found;
}

// "which evict would signal (line 14)", for each context that still could.
std::string providers(const Program& program, const State& state,
                      const Waiter& w, const std::string& verb,
                      const std::string& nobody) {
  const Scenario& s = program.scenario;
  std::vector<std::string> parts;
  for (ContextId c : w.waits_on) {
    const auto place = provided_at(program, state, w, c);
    if (!place) continue;
    const std::string who = c == w.context ? "only it" : s.context(c).name;
    parts.push_back(who + " would " + verb + *place);
  }
  return parts.empty() ? ", " + nobody : ", which " + join(parts);
}

std::string fences(const Scenario& s, const Want& want) {
  if (want.list < 0) return named(s, want.object);
  std::vector<std::string> parts;
  for (ObjectId o : s.object_lists[static_cast<std::size_t>(want.list)])
    parts.push_back(s.object(o).name);
  return "any of the fences " + join(parts);
}

// Who still reads holds it up.
std::string grace_period(const Scenario& s, const Waiter& w) {
  const Object& domain = s.object(w.want.object);
  std::string text = "a grace period of ";
  text +=
      domain.type == ObjectType::rcu_state ? "RCU" : named(s, w.want.object);
  if (w.holders.empty()) return text;
  const bool own = w.holders.size() == 1 && w.holders[0] == w.context;
  return text + ", held up by " + (own ? "itself" : names(s, w.holders)) +
         (w.holders.size() == 1 ? ", a reader" : ", readers");
}

// An item of a kthread keeps it from ending.
std::string kept_by(const Scenario& s, const Waiter& w) {
  std::vector<std::string> items;
  for (ContextId c : w.holders)
    if (c != w.want.context) items.push_back(s.context(c).name);
  return items.empty() ? "" : ", which still runs " + join(items);
}

std::string item(const Scenario& s, ObjectId id) {
  const Object& o = s.object(id);
  switch (o.type) {
    case ObjectType::timer_list:
    case ObjectType::hrtimer: return "the callback of timer " + o.name;
    case ObjectType::irq_work: return "irq_work " + o.name;
    default: return "work item " + o.name;
  }
}

std::string queue(const Scenario& s, ObjectId id) {
  const Object& o = s.object(id);
  return (o.thread.valid() ? "kthread worker " : "workqueue ") + o.name;
}

std::string held_by(const Scenario& s, const Waiter& w) {
  if (w.holders.empty()) return "";
  const bool own = w.holders.size() == 1 && w.holders[0] == w.context;
  return own ? ", held by itself" : ", held by " + names(s, w.holders);
}

std::string cpu_of(const Scenario& s, const Waiter& w) {
  const std::int32_t number = s.context(w.context).cpu;
  return (number >= 0 ? "CPU " + std::to_string(number) : "its CPU") +
         ", occupied by " + names(s, w.occupants);
}

std::string want_text(const Program& program, const State& state,
                      const Waiter& w) {
  const Scenario& s = program.scenario;
  const auto by = [&](const char* verb, const char* nobody) {
    return providers(program, state, w, verb, nobody);
  };
  switch (w.want.kind) {
    case Want::Kind::lock: return named(s, w.want.object) + held_by(s, w);
    case Want::Kind::signal:
      return fences(s, w.want) + by("signal", "which nobody is left to signal");
    case Want::Kind::completion:
      return named(s, w.want.object) +
             by("complete", "which nobody is left to complete");
    case Want::Kind::count:
      return "a count of " + named(s, w.want.object) +
             by("give", "which nobody is left to give");
    case Want::Kind::wake_up: {
      std::string text = w.want.object.valid()
                             ? "a wake-up on " + s.object(w.want.object).name
                             : std::string("a wake-up");
      if (w.want.condition.valid())
        text += " until " + describe(s, w.want.condition);
      return text + by("give", "which nobody is left to give");
    }
    case Want::Kind::condition:
      return "its start, when " + describe(s, w.want.condition) +
             by("allow", "which nobody is left to allow");
    case Want::Kind::work: return item(s, w.want.object) + " to finish";
    case Want::Kind::queue:
      return "the items of " + queue(s, w.want.object) + " to finish";
    case Want::Kind::slot:
      return "a place on " + queue(s, w.want.object) +
             (w.holders.empty() ? "" : ", taken by " + names(s, w.holders));
    case Want::Kind::line:
      return "its interrupt line" +
             by("enable", "which nobody is left to enable");
    case Want::Kind::thread:
      return s.context(w.want.context).name + " to finish";
    case Want::Kind::cpu: return cpu_of(s, w);
    case Want::Kind::point: return "a point of " + named(s, w.want.object);
    case Want::Kind::exit:
      return "kthread " + s.context(w.want.context).name + " to exit" +
             kept_by(s, w);
    case Want::Kind::park:
      return "kthread " + s.context(w.want.context).name + " to park" +
             (w.holders.empty() ? ", which it will not" : "");
    case Want::Kind::unpark:
      return "being unparked" + by("do", "which nobody is left to do");
    case Want::Kind::readers: return grace_period(s, w);
    case Want::Kind::callbacks:
      return "the callbacks of call_rcu" +
             (w.holders.empty() ? "" : ": " + names(s, w.holders));
    case Want::Kind::nothing: return "nothing";
  }
  return "";
}

}  // namespace

std::string waits_for(const Program& program, const State& state,
                      const Waiter& w) {
  const std::string text = want_text(program, state, w);
  if (w.occupants.empty() || w.want.kind == Want::Kind::cpu) return text;
  return text + ", and for " + cpu_of(program.scenario, w);
}

std::vector<BlockedContext> blocked_at_end(
    const Program& program, const State& state, const EndAnalysis& end,
    const std::vector<ContextId>& roots) {
  std::vector<BlockedContext> out;
  for (const Waiter& w : end.waiters) {
    BlockedContext b;
    b.context = w.context;
    b.step = w.step;
    b.waits_for = waits_for(program, state, w);
    b.waits_on = w.waits_on;
    b.root = std::find(roots.begin(), roots.end(), w.context) != roots.end();
    out.push_back(std::move(b));
  }
  return out;
}

namespace {

// Who has a way out of his wait is no part of a deadlock; and yet he waits for
// ever if nobody is left who shows it to him.
std::string hang_message(const RawFinding& f, const EndAnalysis& end) {
  const std::string text = f.arguments.front() + " waits for ever: ";
  for (const Waiter& w : end.waiters) {
    if (w.context != f.contexts.front() || w.waits_on.empty()) continue;
    return text + (w.want.bounded
                       ? "whoever could end that waits for it in turn, and no "
                         "signal comes"
                       : "only daemons could end that, and they may stay "
                         "blocked");
  }
  return text + "nobody is left to wake it";
}

}  // namespace

std::string message_of(const Program& program, const State& state,
                       const RawFinding& f, const EndAnalysis& end) {
  const Scenario& s = program.scenario;
  switch (f.code) {
    case FindingCode::deadlock:
      return f.contexts.size() == 1
                 ? s.context(f.contexts[0]).name + " waits for itself"
                 : names(s, f.contexts) + " wait for each other";
    case FindingCode::hang: return hang_message(f, end);
    case FindingCode::lost_wakeup:
      return f.arguments[0] +
             " sleeps for ever: its wake-up came before it slept";
    case FindingCode::unsignaled_fence:
      return "fence " + f.arguments[0] +
             " is published, and nobody is left to signal it";
    case FindingCode::livelock:
      return f.arguments[0] + " can go round for ever and never finish";
    case FindingCode::misuse: return misuse_message(program, state, f);
    case FindingCode::assertion:
      return s.context(f.contexts.front()).name + ": " +
             describe(s, s.step(f.step)) + " does not hold";
    case FindingCode::rule:
      return rule_message(program.scenario, program.scenario.rules[f.rule],
                          f.points);
    case FindingCode::claim: return "claim " + f.arguments[0] + " is refuted";
    case FindingCode::vacuous: return f.arguments[0] + " was never reached";
  }
  return "";
}

}  // namespace picket
