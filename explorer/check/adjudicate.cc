#include "explorer/check/adjudicate.h"

#include <algorithm>

#include "explorer/check/enlarge.h"
#include "explorer/search/states.h"
#include "spec/policies/wanted.h"

namespace picket {
namespace {

// An enlarged scenario is looked through so far and no further.
constexpr std::uint64_t kMostStates = 20'000;
constexpr std::uint64_t kMostOfAll = 100'000;  // all of them together
constexpr std::uint64_t kMostPairs = 30'000;   // all with two assumptions

struct Looked {
  std::uint64_t room = kMostOfAll;  // states
  std::size_t scenarios = 0;
  bool bounded = false;
};

class Adjudication {
 public:
  Adjudication(PolicyKind kind, const Scenario& scenario)
      : kind_(kind), scenario_(scenario) {}

  JudgedReport judge(const PolicyReport& report, const StuckCycles& stuck) {
    JudgedReport out;
    out.report = report;
    if (const StuckCycle* cycle = along(scenario_, report, stuck)) {
      out.truth = Truth::real;
      out.reason = stuck_text(scenario_, *cycle);
      out.witness = cycle->witness;
    } else if (breaks_api(report.kind)) {
      out.truth = Truth::real;
      out.reason = "the call itself is wrong";
    } else if (const Schedule* sleeps = stuck.sleeping(report.step);
               sleeps && report.kind == ReportKind::wait_context) {
      out.truth = Truth::real;
      out.reason = "it sleeps in atomic context";
      out.witness = *sleeps;
    } else if (report.kind == ReportKind::wait_context) {
      out.truth = Truth::potential;
      out.reason = "on a kernel where spinlocks sleep (PREEMPT_RT)";
    } else {
      enlarge(report, out);
    }
    out.contract = out.truth != Truth::real && touches_priming(report);
    return out;
  }

 private:
  // What is not about waiting is as real as the step.
  static bool breaks_api(ReportKind kind) {
    switch (kind) {
      case ReportKind::imbalance:
      case ReportKind::held_memory:
      case ReportKind::nest_lock:
      case ReportKind::mutex_debug: return true;
      default: return false;
    }
  }

  static bool touches_priming(const PolicyReport& report) {
    return std::any_of(
        report.edges.begin(), report.edges.end(),
        [](const ReportEdge& e) { return !e.source.held.valid(); });
  }

  // Without the subclass; a transaction and its locks are one.
  static std::string family(std::string name) {
    name.resize(std::min(name.find('/'), name.size()));
    if (name.ends_with("_acquire")) name.replace(name.size() - 8, 8, "_mutex");
    return name;
  }

  static bool names(const PolicyReport& report, const std::string& klass) {
    const auto same = [&](const std::string& name) {
      return family(name) == family(klass);
    };
    return std::any_of(report.classes.begin(), report.classes.end(), same);
  }

  const StuckCycle* along(const Scenario& s, const PolicyReport& report,
                          const StuckCycles& stuck) const {
    const StuckCycle* best = nullptr;
    for (const StuckCycle* cycle : stuck.all())
      if (is_along(s, report, *cycle) &&
          (!best || cycle->witness.size() < best->witness.size()))
        best = cycle;
    return best;
  }

  bool is_along(const Scenario& s, const PolicyReport& report,
                const StuckCycle& cycle) const {
    if (!cycle.twice.empty())
      return names(report, class_of(s, cycle.twice.front()));
    std::vector<std::size_t> nameless;  // wait for what has no class
    for (std::size_t i = 0; i < cycle.steps.size(); ++i) {
      const auto wanted = classes_wanted(kind_, s, cycle.steps[i]);
      if (wanted.empty())
        nameless.push_back(i);
      else if (std::none_of(wanted.begin(), wanted.end(),
                            [&](const auto& k) { return names(report, k); }))
        return false;
    }
    return nameless.empty() || (nameless.size() < cycle.steps.size() &&
                                stands_for(s, report, cycle, nameless));
  }

  // A map beside a semaphore is held by who has it and by who waits for it; an
  // item that waits for a place of its queue waits for the items that run. So
  // who waits for something without a class waits for the class that the next
  // one holds, if it is inside that class itself or has not begun.
  bool stands_for(const Scenario& s, const PolicyReport& report,
                  const StuckCycle& cycle,
                  const std::vector<std::size_t>& nameless) const {
    const Program program(s);
    const Execution run = execute(program, cycle.witness);
    if (run.refused) return false;
    const auto held = classes_held(kind_, s, run.trace);
    return std::all_of(nameless.begin(), nameless.end(), [&](std::size_t i) {
      const ContextId self = cycle.contexts[i];
      const ContextId next = cycle.contexts[(i + 1) % cycle.contexts.size()];
      const bool item = s.context(self).work.valid();
      return std::any_of(held[next.index()].begin(), held[next.index()].end(),
                         [&](const ClassHeld& k) {
                           if (!names(report, k.name)) return false;
                           if (item && held[self.index()].empty()) return true;
                           return k.annotation &&
                                  std::any_of(held[self.index()].begin(),
                                              held[self.index()].end(),
                                              [&](const ClassHeld& own) {
                                                return own.annotation &&
                                                       own.name == k.name;
                                              });
                         });
    });
  }

