#include "explorer/check/witness.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "explorer/check/wording.h"
#include "explorer/search/calm.h"
#include "explorer/search/shortest.h"
#include "explorer/search/states.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

// So many states are looked at for the schedule with the fewest steps and then
// the fewest context switches of all; beyond, among those with the fewest steps
// one is taken and put in a calm order. How many states that may cost:
constexpr std::size_t kMostWays = 5'000;
constexpr std::size_t kMostStates = 2'000'000;

bool has_shortest(FindingCode code) {
  return code != FindingCode::rule && code != FindingCode::livelock;
}

bool crashes(FindingCode code) {
  return code == FindingCode::misuse || code == FindingCode::assertion;
}

using Goals = std::map<std::string, std::size_t>;

std::vector<std::optional<Schedule>> fewest_switches(const Program& program,
                                                     const Goals& goals) {
  const auto reach = [&](const RawFinding& f, std::vector<std::size_t>& out) {
    const auto it = goals.find(key_of(f));
    if (it != goals.end()) out.push_back(it->second);
  };
  const GoalTest test{
      [&](const Event& e, std::vector<std::size_t>& out) {
        reach(finding_of_crash(e), out);
      },
      [&](const State& state, std::vector<std::size_t>& out) {
        for (const EndFinding& end : analyse_end(program, state).findings)
          reach(finding_of_end(end), out);
      }};
  return shortest_schedules(program, goals.size(), test, kMostWays);
}

// The reduced search over states comes to every end by a shortest way.
void shorten_steps(RawFinding& f, Judge& shortest) {
  const auto it = shortest.findings().find(key_of(f));
  if (it != shortest.findings().end()) f.witness = it->second.witness;
}

void shorten(const Program& program, std::map<std::string, RawFinding>& raw,
             bool shortest_ends) {
  Goals goals;
  for (const auto& [key, finding] : raw)
    if (has_shortest(finding.code)) goals.emplace(key, goals.size());
  if (goals.empty()) return;
  auto best = fewest_switches(program, goals);
  std::unique_ptr<Judge> steps;
  for (const auto& [key, goal] : goals) {
    RawFinding& finding = raw.at(key);
    if (best[goal]) {
      finding.witness = std::move(*best[goal]);
      continue;
    }
    if (!shortest_ends && !steps) {
      steps = std::make_unique<Judge>(program, SolverKind::native, 1, false);
      SearchOptions options;
      options.limits.states = kMostStates;
      search_states(program, options, *steps, true);
    }
    if (steps) shorten_steps(finding, *steps);
    finding.witness = calmed(program, finding.witness, crashes(finding.code));
  }
}

// Does the witness end as the finding says?
bool replays(const Program& program, const RawFinding& f, Execution& run) {
  run = execute(program, f.witness, true);
  if (run.refused) return false;
  switch (f.code) {
    case FindingCode::misuse:
    case FindingCode::assertion:
      return !run.trace.events.empty() && run.trace.events.back().crashes &&
             key_of(finding_of_crash(run.trace.events.back())) == key_of(f);
    case FindingCode::rule:
    case FindingCode::claim:
    case FindingCode::vacuous: return true;
    case FindingCode::livelock: {
      const Schedule before(
          f.witness.begin(),
          f.witness.begin() + static_cast<std::ptrdiff_t>(f.loop));
      return execute(program, before, false).final_state == run.final_state;
    }
    default: break;
  }
  const auto found = analyse_end(program, run.final_state).findings;
  return std::any_of(found.begin(), found.end(), [&](const EndFinding& end) {
    return key_of(finding_of_end(end)) == key_of(f);
  });
}

// Where the finding points in the file.
void place(const Program& program, const RawFinding& raw,
           const EndAnalysis& end, Finding& f) {
  const Scenario& s = program.scenario;
  const auto at_step = [&](StepId id) {
    f.span = s.step(id).span;
    f.file = s.function(s.step(id).function).file;
  };
  switch (raw.code) {
    case FindingCode::rule:
      f.span = s.rules[raw.rule].span;
      f.file = s.rules[raw.rule].file;
      return;
    case FindingCode::unsignaled_fence:
      f.span = s.object(raw.object).span;
      f.file = s.object(raw.object).file;
      return;
    default: break;
  }
  if (raw.step.valid()) return at_step(raw.step);
  for (const Waiter& w : end.waiters)
    if (!raw.contexts.empty() && w.context == raw.contexts.front() &&
        w.step.valid())
      return at_step(w.step);
  if (!raw.contexts.empty()) f.span = s.context(raw.contexts.front()).span;
}

bool ends_blocked(FindingCode code) {
  switch (code) {
    case FindingCode::deadlock:
    case FindingCode::hang:
    case FindingCode::lost_wakeup:
    case FindingCode::unsignaled_fence: return true;
    default: return false;
  }
}

Finding finish(const Program& program, const RawFinding& raw) {
  Execution run;
  PICKET_REQUIRE(replays(program, raw, run), "every finding replays");
  Finding f;
  f.code = raw.code;
  f.arguments = raw.arguments;
  f.witness = raw.witness;
  f.at = raw.at;
  EndAnalysis end;
  if (ends_blocked(raw.code)) {
    end = analyse_end(program, run.final_state);
    f.blocked = blocked_at_end(program, run.final_state, end, raw.contexts);
  } else if (raw.step.valid()) {
    f.at = {EventId(run.trace.events.size() - 1)};
  }
  place(program, raw, end, f);
  f.message = message_of(program, run.final_state, raw, end);
  return f;
}

// Members of a family, and the rounds of an unrolled loop, have steps of their
// own in one place of the text.
bool is_same_mistake(const Finding& a, const Finding& b) {
  return (a.code == FindingCode::misuse || a.code == FindingCode::assertion) &&
         a.code == b.code && a.arguments == b.arguments && a.span.known() &&
         a.span == b.span && a.file == b.file;
}

}  // namespace

std::vector<Finding> finished_findings(const Program& program,
                                       std::map<std::string, RawFinding>& raw,
                                       bool shortest_ends) {
  shorten(program, raw, shortest_ends);
  std::vector<Finding> findings;
  for (const auto& [key, finding] : raw) {
    Finding f = finish(program, finding);
    const auto same =
        std::find_if(findings.begin(), findings.end(),
                     [&](const Finding& g) { return is_same_mistake(f, g); });
    if (same == findings.end())
      findings.push_back(std::move(f));
    else if (better_witness(f.witness, same->witness))
      *same = std::move(f);
  }
  return findings;
}

}  // namespace picket
