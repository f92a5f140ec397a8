#include "explorer/report/text.h"

#include <algorithm>
#include <cstdio>

#include "explorer/check/claim_words.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/report/failure_screen.h"
#include "explorer/report/policy_text.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

constexpr std::size_t kWidestName = 44;
constexpr std::size_t kMostNotes = 5;  // where nobody asks for all of them

std::string word_for(Standing standing, const Paint& paint) {
  switch (standing) {
    case Standing::passed:
    case Standing::found: return paint.good("pass ");
    case Standing::failed: return paint.bad("FAIL ");
    case Standing::inconclusive: return paint.warn("limit");
  }
  return "";
}

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : "; ") + item;
}

// What the line says between the name and the proof.
std::string outcome_text(const CheckResult& result) {
  std::string expected, unexpected, missing, reports;
  for (const Finding& f : result.findings)
    append(f.expected ? expected : unexpected, finding_words(f));
  for (const Pattern& p : result.missing)
    append(missing, pattern_text(p.code, p.arguments));
  for (const PolicyResult& p : result.policies)
    if (!p.missed.empty())
      append(reports, std::string(facts(p.kind).name) + ": " + p.missed);
  std::string text;
  if (!unexpected.empty()) append(text, "unexpected: " + unexpected);
  if (!missing.empty()) append(text, "missing: " + missing);
  if (!reports.empty()) append(text, "reports: " + reports);
  if (!expected.empty()) append(text, "as expected: " + expected);
  return text;
}

std::string measured(const CheckResult& result) {
  char text[96];
  std::snprintf(text, sizeof text, "; %.2f s, %.1f MB", result.seconds,
                static_cast<double>(result.counts.peak_bytes) / 1048576.0);
  return text;
}

void write_line(std::ostream& out, const CheckResult& result,
                const ReportOptions& options, const TextLayout& layout) {
  std::string name = result.scenario->name;
  name.resize(std::max(name.size(), layout.name_width), ' ');
  std::string text = outcome_text(result);
  append(text, proof_text(result));
  if (options.verbose && !options.reproducible) text += measured(result);
  out << word_for(standing(result), layout.paint) << "  " << name << "  "
      << text << "\n";
}

// What the policies said, where somebody wants to know. What differs from the
// scenario's `reports` has a screen of its own.
void write_policies(std::ostream& out, const CheckResult& result,
                    const ReportOptions& options) {
  for (const PolicyResult& p : result.policies) {
    if (!p.missed.empty()) continue;
    if (!options.verbose) continue;
    out << "       " << facts(p.kind).name << ": " << policy_word(p) << "\n";
    for (const JudgedReport& r : p.reports)
      out << report_screen(*result.scenario, r);
  }
}

// After what was expected has been found, much is never reached: notes would
// hide more than they show.
bool shows_notes(const CheckResult& result, const ReportOptions& options) {
  if (options.quiet) return false;
  return options.verbose || options.strict ||
         standing(result) != Standing::found;
}

void write_notes(std::ostream& out, const CheckResult& result,
                 const ReportOptions& options) {
  if (!shows_notes(result, options)) return;
  const bool all = options.verbose || options.strict;
  std::size_t left = 0;
  for (const Note& note : result.notes) left += !note.expected;
  std::size_t room = all || left <= kMostNotes ? left : kMostNotes - 1;
  for (const Note& note : result.notes) {
    if (note.expected) continue;
    if (room == 0) {
      out << "       and " << counted(left, "more note") << "; -v shows them\n";
      return;
    }
    --room;
    --left;
    out << "       " << (options.strict ? "error: " : "note: ")
        << (note.file.empty() ? result.scenario->file : note.file);
    if (note.span.known()) out << ":" << note.span.line;
    out << ": " << note.text << "\n";
  }
}

// One line a claim or comparison, where more than the outcome is asked for.
void write_claims(std::ostream& out, const CheckResult& result,
                  const ReportOptions& options) {
  if (!options.verbose) return;
  for (const StrictnessResult& r : result.strictness)
    out << "       " << strictness_text(r) << "\n";
  for (const ClaimResult& r : result.claims) {
    const Scenario& s = *result.scenario;
    out << "       claim " << s.claims[r.claim].id << ": "
        << verdict_words(r.verdict) << ": " << verdict_text(s, r) << "\n";
  }
}

// Why a check with no unexpected and no missing finding is not as expected.
void write_reason(std::ostream& out, const CheckResult& result) {
  if (result.as_expected || stopped_early(result)) return;
  if (result.scenario->expect.kind == Expectation::Kind::inconclusive)
    out << "       expected inconclusive, but everything was covered\n";
}

void write_screens(std::ostream& out, const ReportedCheck& check,
                   const Sources& sources, const ReportOptions& options,
                   const Paint& paint) {
  const CheckResult& result = *check.result;
  bool any = false;
  for (std::size_t i = 0; i < result.findings.size(); ++i) {
    if (result.findings[i].expected && !options.verbose) continue;
    const std::string witness =
        i < check.witnesses.size() ? check.witnesses[i] : "";
    out << "\n"
        << failure_screen(result, result.findings[i], sources, witness, paint);
    any = true;
  }
  for (const Pattern& pattern : result.missing) {
    out << "\n" << missing_screen(result, pattern, sources);
    any = true;
  }
  for (const PolicyResult& p : result.policies) {
    if (p.missed.empty()) continue;
    out << "\n" << missed_screen(*result.scenario, p, sources);
    any = true;
  }
  if (any) out << "\n";
}

}  // namespace

std::size_t name_width(const std::vector<std::string>& names) {
  std::size_t width = 0;
  for (const std::string& name : names)
    if (name.size() <= kWidestName) width = std::max(width, name.size());
  return width;
}

void write_check(std::ostream& out, const ReportedCheck& check,
                 const Sources& sources, const ReportOptions& options,
                 const TextLayout& layout) {
  const CheckResult& result = *check.result;
  if (options.quiet && result.as_expected) return;
  write_line(out, result, options, layout);
  write_reason(out, result);
  write_policies(out, result, options);
  write_claims(out, result, options);
  if (!result.resume.empty()) out << "       resume: " << result.resume << "\n";
  write_screens(out, check, sources, options, layout.paint);
  write_notes(out, result, options);
}

void write_totals(std::ostream& out, const Report& report, const Paint& paint) {
  const Tally t = tally(report);
  std::string text = counted(t.checks, "check") + ": " +
                     std::to_string(t.as_expected) + " as expected";
  if (t.failed > 0) text += ", " + std::to_string(t.failed) + " failed";
  if (t.inconclusive > 0)
    text += ", " + std::to_string(t.inconclusive) + " inconclusive";
  if (t.interrupted) text += ", interrupted";
  out << (t.failed > 0 ? paint.bad(text) : paint.strong(text)) << "\n";
}

void write_text(const Report& report, const ReportOptions& options,
                std::ostream& out) {
  TextLayout layout;
  std::vector<std::string> names;
  for (const ReportedCheck& check : report.checks)
    names.push_back(check.result->scenario->name);
  layout.name_width = name_width(names);
  for (const ReportedCheck& check : report.checks)
    write_check(out, check, *report.sources, options, layout);
  write_totals(out, report, layout.paint);
}

}  // namespace picket
