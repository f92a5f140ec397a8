#include "tests/oracle/report_agreement.h"

#include <algorithm>
#include <set>
#include <vector>

#include "explorer/check/check.h"
#include "explorer/check/deadlock.h"
#include "explorer/counterexample/replay.h"
#include "explorer/search/reference.h"
#include "explorer/search/schedule_visitor.h"

namespace picket::oracle {
namespace {

// Where the contexts of a circle stand; who takes a lock twice stands alone.
using Standing = std::set<StepId>;

class StuckEnds : public ScheduleVisitor {
 public:
  explicit StuckEnds(const Program& program) : program_(program) {}

  bool on_schedule(const Trace& trace, const State& state, int) override {
    if (trace.crashed) {
      for (const Event& e : trace.events)
        if (e.crashes && e.misuse == Misuse::recursive_lock)
          ends_.insert({e.step});
      return true;
    }
    for (const EndFinding& f : analyse_end(program_, state).findings) {
      if (f.code != FindingCode::deadlock) continue;
      Standing standing;
      for (const Waiter& w : analyse_end(program_, state).waiters)
        if (std::count(f.contexts.begin(), f.contexts.end(), w.context))
          standing.insert(w.step);
      ends_.insert(standing);
    }
    return true;
  }

  const std::set<Standing>& ends() const { return ends_; }

 private:
  const Program& program_;
  std::set<Standing> ends_;
};

// The class that a step waits for, as reports name it. Written down once more,
// for the few operations of these scenarios.
std::string class_wanted(const Scenario& s, PolicyKind kind, StepId id) {
  const Step& step = s.step(id);
  if (step.operands[0].kind != Operand::Kind::object) return "";
  const Object& o = s.object(step.operands[0].object());
  if (o.type == ObjectType::dma_resv) return "reservation_ww_class_mutex";
  if (type_fits(o.type, "lock")) return s.classes[o.klass.index()];
  if (step.op == Op::dma_fence_signal) return "";
  const bool wait_map = kind == PolicyKind::wait_map;
  if (o.type == ObjectType::completion) return wait_map ? "entity" : "";
  if (o.type != ObjectType::dma_fence) return "";
  const bool one_map = kind == PolicyKind::dma_fence_map ||
                       kind == PolicyKind::dma_fence_map_trylock;
  const std::string& own = s.classes[o.klass.index()];
  if (one_map || (wait_map && own == "dma_fence")) return "dma_fence_map";
  return wait_map ? own : "";
}

bool stuck_along(const Scenario& s, PolicyKind kind, const PolicyReport& report,
                 const std::set<Standing>& ends) {
  const auto named = [&](StepId step) {
    const std::string wanted = class_wanted(s, kind, step);
    return std::find(report.classes.begin(), report.classes.end(), wanted) !=
           report.classes.end();
  };
  return std::any_of(ends.begin(), ends.end(), [&](const Standing& end) {
    return !end.empty() && std::all_of(end.begin(), end.end(), named);
  });
}

std::string told(const PolicyResult& result) {
  std::vector<std::string> lines;
  for (const JudgedReport& r : result.reports)
    lines.push_back("  " + std::string(name_of(r.truth)) +
                    (r.contract ? ", contract: " : ": ") + r.report.key() +
                    "\n");
  std::sort(lines.begin(), lines.end());
  std::string text = std::string(facts(result.kind).name) + "\n";
  for (const std::string& line : lines) text += line;
  return text;
}

CheckResult reported(const Scenario& s, SearchKind search) {
  CheckOptions options;
  options.search = search;
  for (const PolicyFacts& f : all_policies())
    options.policies.push_back(f.kind);
  return check(s, options);
}

// The schedule of a report that is real ends as it should.
bool gets_stuck(const Program& program, const Schedule& witness) {
  const Replay run = replay(program, witness);
  if (run.refused) return false;
  return (run.over && !run.stuck.empty()) ||
         (!run.moments.empty() && run.moments.back().crashed);
}

}  // namespace

ReportAgreement report_agreement(const Scenario& s, std::uint64_t most) {
  ReportAgreement out;
  const Program program(s);
  StuckEnds stuck(program);
  SearchOptions options;
  options.limits.schedules = most;
  if (!search_reference(program, options, stuck).limit.empty()) {
    out.large = true;
    return out;
  }
  const CheckResult by_states = reported(s, SearchKind::states);
  const CheckResult by_schedules = reported(s, SearchKind::schedules);
  for (std::size_t k = 0; k < by_states.policies.size(); ++k) {
    const PolicyResult& result = by_states.policies[k];
    const std::string one = told(result),
                      other = told(by_schedules.policies[k]);
    if (one != other && out.difference.empty())
      out.difference = "search: by states " + one + "by schedules " + other;
    // Automatic policies name places; a report about how a lock is used is not
    // about waiting.
    if (result.kind == PolicyKind::cross_release ||
        result.kind == PolicyKind::dept)
      continue;
    for (const JudgedReport& r : result.reports) {
      ++out.reports;
      out.real += r.truth == Truth::real;
      out.potential += r.truth == Truth::potential;
      out.false_positive += r.truth == Truth::false_positive;
      if (r.report.kind != ReportKind::circular &&
          r.report.kind != ReportKind::recursion)
        continue;
      const bool real = stuck_along(s, result.kind, r.report, stuck.ends());
      if (real != (r.truth == Truth::real) && out.difference.empty())
        out.difference = "truth: " + std::string(facts(result.kind).name) +
                         ", " + r.report.key() + " is " +
                         std::string(name_of(r.truth)) + ": " + r.reason + "\n";
      if (r.truth == Truth::real && out.difference.empty() &&
          !gets_stuck(program, r.witness))
        out.difference = "witness: of " + r.report.key() + "\n";
    }
  }
  return out;
}

}  // namespace picket::oracle
