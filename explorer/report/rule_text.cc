#include "explorer/report/rule_text.h"

#include <algorithm>

#include "explorer/check/check.h"
#include "explorer/report/standing.h"

namespace picket {
namespace {

// Classes of schedules that an explanation is made from.
constexpr std::uint64_t kClassesExplained = 1000;

std::string name_of(Relation relation) {
  switch (relation) {
    case Relation::program_order: return "program-order";
    case Relation::signals: return "signals";
    case Relation::waits_for: return "waits-for";
  }
  return "";
}

std::string relations_text(const Rule& rule) {
  std::string text;
  for (const Relation r : rule.relations)
    text += (text.empty() ? "" : ", ") + name_of(r);
  return text;
}

std::string pattern_text(const Rule& rule) {
  switch (rule.pattern) {
    case Rule::Pattern::never:
      return "never " + rule.a.text +
             (rule.has_within ? " within " + rule.interval.text : "");
    case Rule::Pattern::only_if: return rule.a.text + " only if " + rule.b.text;
    case Rule::Pattern::order: return rule.a.text + " before " + rule.b.text;
    case Rule::Pattern::leads_to:
      return rule.a.text + " leads to " + rule.b.text;
    case Rule::Pattern::in_order:
      return rule.a.text + " in the order of " + rule.by + " per " + rule.per;
    case Rule::Pattern::at_most:
      return "at most " + std::to_string(rule.number) + " of " +
             rule.interval.text;
    case Rule::Pattern::exclusive:
      return rule.interval.text + " and " + rule.second.text +
             " never at the same time";
    case Rule::Pattern::acyclic: return "no cycle of " + relations_text(rule);
  }
  return "";
}

}  // namespace

std::string rule_text(const Rule& rule) {
  const std::string text = pattern_text(rule);
  return rule.unless.terms.empty() ? text
                                   : text + " unless " + rule.unless.text;
}

std::string_view name_of(RuleStanding standing) {
  switch (standing) {
    case RuleStanding::holds: return "holds";
    case RuleStanding::broken: return "broken";
    case RuleStanding::vacuous: return "vacuous";
    case RuleStanding::unknown: return "unknown";
  }
  return "";
}

RuleStanding standing_of(const CheckResult& result, const Rule& rule) {
  const auto about = [&](const Finding& f) {
    return f.code == FindingCode::rule && !f.arguments.empty() &&
           f.arguments.front() == rule.id;
  };
  if (std::any_of(result.findings.begin(), result.findings.end(), about))
    return RuleStanding::broken;
  if (std::any_of(result.notes.begin(), result.notes.end(),
                  [&](const Note& n) { return n.name == rule.id; }))
    return RuleStanding::vacuous;
  return stopped_early(result) || result.stopped ? RuleStanding::unknown
                                                 : RuleStanding::holds;
}

std::string rule_explanation(const CheckResult& result, const Rule& rule) {
  CheckOptions options;
  options.max_schedules = kClassesExplained;
  return explain_rule(*result.scenario, rule.id, options);
}

}  // namespace picket
