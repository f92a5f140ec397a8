// Annotations for GitHub Actions: workflow commands on standard output. Of
// more than ten in one step the rest is dropped without a word, so the last
// one counts what is left out.
//
// Follows "Workflow commands for GitHub Actions".
#include "explorer/counterexample/finding_words.h"
#include "explorer/report/failure_screen.h"
#include "explorer/report/finding_text.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

constexpr std::size_t kMost = 10;  // annotations of one level in one step

std::string escaped(const std::string& text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

struct Annotation {
  std::string file, title, text;
  SourceSpan span;
};

void write(std::ostream& out, const char* level, const Annotation& a) {
  out << "::" << level << " file=" << escaped(a.file, true);
  if (a.span.known())
    out << ",line=" << a.span.line << ",col=" << a.span.column;
  out << ",title=" << escaped(a.title, true) << "::" << escaped(a.text, false)
      << "\n";
}

Annotation about_finding(const ReportedCheck& check, std::size_t i,
                         const Sources& sources) {
  const CheckResult& result = *check.result;
  const Finding& finding = result.findings[i];
  const Diagnostic at = diagnostic_of(result, finding);
  return {
      at.file, result.scenario->name + ": " + finding_words(finding),
      failure_screen(result, finding, sources,
                     i < check.witnesses.size() ? check.witnesses[i] : "", {}),
      at.span};
}

// One for each check: the first that is wrong with it.
Annotation about(const ReportedCheck& check, const Sources& sources) {
  const CheckResult& result = *check.result;
  for (std::size_t i = 0; i < result.findings.size(); ++i)
    if (!result.findings[i].expected) return about_finding(check, i, sources);
  Annotation a{result.scenario->file, result.scenario->name, proof_text(result),
               result.scenario->span};
  if (result.missing.empty()) return a;
  const Pattern& missing = result.missing.front();
  a.title += ": not found: " + pattern_text(missing.code, missing.arguments);
  a.text = missing_screen(result, missing, sources);
  a.span = missing.span;
  return a;
}

void write_level(std::ostream& out, const char* level,
                 const std::vector<const ReportedCheck*>& checks,
                 const Sources& sources) {
  const bool all = checks.size() <= kMost;
  const std::size_t shown = all ? checks.size() : kMost - 1;
  for (std::size_t i = 0; i < shown; ++i)
    write(out, level, about(*checks[i], sources));
  if (!all)
    out << "::" << level << " title=picket::and "
        << counted(checks.size() - shown, "more check") << "\n";
}

}  // namespace

void write_github(const Report& report, const ReportOptions& options,
                  std::ostream& out) {
  std::vector<const ReportedCheck*> failed, inconclusive;
  for (const ReportedCheck& check : report.checks) {
    const Standing s = standing(*check.result);
    if (s == Standing::failed) failed.push_back(&check);
    if (s == Standing::inconclusive)
      (options.strict ? failed : inconclusive).push_back(&check);
  }
  write_level(out, "error", failed, *report.sources);
  write_level(out, "warning", inconclusive, *report.sources);
}

}  // namespace picket
