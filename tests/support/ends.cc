#include "tests/support/ends.h"

#include <functional>
#include <vector>

#include "spec/semantics/step.h"
#include "tests/support/drive.h"

namespace picket::test {
namespace {

struct Move {
  ContextId context;
  int alternative = 0;
  Outcome outcome = Outcome::blocked;
  Effect effect;
  State after;
};

Move attempt(const Program& program, const State& from, ContextId c, int alt) {
  Move m{c, alt, Outcome::blocked, {}, from};
  m.outcome = step(program, m.after.data(), c, alt, m.effect);
  return m;
}

// Every alternative of every context, blocked ones included.
std::vector<Move> attempts(const Program& program, const State& from) {
  std::vector<Move> all;
  for (std::size_t c = 0; c < program.scenario.contexts.size(); ++c) {
    if (at_rest(program, from.data(), ContextId(c)) &&
        status(program, from.data(), ContextId(c)) != Status::idle)
      continue;
    int alternatives = 1;
    for (int a = 0; a < alternatives; ++a) {
      all.push_back(attempt(program, from, ContextId(c), a));
      alternatives = all.back().effect.alternatives;
    }
  }
  return all;
}

void visit_states(
    const Program& program,
    const std::function<void(const State&, const std::vector<Move>&)>& look) {
  std::set<State> seen;
  std::vector<State> open{initial_state(program)};
  seen.insert(open.front());
  while (!open.empty()) {
    const State state = open.back();
    open.pop_back();
    const std::vector<Move> moves = attempts(program, state);
    look(state, moves);
    for (const Move& m : moves)
      if (m.outcome == Outcome::stepped && seen.insert(m.after).second)
        open.push_back(m.after);
  }
}

std::string values(const Program& program, const State& state) {
  std::string text;
  for (std::size_t o = 0; o < program.scenario.objects.size(); ++o) {
    const Object& object = program.scenario.objects[o];
    if (object.type != ObjectType::int_) continue;
    const auto at = static_cast<std::size_t>(program.layout.objects[o].words);
    text += " " + object.name + "=" + std::to_string(state[at]);
  }
  return text;
}

std::string name(const Program& program, ContextId c) {
  return program.scenario.context(c).name;
}

std::string stuck(const Program& program, const State& state) {
  std::string text;
  for (std::size_t c = 0; c < program.scenario.contexts.size(); ++c)
    if (!at_rest(program, state.data(), ContextId(c)))
      text += " " + name(program, ContextId(c));
  return (text.empty() ? "done" : "stuck" + text) + values(program, state);
}

std::string crash(const Program& program, const Move& m) {
  const std::string who = " " + name(program, m.context);
  if (!m.effect.misuse) return "assertion" + who;
  return "misuse " + std::string(facts(*m.effect.misuse).name) + who;
}

bool same(const Footprint& a, const Footprint& b) {
  return a.reads == b.reads && a.writes == b.writes && a.adds == b.adds;
}

// What differs between a move and the same one after an independent other.
std::string difference(const Move& first, const Move& later) {
  if (first.outcome != later.outcome) return "enables or disables";
  if (!same(first.effect.footprint, later.effect.footprint))
    return "changes the footprint of";
  if (first.effect.alternatives != later.effect.alternatives)
    return "changes the alternatives of";
  if (first.effect.result != later.effect.result)
    return "changes the result of";
  if (first.effect.step != later.effect.step ||
      first.effect.happens != later.effect.happens ||
      first.effect.begins != later.effect.begins)
    return "changes the event of";
  return "";
}

std::string describe(const Program& program, const Move& m) {
  const std::string where =
      m.effect.step.valid()
          ? picket::describe(program.scenario,
                             program.scenario.step(m.effect.step))
          : "(end)";
  return name(program, m.context) + ": " + where;
}

// What was done later looked at nothing that the first had changed: so it was
// the same before. A trace orders events by no more than that.
bool unordered(const Move& first, const Move& later) {
  return later.outcome != Outcome::blocked &&
         !conflict(first.effect.footprint, later.effect.footprint);
}

std::string check_pair(const Program& program, const Move& a, const Move& b) {
  if (a.outcome == Outcome::blocked || a.context == b.context) return "";
  const Move later = attempt(program, a.after, b.context, b.alternative);
  if (conflict(a.effect.footprint, b.effect.footprint) && !unordered(a, later))
    return "";
  const std::string what = difference(b, later);
  if (!what.empty())
    return "[" + describe(program, a) + "] " + what + " [" +
           describe(program, b) + "]";
  if (b.outcome == Outcome::blocked) return "";
  const Move other = attempt(program, b.after, a.context, a.alternative);
  if (other.after != later.after)
    return "[" + describe(program, a) + "] and [" + describe(program, b) +
           "] do not commute";
  return "";
}

}  // namespace

std::set<std::string> ends(const Program& program) {
  std::set<std::string> found;
  visit_states(program, [&](const State& state, const auto& moves) {
    bool moved = false;
    for (const Move& m : moves) {
      moved |= m.outcome != Outcome::blocked;
      if (m.outcome == Outcome::crashed) found.insert(crash(program, m));
      if (m.outcome == Outcome::limited) found.insert("limited");
    }
    if (!moved) found.insert(stuck(program, state));
  });
  return found;
}

std::string broken_independence(const Program& program) {
  std::string broken;
  visit_states(program, [&](const State&, const auto& moves) {
    for (const Move& a : moves)
      for (const Move& b : moves)
        if (broken.empty()) broken = check_pair(program, a, b);
  });
  return broken;
}

std::set<std::string> ends(const std::string& yaml) {
  const Drive drive(yaml);
  return ends(drive.program());
}

std::string broken_independence(const std::string& yaml) {
  const Drive drive(yaml);
  return broken_independence(drive.program());
}

}  // namespace picket::test
