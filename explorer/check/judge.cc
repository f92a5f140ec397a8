#include "explorer/check/judge.h"

#include <algorithm>
#include <iterator>

#include "spec/semantics/frame.h"

namespace picket {
namespace {

Schedule schedule_of(const Trace& trace) {
  Schedule schedule;
  for (const Event& e : trace.events)
    schedule.push_back({e.context, e.alternative});
  return schedule;
}

// The part of the schedule up to this event.
Schedule schedule_until(const Trace& trace, std::size_t event) {
  Schedule schedule = schedule_of(trace);
  schedule.resize(event + 1);
  return schedule;
}

bool can_move(const Program& program, const State& state, ContextId context) {
  State scratch = state;
  Effect effect;
  int alternatives = 1;
  for (int a = 0; a < alternatives; ++a) {
    if (step(program, scratch.data(), context, a, effect) != Outcome::blocked)
      return true;
    alternatives = effect.alternatives;
  }
  return false;
}

// What is so in every state of a loop, sorted.
struct Throughout {
  std::vector<ContextId> running;  // contexts whose body does not end
  std::vector<ContextId> blocked;  // of those, that cannot move
};

Throughout throughout(const Program& program, const Schedule& lasso,
                      std::size_t loop) {
  std::vector<char> runs(program.scenario.contexts.size(), 1);
  std::vector<char> moves(runs.size(), 0);
  State state = initial_state(program);
  Effect effect;
  for (std::size_t i = 0; i < lasso.size(); ++i) {
    step(program, state.data(), lasso[i].context, lasso[i].alternative, effect);
    for (std::size_t c = 0; c < runs.size() && i >= loop; ++c) {
      const ContextId context(c);
      runs[c] &= status(program, state.data(), context) == Status::running;
      moves[c] = moves[c] || can_move(program, state, context);
    }
  }
  Throughout out;
  for (std::size_t c = 0; c < runs.size(); ++c) {
    if (runs[c]) out.running.push_back(ContextId(c));
    if (runs[c] && !moves[c]) out.blocked.push_back(ContextId(c));
  }
  return out;
}

}  // namespace

bool better_witness(const Schedule& a, const Schedule& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  const std::size_t x = context_switches(a), y = context_switches(b);
  return x != y ? x < y : a < b;
}

std::string key_of(const RawFinding& f) {
  std::string key(facts(f.code).name);
  for (const std::string& a : f.arguments) key += " " + a;
  if (f.step.valid()) key += " @" + std::to_string(f.step.value);
  return key;
}

RawFinding finding_of_crash(const Event& event) {
  RawFinding f;
  f.code = event.misuse ? FindingCode::misuse : FindingCode::assertion;
  if (event.misuse) f.arguments = {std::string(facts(*event.misuse).name)};
  f.step = event.step;
  f.object = event.culprit;
  f.contexts = {event.context};
  return f;
}

RawFinding finding_of_end(const EndFinding& end) {
  RawFinding f;
  f.code = end.code;
  f.arguments = end.arguments;
  f.contexts = end.contexts;
  f.object = end.fence;
  return f;
}

Judge::Judge(const Program& program, SolverKind solver, int workers, bool first)
    : program_(program),
      first_(first),
      fences_(std::any_of(
          program.scenario.objects.begin(), program.scenario.objects.end(),
          [](const Object& o) { return o.type == ObjectType::dma_fence; })),
      seen_(program.scenario.steps.size(), 0),
      reached_(seen_),
      violations_(static_cast<std::size_t>(workers)) {
  if (program.scenario.rules.empty()) return;
  for (int w = 0; w < workers; ++w)
    rules_.push_back(std::make_unique<RuleCheck>(program, solver));
}

void Judge::note_reached(const State& state) {
  const std::lock_guard lock(mutex_);
  for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
    const ContextId id(c);
    const Context& context = program_.scenario.contexts[c];
    const StepId at = position(program_, state.data(), id);
    const Word control =
        state[static_cast<std::size_t>(program_.layout.contexts[c].control)];
    const bool begins =
        Control::unpack(control).started ||
        (!context.starts.valid() && (context.kind == ContextKind::task ||
                                     context.kind == ContextKind::kthread));
    if (at.valid() && begins) reached_[at.index()] = 1;
  }
}

// Many schedules end in the same state, which need be analysed only once.
void Judge::on_stuck(const Trace& trace, const State& state) {
  const Fingerprint f = fingerprint(state.data(), state.size() * sizeof(Word));
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = ends_.find(f); known != ends_.end()) {
      for (const std::string& key : known->second) offer(key, trace);
      return;
    }
  }
  note_reached(state);
  std::vector<std::string> keys;
  for (const EndFinding& end : analyse_end(program_, state).findings) {
    RawFinding finding = finding_of_end(end);
    keys.push_back(key_of(finding));
    add(std::move(finding), [&] { return schedule_of(trace); });
  }
  const std::lock_guard lock(mutex_);
  ends_.emplace(f, std::move(keys));
}

