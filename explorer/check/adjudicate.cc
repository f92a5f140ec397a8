#include "explorer/check/adjudicate.h"

#include <algorithm>
#include <optional>
#include <set>

#include "explorer/check/along_report.h"
#include "explorer/check/enlarge.h"

namespace picket {
namespace {

// Enlarged scenarios are looked at until they had so many states together.
constexpr std::uint64_t kMostOfAll = 100'000;
constexpr std::uint64_t kMostPairs = 30'000;  // with two assumptions

struct Looked {
  std::uint64_t room = kMostOfAll;  // states
  std::size_t scenarios = 0;
  bool bounded = false;
};

class Adjudication {
 public:
  Adjudication(PolicyKind kind, const Program& program, EnlargedEnds& enlarged)
      : kind_(kind),
        scenario_(program.scenario),
        classes_(kind, program),
        enlarged_(enlarged) {}

  JudgedReport judge(const PolicyReport& report, const StuckCycles& stuck) {
    JudgedReport out;
    out.report = report;
    const ReportedCycle reported(scenario_, report);
    const bool of_waiting = report.kind != ReportKind::wait_context;
    if (const StuckCycle* cycle =
            of_waiting ? along(reported, stuck, classes_) : nullptr) {
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
      enlarge(report, reported, out);
    }
    out.contract = out.truth != Truth::real && touches_priming(report);
    return out;
  }

  // Nothing if it is not real.
  std::optional<JudgedReport> judge_if_stuck(const PolicyReport& report,
                                             const StuckCycles& stuck) {
    if (report.kind != ReportKind::circular) return std::nullopt;
    const StuckCycle* cycle =
        along(ReportedCycle(scenario_, report), stuck, classes_);
    if (!cycle) return std::nullopt;
    JudgedReport out;
    out.report = report;
    out.truth = Truth::real;
    out.reason = stuck_text(scenario_, *cycle);
    out.witness = cycle->witness;
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

  static const StuckCycle* along(const ReportedCycle& report,
                                 const StuckCycles& stuck,
                                 StuckClasses& classes) {
    const StuckCycle* best = nullptr;
    for (const StuckCycle* cycle : stuck.all())
      if ((!best || cycle->witness.size() < best->witness.size()) &&
          classes.is_along(report, *cycle))
        best = cycle;
    return best;
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

  // True if the enlarged scenario gets stuck along the report.
  bool tried(const Enlarged& e, const ReportedCycle& report, Looked& looked,
             JudgedReport& out) const {
    const EnlargedEnd& end = enlarged_.of(e);
    looked.room -= std::min(looked.room, end.states);
    looked.bounded |= end.bounded;
    ++looked.scenarios;
    if (!end.program) return false;
    StuckClasses classes(kind_, *end.program);
    const StuckCycle* cycle = along(report, end.stuck, classes);
    if (!cycle) return false;
    out.truth = Truth::potential;
    out.reason = "if " + e.assumption + ": " + stuck_text(end.scenario, *cycle);
    out.witness = cycle->witness;
    return true;
  }

  // One assumption, then two, from the weakest to the strongest.
  void enlarge(const PolicyReport& report, const ReportedCycle& reported,
               JudgedReport& out) const {
    const bool alike = kind_ == PolicyKind::dma_fence_map ||
                       kind_ == PolicyKind::dma_fence_map_trylock;
    const auto once = enlargements(scenario_, report.classes, alike);
    Looked looked;
    for (const Enlarged& e : once) {
      if (looked.room == 0) break;
      if (tried(e, reported, looked, out)) return;
    }
    looked.room = std::min(looked.room, kMostPairs);
    for (const Enlarged& e : once)
      for (const Enlarged& both : enlarged_twice(e, report.classes, alike)) {
        if (looked.room == 0) break;
        if (tried(both, reported, looked, out)) return;
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
  StuckClasses classes_;
  EnlargedEnds& enlarged_;
};

Truth strongest(const PolicyResult& result) {
  Truth truth = Truth::false_positive;
  for (const JudgedReport& r : result.reports) truth = std::min(truth, r.truth);
  return truth;
}

bool any_real(const PolicyResult& result) {
  return std::any_of(
      result.reports.begin(), result.reports.end(),
      [](const JudgedReport& r) { return r.truth == Truth::real; });
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
                         const PolicyWatch& watch, EnlargedEnds& enlarged) {
  PolicyResult result;
  result.kind = kind;
  if (kind == PolicyKind::none) return result;
  const Program program(scenario);
  Adjudication adjudication(kind, program, enlarged);
  for (const PolicyReport& report : reports_of(kind, scenario, watch.seen()))
    result.reports.push_back(adjudication.judge(report, watch.stuck()));
  if (watch.stuck().all().empty() || result.reports.empty() || any_real(result))
    return result;
  // In this order of the contexts none is real; what another order reports may
  // be.
  std::set<std::string> known;
  for (const JudgedReport& r : result.reports) known.insert(r.report.key());
  for (std::size_t c = 1; c < scenario.contexts.size(); ++c)
    for (const PolicyReport& report :
         reports_of(kind, scenario, watch.seen(), ContextId(c)))
      if (known.insert(report.key()).second)
        if (auto judged = adjudication.judge_if_stuck(report, watch.stuck()))
          result.reports.push_back(std::move(*judged));
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
