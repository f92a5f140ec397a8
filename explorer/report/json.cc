#include "explorer/report/json.h"

#include <nlohmann/json.hpp>

#include "explorer/check/claim_words.h"
#include "explorer/counterexample/finding_scenario.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/counterexample/step_text.h"
#include "explorer/report/policy_text.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"
#include "explorer/report/version.h"
#include "explorer/report/writer.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

constexpr int kVersion = 1;

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::fail: return "fail";
    case Verdict::inconclusive: return "inconclusive";
  }
  return "";
}

void put_place(Json& to, const SourceSpan& span) {
  if (!span.known()) return;
  to["line"] = span.line;
  to["column"] = span.column;
}

// Where it is not the scenario's own.
void put_file(Json& to, const std::string& file) {
  if (!file.empty()) to["file"] = file;
}

Json steps_of(const Scenario& checked, const Finding& finding) {
  if (!finding.has_schedule) return Json::array();
  const Scenario s = scenario_of(checked, finding);
  const Program program(s);
  const Replay run = replay(program, finding.witness);
  Json steps = Json::array();
  for (const Moment& m : run.moments) {
    Json step;
    step["context"] = s.context(m.choice.context).name;
    step["alternative"] = m.choice.alternative;
    step["step"] = moment_text(s, m);
    step["line"] = line_of(s, m.choice.context, m.step);
    put_file(step, included_file(s, m.step));
    step["event"] = m.happens;
    steps.push_back(step);
  }
  return steps;
}

Json blocked_of(const Scenario& s, const Finding& finding) {
  Json list = Json::array();
  for (const BlockedContext& b : finding.blocked) {
    Json entry;
    entry["context"] = s.context(b.context).name;
    if (b.step.valid()) {
      entry["step"] = describe(s, s.step(b.step));
      entry["line"] = s.step(b.step).span.line;
      put_file(entry, included_file(s, b.step));
    }
    entry["waits_for"] = b.waits_for;
    Json on = Json::array();
    for (ContextId c : b.waits_on) on.push_back(s.context(c).name);
    entry["waits_on"] = on;
    entry["root"] = b.root;
    list.push_back(entry);
  }
  return list;
}

Json finding_of(const CheckResult& result, const Finding& f,
                const std::string& witness) {
  Json entry;
  entry["code"] = facts(f.code).name;
  entry["arguments"] = f.arguments;
  entry["expected"] = f.expected;
  put_place(entry, f.span);
  put_file(entry, f.file == result.scenario->file ? "" : f.file);
  entry["message"] = f.message;
  if (f.without.valid())
    entry["without"] = result.scenario->object(f.without).name;
  entry["schedule"] = steps_of(*result.scenario, f);
  Json at = Json::array();
  for (EventId e : f.at) at.push_back(e.value);
  entry["about"] = at;
  entry["blocked"] = blocked_of(*result.scenario, f);
  if (!witness.empty()) entry["witness"] = witness;
  return entry;
}

Json counts_of(const CheckResult& result) {
  const Counts& c = result.counts;
  Json counts;
  counts["schedules"] = c.schedules;
  counts["deadlocked"] = c.deadlocked;
  counts["states"] = c.states;
  counts["transitions"] = c.transitions;
  counts["duplicates"] = c.duplicates;
  counts["sleep_blocked"] = c.sleep_blocked;
  counts["solver_questions"] = c.solver_questions;
  counts["solver_native"] = c.solver_native;
  return counts;
}

Json notes_of(const CheckResult& result) {
  Json notes = Json::array();
  for (const Note& n : result.notes) {
    Json entry;
    entry["name"] = n.name;
    entry["text"] = n.text;
    entry["expected"] = n.expected;
    put_place(entry, n.span);
    put_file(entry, n.file == result.scenario->file ? "" : n.file);
    notes.push_back(entry);
  }
  return notes;
}

Json policies_of(const CheckResult& result) {
  Json all;
  for (const PolicyResult& p : result.policies) {
    Json reports = Json::array();
    for (const JudgedReport& r : p.reports)
      reports.push_back({{"report", report_line(r.report)},
                         {"truth", name_of(r.truth)},
                         {"contract", r.contract},
                         {"reason", r.reason}});
    Json entry{{"verdict", policy_word(p)}, {"reports", reports}};
    if (!p.missed.empty()) entry["missed"] = p.missed;
    all[std::string(facts(p.kind).name)] = entry;
  }
  return all;
}

