// SARIF 2.1.0, as code scanning services read it: one result for everything
// that is not as expected. Several services show the message and nothing else,
// so it stands alone. The schedule is a code flow with a thread flow for each
// context; executionOrder tells the interleaving.
//
// Must not know: findings that were expected; nobody wants an alert for those.
#include <nlohmann/json.hpp>
#include <set>

#include "explorer/counterexample/finding_words.h"
#include "explorer/counterexample/text_hash.h"
#include "explorer/report/blocked_text.h"
#include "explorer/report/fault.h"
#include "explorer/report/finding_lanes.h"
#include "explorer/report/finding_text.h"
#include "explorer/report/json.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"
#include "explorer/report/uri_text.h"
#include "explorer/report/version.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

// Besides the findings.
constexpr std::pair<const char*, const char*> kOtherRules[] = {
    {"not-found", "what was expected was not found"},
    {"reports", "an annotation policy reports something else than stated"},
    {"expectation", "the outcome is not the one that was expected"},
};
constexpr std::size_t kMostLocations = 10000;  // of one result

Json text(const std::string& words) { return {{"text", words}}; }

Json physical(const std::string& file, const SourceSpan& span) {
  Json at{{"artifactLocation", {{"uri", uri_of(file)}}}};
  if (!span.known()) return at;
  at["region"] = {{"startLine", span.line}};
  if (span.column > 0) at["region"]["startColumn"] = span.column;
  if (span.column > 0 && span.length > 0)
    at["region"]["endColumn"] = span.column + span.length;
  return at;
}

Json step_location(const FindingLanes& of, const ScheduleRow& row,
                   std::size_t i) {
  std::string words = row.text;
  if (!row.after.empty()) words += ": " + row.after;
  if (row.kind == ScheduleRow::Kind::waiting) words += ": blocked";
  return {{"location",
           {{"physicalLocation",
             physical(row.file.empty() ? of.scenario.file : row.file,
                      SourceSpan{row.line, 0, 0})},
            {"message", text(of.name(row.context) + ": " + words)}}},
          {"executionOrder", i + 1},
          {"nestingLevel", row.depth},
          {"importance", row.marked ? "essential" : "important"}};
}

Json code_flow(const FindingLanes& of) {
  Json threads = Json::array();
  for (const ContextId c : of.shown)
    threads.push_back({{"id", of.name(c)}, {"locations", Json::array()}});
  const auto& rows = of.lanes.rows;
  for (std::size_t i = 0; i < rows.size() && i < kMostLocations; ++i)
    threads[of.lane_of(rows[i].context)]["locations"].push_back(
        step_location(of, rows[i], i));
  // What was cut off may have been all of a thread.
  Json shown = Json::array();
  for (Json& thread : threads)
    if (!thread["locations"].empty()) shown.push_back(std::move(thread));
  return {{"threadFlows", std::move(shown)}};
}

// The same where only the layout of the scenario has changed.
std::string identity(const Scenario& s, const Finding& finding,
                     const FindingLanes* of) {
  std::string words = s.name + "\n" + finding.key() + "\n";
  if (of != nullptr)
    for (const ScheduleRow& row : of->lanes.rows)
      words += of->name(row.context) + ": " + row.text + "\n";
  return text_hash(words);
}

std::string message_of(const CheckResult& result, const Finding& finding) {
  std::string words =
      result.scenario->name + ": " + diagnostic_of(result, finding).message;
  for (const std::string& sentence :
       blocked_sentences(*result.scenario, finding.blocked))
    words += "; " + sentence.substr(sentence.find_first_not_of(' '));
  return words + ". " + why_text(finding);
}

void add_schedule(Json& entry, const CheckResult& result,
                  const Finding& finding) {
  entry["message"] = {{"text", message_of(result, finding)},
                      {"markdown", entry["message"]["markdown"]}};
  if (!finding.has_schedule) {
    entry["partialFingerprints"] = {
        {"picket/v1", identity(*result.scenario, finding, nullptr)}};
    return;
  }
  const FindingLanes of(*result.scenario, finding);
  entry["partialFingerprints"] = {
      {"picket/v1", identity(*result.scenario, finding, &of)}};
  if (!of.lanes.rows.empty()) entry["codeFlows"] = Json::array({code_flow(of)});
}

Json result_of(const CheckResult& result, const Fault& fault) {
  const std::string& name = result.scenario->name;
  Json entry{{"ruleId", fault.code}, {"level", "error"}};
  entry["message"] = {{"text", name + ": " + fault.message + "."},
                      {"markdown", "```\n" + fault.screen + "```\n"}};
  entry["locations"] =
      Json::array({{{"physicalLocation", physical(fault.file, fault.span)}}});
  entry["partialFingerprints"] = {
      {"picket/v1", text_hash(name + "\n" + fault.title)}};
  if (fault.kind == Fault::Kind::finding)
    add_schedule(entry, result, result.findings[fault.index]);
  return entry;
}

Json results_of(const Report& report, const ReportOptions& options) {
  Json results = Json::array();
  for (const ReportedCheck& check : report.checks)
    for (const Fault& fault : faults_of(check, *report.sources, options))
      results.push_back(result_of(*check.result, fault));
  return results;
}

// Those that have a result, in the order of the table.
Json rules_of(const Json& results) {
  std::set<std::string> used;
  for (const Json& r : results) used.insert(r["ruleId"].get<std::string>());
  Json rules = Json::array();
  for (const FindingFacts& f : all_findings())
    if (used.count(std::string(f.name)) > 0)
      rules.push_back({{"id", f.name},
                       {"shortDescription", text(std::string(f.title))},
                       {"fullDescription", text(std::string(f.why))}});
  for (const auto& [id, words] : kOtherRules)
    if (used.count(id) > 0)
      rules.push_back({{"id", id}, {"shortDescription", text(words)}});
  return rules;
}

void number_rules(Json& results, const Json& rules) {
  for (Json& r : results)
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (rules[i]["id"] == r["ruleId"]) r["ruleIndex"] = i;
}

// What was not covered is no result, but no silence either.
Json invocation_of(const Report& report) {
  Json notes = Json::array();
  for (const ReportedCheck& check : report.checks)
    if (stopped_early(*check.result))
      notes.push_back({{"level", "warning"},
                       {"message", text(check.result->scenario->name + ": " +
                                        proof_text(*check.result))}});
  Json invocation{{"executionSuccessful", true}};
  if (!notes.empty()) invocation["toolExecutionNotifications"] = notes;
  return invocation;
}

}  // namespace

void write_sarif(const Report& report, const ReportOptions& options,
                 std::ostream& out) {
  Json results = results_of(report, options);
  const Json rules = rules_of(results);
  number_rules(results, rules);
  const Json run{{"tool",
                  {{"driver",
                    {{"name", "picket"},
                     {"version", picket_version()},
                     {"rules", rules}}}}},
                 {"columnKind", "unicodeCodePoints"},
                 {"invocations", Json::array({invocation_of(report)})},
                 {"results", results}};
  out << json_text(
             {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
              {"version", "2.1.0"},
              {"runs", Json::array({run})}},
             2)
      << "\n";
}

}  // namespace picket