// The schedule leads to a known finding; it may be the better witness.
void Judge::offer(const std::string& key, const Trace& trace) {
  Schedule& best = findings_.at(key).witness;
  if (trace.events.size() > best.size()) return;
  Schedule schedule = schedule_of(trace);
  if (better_witness(schedule, best)) best = std::move(schedule);
}

void Judge::add(RawFinding finding) {
  const std::lock_guard lock(mutex_);
  const std::string key = key_of(finding);
  const auto it = findings_.find(key);
  if (it == findings_.end()) {
    findings_.emplace(key, std::move(finding));
  } else if (better_witness(finding.witness, it->second.witness)) {
    it->second = std::move(finding);
  }
}

void Judge::add(RawFinding finding, const Path& path) {
  finding.witness = path();
  add(std::move(finding));
}

bool Judge::on_schedule(const Trace& trace, const State& state, int worker) {
  if (trace.crashed) {
    for (std::size_t i = 0; i < trace.events.size(); ++i)
      if (trace.events[i].crashes)
        add(finding_of_crash(trace.events[i]),
            [&] { return schedule_until(trace, i); });
  }
  if ((fences_ || !trace.pending.empty()) && !trace.crashed && !trace.limited)
    on_stuck(trace, state);
  if (!rules_.empty()) {
    auto& violations = violations_[static_cast<std::size_t>(worker)];
    violations.clear();
    rules_[static_cast<std::size_t>(worker)]->judge(trace, violations);
    for (RuleViolation& v : violations) {
      RawFinding f;
      f.code = FindingCode::rule;
      f.arguments = {program_.scenario.rules[v.rule].id};
      f.rule = v.rule;
      f.witness = std::move(v.schedule);
      f.witness.resize(v.length);
      f.points = std::move(v.points);
      f.at = std::move(v.at);
      add(std::move(f));
    }
  }
  return go_on();
}

bool Judge::on_crash(const Event& event, const Path& path, int) {
  add(finding_of_crash(event), path);
  return go_on();
}

bool Judge::on_end(const State& state, const Path& path, int) {
  note_reached(state);
  for (const EndFinding& end : analyse_end(program_, state).findings)
    add(finding_of_end(end), path);
  return go_on();
}

// Threads that move in the cycle never finish, nor do items whose function does
// not end in it. Where only daemons move, those that wait for them never do. An
// item that ends and runs again, such as a timer that arms itself, leaves time
// in between: who can go on then does.
bool Judge::on_livelock(const std::vector<ContextId>& movers,
                        const Schedule& lasso, std::size_t loop) {
  const Throughout always = throughout(program_, lasso, loop);
  std::vector<ContextId> stuck;
  std::set_intersection(movers.begin(), movers.end(), always.running.begin(),
                        always.running.end(), std::back_inserter(stuck));
  const auto is_daemon = [&](ContextId c) {
    return program_.scenario.context(c).daemon;
  };
  if (stuck.empty())
    stuck = always.blocked;
  else if (std::all_of(stuck.begin(), stuck.end(), is_daemon))
    stuck = always.running;
  for (ContextId c : stuck) {
    if (is_daemon(c)) continue;
    RawFinding f;
    f.code = FindingCode::livelock;
    f.arguments = {program_.scenario.context(c).name};
    f.contexts = {c};
    f.witness = lasso;
    f.loop = loop;
    add(std::move(f));
  }
  return go_on();
}

void Judge::on_step(StepId step) {
  const std::lock_guard lock(mutex_);
  seen_[step.index()] = reached_[step.index()] = 1;
}

// What was found is found again on a schedule that begins with its witness.
void Judge::go_on_from(const Checkpoint& earlier) {
  constexpr std::size_t kMostEvents = 10'000;
  for (const Schedule& witness : earlier.witnesses) {
    Execution run = execute(program_, witness);
    if (run.refused) continue;
    run_on(program_, run, kMostEvents);
    on_schedule(run.trace, run.final_state, 0);
  }
  for (std::size_t i = 0; i < earlier.steps_seen.size(); ++i) {
    seen_[i] |= earlier.steps_seen[i];
    reached_[i] |= earlier.steps_seen[i];
  }
  if (!rules_.empty()) rules_[0]->go_on_from(earlier);
}

const RuleCheck* Judge::rules() {
  if (rules_.empty()) return nullptr;
  for (std::size_t w = 1; w < rules_.size(); ++w) rules_[0]->merge(*rules_[w]);
  rules_.resize(1);
  return rules_[0].get();
}

}  // namespace picket
