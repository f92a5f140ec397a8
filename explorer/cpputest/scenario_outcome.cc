#include "explorer/cpputest/scenario_outcome.h"

#include <sstream>

#include "explorer/counterexample/kept_path.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/counterexample/witness.h"
#include "explorer/report/fault.h"
#include "explorer/report/text.h"

namespace picket {
namespace {

// The file of the finding's schedule; "" where it is not kept.
std::string keep_witness(const Scenario& scenario, const Finding& finding,
                         const std::string& folder) {
  if (finding.expected || folder.empty()) return "";
  const std::string path =
      kept_path(folder, witness_file_name(scenario, finding), scenario.file);
  const Witness witness = witness_of(scenario, finding);
  return write_whole_file(path, to_text(witness)).empty() ? path : "";
}

void point_at(TestFailureText& failure, const std::string& file,
              const SourceSpan& span) {
  if (!file.empty()) failure.file = file;
  if (span.known()) failure.line = span.line;
}

// The first thing that is not as expected, in the order of the text.
void place(TestFailureText& failure, const ReportedCheck& checked,
           const Sources& sources, const ReportOptions& options) {
  const Scenario& scenario = *checked.result->scenario;
  point_at(failure, scenario.file, scenario.span);
  for (const Fault& fault : faults_of(checked, sources, options))
    return point_at(failure, fault.file, fault.span);
}

}  // namespace

std::optional<TestFailureText> mistakes_of(const std::string& file,
                                           const ReadResult& read) {
  if (!has_errors(read.diagnostics)) return std::nullopt;
  TestFailureText failure;
  failure.file = file;
  for (const Diagnostic& d : read.diagnostics) {
    if (failure.text.empty()) point_at(failure, d.file, d.span);
    failure.text += render(d, source_of(read.sources, d.file));
  }
  return failure;
}

std::optional<TestFailureText> failure_of(const Scenario& scenario,
                                          const Sources& sources,
                                          const ScenarioTestOptions& options) {
  const CheckResult result = check(scenario, options.check);
  if (result.as_expected) return std::nullopt;
  ReportedCheck checked{&result, {}};
  for (const Finding& finding : result.findings)
    checked.witnesses.push_back(
        keep_witness(scenario, finding, options.witness_folder));
  ReportOptions report;
  report.strict = options.check.strict;
  std::ostringstream text;
  write_check(text, checked, sources, report, {});
  TestFailureText failure;
  failure.text = text.str();
  place(failure, checked, sources, report);
  return failure;
}

}  // namespace picket
