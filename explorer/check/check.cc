#include "explorer/check/check.h"

#include <algorithm>
#include <chrono>

#include "explorer/check/adjudicate.h"
#include "explorer/check/claim_check.h"
#include "explorer/check/expectation.h"
#include "explorer/check/history_watch.h"
#include "explorer/check/judge.h"
#include "explorer/check/strictness.h"
#include "explorer/check/vacuity.h"
#include "explorer/check/witness.h"
#include "explorer/check/wording.h"
#include "explorer/search/reference.h"
#include "explorer/search/schedules.h"
#include "explorer/search/states.h"
#include "spec/base/contract.h"
#include "spec/semantics/endless.h"

namespace picket {
namespace {

std::uint64_t tighter(std::uint64_t a, std::int64_t b) {
  const auto c = static_cast<std::uint64_t>(std::max<std::int64_t>(b, 0));
  return a == 0 ? c : c == 0 ? a : std::min(a, c);
}

SearchOptions search_options(const Scenario& s, const CheckOptions& o) {
  SearchOptions options;
  options.jobs = std::max(1, o.jobs);
  options.in_order = o.first;
  options.interrupt = o.interrupt;
  if (o.resume) options.errands = o.resume->errands;
  SearchLimits& limits = options.limits;
  limits.schedules = tighter(o.max_schedules, s.limits.schedules);
  limits.states = o.max_states;
  limits.steps = tighter(o.max_steps, s.limits.steps);
  limits.preemptions =
      o.max_preemptions >= 0 ? o.max_preemptions : s.limits.preemptions;
  limits.seconds = o.max_seconds;
  limits.bytes = o.max_bytes;
  if (o.progress)
    options.progress = [&o](const SearchProgress& p) {
      o.progress({p.schedules, p.states, p.frontier, 0});
    };
  return options;
}

// Rules are about orders, which only the search over schedules visits; a bound
// on schedules or preemptions is one of a particular search.
SearchKind chosen(const Scenario& s, const CheckOptions& o) {
  if (o.resume) return SearchKind::schedules;
  if (o.search != SearchKind::automatic) return o.search;
  if (!s.rules.empty() || s.limits.schedules > 0 || o.max_schedules > 0)
    return SearchKind::schedules;
  return SearchKind::states;
}

std::string_view name_of(SearchKind kind) {
  switch (kind) {
    case SearchKind::reference: return "reference";
    case SearchKind::schedules: return "schedules";
    case SearchKind::states: return "states";
    case SearchKind::automatic: break;
  }
  return "";
}

// Those that are asked for and those the scenario says something about.
std::vector<PolicyKind> policies_of(const Scenario& s, const CheckOptions& o) {
  std::vector<PolicyKind> kinds = o.policies;
  for (const auto& [name, verdicts] : s.reports)
    if (const auto kind = policy_named(name)) kinds.push_back(*kind);
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

// `none` looks at nothing.
Watches watched_for(const std::vector<PolicyKind>& kinds) {
  Watches what = Watches::ends;
  for (const PolicyKind kind : kinds)
    if (kind != PolicyKind::none)
      what = std::max(what,
                      is_automatic(kind) ? Watches::histories : Watches::ways);
  return what;
}

void judge_reports(const std::vector<PolicyKind>& kinds,
                   const PolicyWatch& watch, CheckResult& result) {
  const Scenario& s = *result.scenario;
  EnlargedEnds enlarged;
  for (const PolicyKind kind : kinds) {
    PolicyResult judged = adjudicated(kind, s, watch, enlarged);
    const auto expected = s.reports.find(std::string(facts(kind).name));
    if (expected != s.reports.end())
      judged.missed = missed_expectation(judged, expected->second);
    result.policies.push_back(std::move(judged));
  }
}

SearchSummary run_search(SearchKind kind, const Program& program,
                         const SearchOptions& options, bool reduce,
                         Visitor& judge) {
  switch (kind) {
    case SearchKind::reference:
      return search_reference(program, options, judge);
    case SearchKind::schedules:
      return search_schedules(program, options, judge);
    case SearchKind::states:
    case SearchKind::automatic: break;
  }
  return search_states(program, options, judge, reduce);
}

// A loop that may repeat for ever has endless schedules: the search over
// schedules must stop somewhere, and the search over states finds its cycles.
constexpr std::uint64_t kEndlessSteps = 1000;

void take_counts(const SearchSummary& summary, const RuleCheck* rules,
                 CheckResult& result) {
  result.counts.schedules = summary.schedules;
  result.counts.deadlocked = summary.deadlocked;
  result.counts.states = summary.states;
  result.counts.transitions = summary.transitions;
  result.counts.sleep_blocked = summary.sleep_blocked;
  result.counts.looked_ahead = summary.looked_ahead;
  result.counts.peak_bytes = summary.peak_bytes;
  result.limit = summary.limit;
  result.interrupted = summary.interrupted;
  result.stopped = summary.stopped;
  if (!rules) return;
  result.counts.solver_questions = rules->counts().questions;
  result.counts.solver_native = rules->counts().native;
  const auto& open = rules->undecided();
  for (std::size_t r = 0; r < open.size() && result.limit.empty(); ++r)
    if (open[r])
      result.limit = "the solver left a question about rule " +
                     result.scenario->rules[r].id + " open";
}

void add(const Counts& earlier, Counts& now) {
  now.schedules += earlier.schedules;
  now.deadlocked += earlier.deadlocked;
  now.transitions += earlier.transitions;
  now.sleep_blocked += earlier.sleep_blocked;
  now.looked_ahead += earlier.looked_ahead;
  now.solver_questions += earlier.solver_questions;
  now.solver_native += earlier.solver_native;
}

// Before the findings are finished: their witnesses are still those that were
// met.
Checkpoint checkpoint_of(const SearchSummary& summary, Judge& judge,
                         const Counts& counts) {
  Checkpoint c{summary.left, counts, {}, judge.steps_reached(), {}, {}};
  for (const auto& [key, finding] : judge.findings())
    c.witnesses.push_back(finding.witness);
  if (const RuleCheck* rules = judge.rules()) {
    c.rules_applied = rules->applied();
    c.rules_undecided = rules->undecided();
  }
  return c;
}

// Rules of a scenario whose schedules need not end are judged on those that do,
// and on what was seen of others. What else there is to find, livelocks too,
// its states show whole.
SearchSummary search_states_besides(const Program& program,
                                    const CheckOptions& options, Judge& judge) {
  const SearchOptions search = search_options(program.scenario, options);
  return search_states(program, search, judge, options.reduce);
}

void add_states(const SearchSummary& states, SearchSummary& sum) {
  sum.states = states.states;
  sum.peak_bytes = std::max(sum.peak_bytes, states.peak_bytes);
  sum.interrupted |= states.interrupted;
  if (sum.limit.empty()) sum.limit = states.limit;
}

void run(SearchKind kind, const Program& program, const CheckOptions& options,
         CheckResult& result) {
  const Scenario& s = program.scenario;
  SearchOptions search = search_options(s, options);
  const bool endless = kind != SearchKind::states && can_repeat(s);
  const bool bounded = endless && search.limits.steps == 0;
  if (bounded) search.limits.steps = kEndlessSteps;
  Judge judge(program, options.solver, search.jobs, options.first);
  if (options.resume) judge.go_on_from(*options.resume);
  const std::vector<PolicyKind> policies = policies_of(s, options);
  const Watches what = watched_for(policies);
  PolicyWatch watch(program, &judge, what);
  Visitor& visitor = policies.empty() ? static_cast<Visitor&>(judge) : watch;
  search.keep_graph = what != Watches::ends && kind == SearchKind::states;
  SearchSummary summary =
      run_search(kind, program, search, options.reduce, visitor);
  if (endless && options.search == SearchKind::automatic && !options.resume &&
      !summary.stopped && !summary.interrupted)
    add_states(search_states_besides(program, options, judge), summary);
  const RuleCheck* rules = judge.rules();
  take_counts(summary, rules, result);
  if (options.resume) add(options.resume->counts, result.counts);
  if (policies.empty() && !summary.left.empty())
    result.checkpoint = checkpoint_of(summary, judge, result.counts);
  if (bounded && !result.limit.empty() && !s.rules.empty())
    result.limit +=
        "; `limits: {loops: N}` bounds the loops, so that rules can "
        "be judged on all schedules";
  const bool shortest_ends = kind == SearchKind::states && options.reduce &&
                             search.limits.preemptions < 0;
  result.findings = finished_findings(program, judge.findings(), shortest_ends);
  if (what == Watches::histories && kind == SearchKind::states)
    watch_histories(program, watch.seen());
  judge_reports(policies, watch, result);
  if (result.limit.empty() && !summary.stopped)
    result.notes = vacuity_notes(s, judge.steps_reached(),
                                 kind == SearchKind::states ? nullptr : rules);
}

std::vector<std::string> keys(const CheckResult& result) {
  std::vector<std::string> out;
  for (const Finding& f : result.findings) out.push_back(f.key());
  return out;
}

// Another search must find the same; rules and livelock only one of them sees.
void cross_check(SearchKind kind, const Program& program,
                 const CheckOptions& options, const CheckResult& result) {
  const SearchKind other =
      kind == SearchKind::states ? SearchKind::schedules : SearchKind::states;
  CheckResult second;
  second.scenario = result.scenario;
  run(other, program, options, second);
  if (!second.limit.empty() || !result.limit.empty()) return;
  const auto comparable = [](CheckResult r) {
    std::erase_if(r.findings, [](const Finding& f) {
      return f.code == FindingCode::rule || f.code == FindingCode::livelock;
    });
    return keys(r);
  };
  PICKET_REQUIRE(comparable(result) == comparable(second),
                 "two searches find the same");
}

}  // namespace

std::string Finding::words() const {
  std::string text(facts(code).name);
  for (std::size_t i = 0; i < arguments.size(); ++i)
    text += (i == 0 ? ": " : ", ") + arguments[i];
  return text;
}

std::string Finding::key() const {
  std::string text = words();
  if (code == FindingCode::misuse || code == FindingCode::assertion)
    text += " (" + file + ":" + std::to_string(span.line) + ")";
  return text;
}

CheckResult check(const Scenario& scenario, const CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Program program(scenario);
  CheckResult result;
  result.scenario = &scenario;
  const SearchKind kind = chosen(scenario, options);
  result.search = name_of(kind);
  run(kind, program, options, result);
  if (kind == SearchKind::states && !scenario.rules.empty() &&
      result.limit.empty())
    result.limit = "the search over states does not judge rules";
  if (options.cross_check) cross_check(kind, program, options, result);
  if (!scenario.claims.empty() && !result.interrupted && !result.stopped)
    check_claims(scenario, search_options(scenario, options), result);
  if (!scenario.strictness.empty() && !result.interrupted && !result.stopped) {
    StrictnessLimits limits;
    limits.interrupt = options.interrupt;
    check_strictness(scenario, limits, result);
  }
  match_expectation(result, options.strict);
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  return result;
}

}  // namespace picket