  static std::string stuck_text(const Scenario& s, const StuckCycle& cycle) {
    std::string text;
    for (std::size_t i = 0; i < cycle.contexts.size(); ++i) {
      text += (i ? ", " : "") + s.context(cycle.contexts[i]).name;
      if (cycle.steps[i].valid())
        text += " in " + describe(s, s.step(cycle.steps[i]));
    }
    return text;
  }

  // Explores the enlarged scenario; true if it gets stuck along the report.
  bool tried(const Enlarged& e, const PolicyReport& report, Looked& looked,
             JudgedReport& out) const {
    const Program program(e.scenario);
    PolicyWatch watch(program, nullptr, Watches::ends);
    SearchOptions options;
    options.limits.states = std::min(kMostStates, looked.room);
    const SearchSummary summary = search_states(program, options, watch, true);
    looked.room -= std::min(looked.room, summary.states);
    looked.bounded |= !summary.limit.empty();
    ++looked.scenarios;
    const StuckCycle* cycle = along(e.scenario, report, watch.stuck());
    if (!cycle) return false;
    out.truth = Truth::potential;
    out.reason = "if " + e.assumption + ": " + stuck_text(e.scenario, *cycle);
    out.witness = cycle->witness;
    return true;
  }

  // One assumption, then two, from the weakest to the strongest.
  void enlarge(const PolicyReport& report, JudgedReport& out) const {
    const bool alike = kind_ == PolicyKind::dma_fence_map ||
                       kind_ == PolicyKind::dma_fence_map_trylock;
    const auto once = enlargements(scenario_, report.classes, alike);
    Looked looked;
    for (const Enlarged& e : once)
      if (tried(e, report, looked, out)) return;
    looked.room = std::min(looked.room, kMostPairs);
    for (const Enlarged& e : once)
      for (const Enlarged& both : enlarged_twice(e, report.classes, alike)) {
        if (looked.room == 0) break;
        if (tried(both, report, looked, out)) return;
      }
    out.truth = Truth::false_positive;
    out.reason =
        "nothing gets stuck along it, also not in " +
        std::to_string(looked.scenarios) +
        (looked.scenarios == 1 ? " enlarged scenario" : " enlarged scenarios") +
        (looked.bounded || looked.room == 0
             ? ", as far as up to 20000 states each show"
             : "");
  }

  const PolicyKind kind_;
  const Scenario& scenario_;
};

Truth strongest(const PolicyResult& result) {
  Truth truth = Truth::false_positive;
  for (const JudgedReport& r : result.reports) truth = std::min(truth, r.truth);
  return truth;
}

bool has(const PolicyResult& result, const std::string& verdict) {
  if (verdict == "none") return result.reports.empty();
  if (result.reports.empty()) return false;
  if (verdict == "report") return true;
  if (verdict == "contract")
    return std::any_of(result.reports.begin(), result.reports.end(),
                       [](const JudgedReport& r) { return r.contract; });
  return verdict == name_of(strongest(result)) ||
         std::any_of(result.reports.begin(), result.reports.end(),
                     [&](const JudgedReport& r) {
                       return verdict == name_of(r.truth);
                     });
}

std::string outcome(const PolicyResult& result) {
  if (result.reports.empty()) return "none";
  std::string text(name_of(strongest(result)));
  if (has(result, "contract")) text += ", contract";
  return text;
}

}  // namespace

std::string_view name_of(Truth truth) {
  switch (truth) {
    case Truth::real: return "real";
    case Truth::potential: return "potential";
    case Truth::false_positive: return "false-positive";
  }
  return "";
}

PolicyResult adjudicated(PolicyKind kind, const Scenario& scenario,
                         const PolicyWatch& watch) {
  PolicyResult result;
  result.kind = kind;
  if (kind == PolicyKind::none) return result;
  Adjudication adjudication(kind, scenario);
  for (const PolicyReport& report : reports_of(kind, scenario, watch.seen()))
    result.reports.push_back(adjudication.judge(report, watch.stuck()));
  return result;
}

std::string missed_expectation(const PolicyResult& result,
                               const std::vector<std::string>& expected) {
  for (const std::string& verdict : expected)
    if (!has(result, verdict))
      return "expected " + verdict + ", got " + outcome(result);
  return "";
}

}  // namespace picket
