// Annotations for GitHub Actions: workflow commands on standard output. Of
// more than ten in one step the rest is dropped without a word, so the last
// one counts what is left out.
//
// Follows "Workflow commands for GitHub Actions".
#include <algorithm>

#include "explorer/report/fault.h"
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

Annotation about(const CheckResult& result, const Fault& fault) {
  return {fault.file, result.scenario->name + ": " + fault.title, fault.screen,
          fault.span};
}

Annotation about_limit(const CheckResult& result) {
  return {result.scenario->file, result.scenario->name, proof_text(result),
          result.scenario->span};
}

void write_level(std::ostream& out, const char* level,
                 const std::vector<Annotation>& list) {
  const bool all = list.size() <= kMost;
  const std::size_t shown = all ? list.size() : kMost - 1;
  for (std::size_t i = 0; i < shown; ++i) write(out, level, list[i]);
  if (!all)
    out << "::" << level << " title=picket::and " << list.size() - shown
        << " more\n";
}

// The first one of each check, then the second ones: where not all are shown,
// every check is rather than all of the first.
void add_in_turns(std::vector<Annotation>& list,
                  const std::vector<std::vector<Annotation>>& of_checks) {
  for (std::size_t i = 0, most = 1; i < most; ++i)
    for (const std::vector<Annotation>& of : of_checks) {
      most = std::max(most, of.size());
      if (i < of.size()) list.push_back(of[i]);
    }
}

}  // namespace

void write_github(const Report& report, const ReportOptions& options,
                  std::ostream& out) {
  std::vector<std::vector<Annotation>> failed;
  std::vector<Annotation> errors, warnings;
  for (const ReportedCheck& check : report.checks) {
    const CheckResult& result = *check.result;
    std::vector<Annotation> of;
    for (const Fault& fault : faults_of(check, *report.sources, options))
      of.push_back(about(result, fault));
    if (standing(result) == Standing::inconclusive)
      (options.strict ? of : warnings).push_back(about_limit(result));
    failed.push_back(std::move(of));
  }
  add_in_turns(errors, failed);
  write_level(out, "error", errors);
  write_level(out, "warning", warnings);
}

}  // namespace picket
