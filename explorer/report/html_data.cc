#include "explorer/report/html_data.h"

#include <nlohmann/json.hpp>

#include "explorer/check/contrast.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/report/blocked_text.h"
#include "explorer/report/fault.h"
#include "explorer/report/finding_text.h"
#include "explorer/report/json.h"
#include "explorer/report/lanes_json.h"
#include "explorer/report/policy_text.h"
#include "explorer/report/rule_text.h"
#include "explorer/report/shell_words.h"
#include "explorer/report/standing.h"

namespace picket {
namespace {

// A schedule that passes is looked for beside short ones, and not for long.
constexpr std::size_t kLongestCompared = 200;
constexpr std::size_t kMostStates = 20'000;

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::passed: return "passed";
    case Standing::found: return "found";
    case Standing::failed: return "failed";
    case Standing::inconclusive: return "inconclusive";
  }
  return "";
}

// How many rows show what both schedules have in common.
std::size_t common_rows(const FindingLanes& of, std::size_t moments) {
  std::size_t rows = 0;
  for (const ScheduleRow& row : of.lanes.rows)
    rows += row.moment && *row.moment < moments;
  return rows;
}

// The nearest schedule that passes, where a short search finds one.
void add_passing(Json& entry, const FindingLanes& failing,
                 const Finding& finding) {
  if (finding.without.valid() || finding.witness.size() > kLongestCompared)
    return;
  const Contrast contrast =
      nearest_passing(failing.program, finding.witness, kMostStates);
  if (!contrast.found) return;
  const FindingLanes passing(failing.scenario, contrast.passing);
  entry["passing"] = {{"common", common_rows(passing, contrast.common)},
                      {"failing", common_rows(failing, contrast.common)},
                      {"picture", lanes_json(passing)}};
}

void add_to_finding(Json& entry, const CheckResult& result,
                    const Finding& finding, const std::string& witness) {
  entry["words"] = finding_words(finding);
  entry["title"] = facts(finding.code).title;
  entry["why"] = why_text(finding);
  if (!finding.file.empty()) entry["file"] = finding.file;
  entry["sentences"] = blocked_sentences(*result.scenario, finding.blocked);
  entry["explain"] = "picket explain " + explain_topic(finding);
  if (!witness.empty())
    entry["replay"] = "picket replay " + shell_word(witness);
  if (finding.has_schedule) {
    const FindingLanes failing(*result.scenario, finding);
    entry["picture"] = lanes_json(failing);
    if (!finding.expected) add_passing(entry, failing, finding);
  }
  // The picture says the same with less.
  entry.erase("schedule");
}

Json rules_json(const CheckResult& result) {
  const Scenario& s = *result.scenario;
  Json list = Json::array();
  for (const Rule& rule : s.rules) {
    const RuleStanding standing = standing_of(result, rule);
    Json entry{{"id", rule.id},
               {"text", rule_text(rule)},
               {"standing", name_of(standing)},
               {"explanation", rule_explanation(result, rule)}};
    if (rule.span.known()) entry["line"] = rule.span.line;
    list.push_back(std::move(entry));
  }
  return list;
}

Json reports_json(const CheckResult& result, const PolicyResult& policy) {
  Json screens = Json::array();
  for (const JudgedReport& r : policy.reports)
    screens.push_back(report_screen(*result.scenario, r));
  return screens;
}

// What is wrong beside the findings.
Json faults_json(const std::vector<Fault>& faults) {
  Json list = Json::array();
  for (const Fault& fault : faults)
    if (fault.kind != Fault::Kind::finding)
      list.push_back({{"title", fault.title}, {"screen", fault.screen}});
  return list;
}

void add_to_check(Json& entry, const ReportedCheck& check,
                  const Sources& sources, const ReportOptions& options) {
  const CheckResult& result = *check.result;
  const Scenario& s = *result.scenario;
  entry["standing"] = name_of(standing(result));
  entry["faults"] = faults_json(faults_of(check, sources, options));
  if (!s.about.empty()) entry["about"] = s.about;
  if (!s.source.empty()) entry["source"] = s.source;
  if (!s.parameters.empty()) entry["parameters"] = s.parameters;
  for (std::size_t i = 0; i < result.findings.size(); ++i)
    add_to_finding(entry["findings"][i], result, result.findings[i],
                   i < check.witnesses.size() ? check.witnesses[i] : "");
  if (!s.rules.empty()) entry["rules"] = rules_json(result);
  for (const PolicyResult& p : result.policies) {
    Json& policy = entry["policies"][std::string(facts(p.kind).name)];
    policy["about"] = facts(p.kind).doc;
    policy["screens"] = reports_json(result, p);
  }
}

}  // namespace

Json html_data(const Report& report, const ReportOptions& options) {
  Json data = report_json(report, options);
  for (std::size_t i = 0; i < report.checks.size(); ++i)
    add_to_check(data["checks"][i], report.checks[i], *report.sources, options);
  Json sources = Json::object();
  for (const auto& [name, text] : *report.sources) sources[name] = text.lines;
  data["sources"] = sources;
  return data;
}

}  // namespace picket