const char* strictness_word(const StrictnessResult& r) {
  switch (r.verdict) {
    case StrictnessResult::Verdict::stricter: return "stricter";
    case StrictnessResult::Verdict::weaker: return "weaker";
    case StrictnessResult::Verdict::open: return "open";
  }
  return "";
}

Json claims_of(const CheckResult& result) {
  const Scenario& s = *result.scenario;
  Json claims = Json::array();
  for (const ClaimResult& r : result.claims) {
    const Claim& claim = s.claims[r.claim];
    Json entry;
    entry["id"] = claim.id;
    entry["about"] = claim.text;
    entry["claimed"] = verdict_words(claim.claims);
    entry["verdict"] = verdict_words(r.verdict);
    entry["holds"] = r.holds;
    entry["text"] = verdict_text(s, r);
    if (r.fence.valid()) {
      entry["object"] = s.object(r.object).name;
      entry["fence"] = s.object(r.fence).name;
    }
    entry["chain"] = r.chain;
    if (!r.reason.empty()) entry["reason"] = r.reason;
    put_place(entry, claim.span);
    claims.push_back(entry);
  }
  return claims;
}

Json check_of(const ReportedCheck& check, const ReportOptions& options) {
  const CheckResult& result = *check.result;
  Json entry;
  entry["name"] = result.scenario->name;
  entry["file"] = result.scenario->file;
  put_place(entry, result.scenario->span);
  entry["verdict"] = verdict_name(result.verdict);
  entry["as_expected"] = result.as_expected;
  entry["proof"] = proof_text(result);
  entry["search"] = result.search;
  entry["counts"] = counts_of(result);
  Json findings = Json::array();
  for (std::size_t i = 0; i < result.findings.size(); ++i)
    findings.push_back(
        finding_of(result, result.findings[i],
                   i < check.witnesses.size() ? check.witnesses[i] : ""));
  entry["findings"] = findings;
  Json missing = Json::array();
  for (const Pattern& p : result.missing)
    missing.push_back(pattern_text(p.code, p.arguments));
  entry["missing"] = missing;
  entry["notes"] = notes_of(result);
  if (!result.policies.empty()) entry["policies"] = policies_of(result);
  for (const StrictnessResult& r : result.strictness)
    entry["strictness"].push_back({{"id", r.id},
                                   {"stricter_than", r.base},
                                   {"verdict", strictness_word(r)},
                                   {"text", strictness_text(r)},
                                   {"forbidden_by", r.broken},
                                   {"behaviour", r.behaviour},
                                   {"events", r.events},
                                   {"complete", r.complete}});
  if (!result.scenario->claims.empty()) entry["claims"] = claims_of(result);
  if (!result.limit.empty()) entry["limit"] = result.limit;
  if (!result.resume.empty()) entry["resume"] = result.resume;
  if (result.interrupted) entry["interrupted"] = true;
  if (result.stopped) entry["stopped"] = true;
  if (!options.reproducible) {
    // What a table of bounded size has forgotten depends on the hashes.
    entry["counts"]["looked_ahead"] = result.counts.looked_ahead;
    entry["seconds"] = result.seconds;
    entry["peak_bytes"] = result.counts.peak_bytes;
  }
  return entry;
}

}  // namespace

Json report_json(const Report& report, const ReportOptions& options) {
  Json root;
  root["format"] = "picket-report";
  root["version"] = kVersion;
  root["picket"] = picket_version();
  Json checks = Json::array();
  for (const ReportedCheck& check : report.checks)
    checks.push_back(check_of(check, options));
  root["checks"] = checks;
  const Tally t = tally(report);
  root["totals"] = {{"checks", t.checks},
                    {"as_expected", t.as_expected},
                    {"failed", t.failed},
                    {"inconclusive", t.inconclusive},
                    {"interrupted", t.interrupted}};
  return root;
}

std::string json_text(const Json& json, int indent) {
  // Names in a file need not be UTF-8.
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

void write_json(const Report& report, const ReportOptions& options,
                std::ostream& out) {
  out << json_text(report_json(report, options), 2) << "\n";
}

}  // namespace picket
