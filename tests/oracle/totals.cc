#include "tests/oracle/totals.h"

#include <algorithm>
#include <iomanip>
#include <utility>
#include <vector>

#include "tests/oracle/rule_features.h"

namespace picket::oracle {
namespace {

// Words that only lead from step to step.
bool leaves_no_step(Op op) {
  return op == Op::repeat_ || op == Op::break_ || op == Op::continue_ ||
         op == Op::goto_;
}

}  // namespace

void Totals::refuse(const ReadResult& result) {
  ++scenarios;
  ++refused;
  for (const Diagnostic& d : result.diagnostics)
    if (d.severity == Severity::error) ++mistakes_[d.code + ": " + d.message];
}

void Totals::count(const std::string& difference) {
  ++scenarios;
  ++(difference.empty() ? agree : disagree);
}

void Totals::add(const Scenario& scenario, const Agreement& a) {
  if (a.kind == Agreement::Kind::too_large) {
    ++scenarios;
    ++too_large;
    return;
  }
  count(a.difference);
  endless_ += a.endless;
  livelocks_ += a.livelocks;
  reference_ += a.reference;
  if (a.reference) interleavings_ += a.interleavings;
  classes_ += a.classes;
  states_ += a.states;
  reduced_ += a.reduced_states;
  findings_ += a.findings;
  for (std::size_t i = 0; i < a.executed.size(); ++i)
    if (a.executed[i]) executed_.insert(scenario.steps[i].op);
}

void Totals::add(const Scenario& scenario, const RuleAgreement& a) {
  if (a.classes == 0 && a.difference.empty()) {
    ++scenarios;
    ++too_large;
    return;
  }
  count(a.difference);
  for (std::size_t r = 0; r < a.rules.size(); ++r) {
    const RuleTally& tally = a.rules[r];
    enumerated_ += tally.classes;
    larger_ += tally.larger;
    violated_ += tally.violated;
    in_schedules_ += tally.in_schedules;
    if (!a.all || tally.larger > 0 || !a.difference.empty()) continue;
    ++pairs_;
    for (const std::string& f : features_of(scenario.rules[r])) {
      ++features_[f].pairs;
      features_[f].broken += tally.violated > 0;
    }
  }
}

void Totals::add(const ClaimAgreement& a) {
  count(a.difference);
  claims_.pairs += a.pairs;
  claims_.blocking += a.blocking;
  claims_.unreachable += a.unreachable;
  claims_.moot += a.moot;
  claims_.large += a.large;
}

void Totals::add(const ReportAgreement& a) {
  if (a.large) {
    ++scenarios;
    ++too_large;
    return;
  }
  count(a.difference);
  reports_.reports += a.reports;
  reports_.real += a.real;
  reports_.potential += a.potential;
  reports_.false_positive += a.false_positive;
}

void Totals::print_claims(std::ostream& out) const {
  out << claims_.pairs
      << " pairs of an object and a fence: " << claims_.blocking
      << " lose the fence, " << claims_.unreachable << " are out of its way; "
      << claims_.moot << " moot, " << claims_.large
      << " explorations too large\n";
}

void Totals::print_reports(std::ostream& out) const {
  out << reports_.reports << " reports: " << reports_.real << " real, "
      << reports_.potential << " potential, " << reports_.false_positive
      << " false positives\n";
}

void Totals::print_scenarios(std::ostream& out) const {
  out << scenarios << " scenarios: " << agree << " agree, " << disagree
      << " disagree, " << too_large << " too large, " << refused
      << " refused by the reader\n";
  if (refused * 50 > scenarios) print_mistakes(out);
}

void Totals::print_mistakes(std::ostream& out) const {
  std::vector<std::pair<std::uint64_t, std::string>> list;
  for (const auto& [message, n] : mistakes_) list.push_back({n, message});
  std::sort(list.rbegin(), list.rend());
  for (std::size_t i = 0; i < std::min<std::size_t>(list.size(), 12); ++i)
    out << "  " << list[i].first << " x " << list[i].second << "\n";
}

void Totals::print_searches(std::ostream& out) const {
  out << interleavings_ << " interleavings of " << reference_ << " scenarios, "
      << classes_ << " classes, " << states_ << " states (" << reduced_
      << " reduced), " << findings_ << " findings; " << endless_
      << " scenarios without end, " << livelocks_ << " livelocks\n";
}

void Totals::print_operations(std::ostream& out) const {
  std::string missing;
  std::size_t steps = 0, executed = 0;
  for (const OperationFacts& f : all_operations()) {
    if (!f.modelled || leaves_no_step(f.op)) continue;
    ++steps;
    if (executed_.count(f.op))
      ++executed;
    else
      missing += " " + std::string(f.name);
  }
  out << executed << " of " << steps << " operations executed"
      << (missing.empty() ? "" : "; not:" + missing) << "\n";
}

void Totals::print_rules(std::ostream& out) const {
  out << pairs_ << " rules on all classes of their scenario, " << in_schedules_
      << " also on all schedules; " << enumerated_ << " classes enumerated ("
      << violated_ << " break their rule), " << larger_ << " too large\n";
  for (const auto& [name, n] : features_)
    out << "  " << std::left << std::setw(24) << name << std::right
        << std::setw(8) << n.pairs << std::setw(8) << n.broken << " broken\n";
  std::string missing;
  for (const std::string& name : all_rule_features())
    if (!features_.count(name)) missing += "  " + name;
  if (!missing.empty()) out << "  not:" << missing << "\n";
}

}  // namespace picket::oracle
