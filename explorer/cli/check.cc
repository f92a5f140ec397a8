// picket check: read everything, check it, say what was found in the order of
// the files, write the reports at the end.
#include <deque>
#include <iostream>
#include <sstream>

#include "explorer/check/batch.h"
#include "explorer/check/claim_words.h"
#include "explorer/cli/commands.h"
#include "explorer/cli/interrupt.h"
#include "explorer/cli/output.h"
#include "explorer/cli/progress.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/cli/witness_store.h"
#include "explorer/counterexample/checkpoint_file.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/report/standing.h"
#include "explorer/report/text.h"

namespace picket {
namespace {

// The text for people goes to standard output unless a report is asked for
// there.
struct Console {
  std::ostream& out;
  TextLayout layout;
};

Console console_for(const CheckArguments& arguments) {
  for (const ReportRequest& request : arguments.reports.list)
    if (request.file.empty() && request.writer->write != write_text)
      return {std::cerr, {0, paint_for(2)}};
  return {std::cout, {0, paint_for(1)}};
}

// Before anything is checked: can the results be kept?
bool places_are_writable(const CheckArguments& arguments) {
  bool writable = true;
  for (const ReportRequest& request : arguments.reports.list) {
    if (request.file.empty()) continue;
    const std::string why = why_not_writable(request.file);
    if (why.empty()) continue;
    complain(request.file + ": the report cannot be written: " + why);
    writable = false;
  }
  return writable;
}

// Where to go on. The scenario is the one of the checkpoint, wherever it is now
// if a path says so.
bool open_checkpoint(CheckArguments& arguments, CheckpointFile& earlier) {
  const FileText file = read_whole_file(arguments.resume);
  const std::string why =
      file.error.empty() ? read_checkpoint(file.text, earlier) : file.error;
  if (!why.empty()) {
    complain(arguments.resume + ": " + why);
    return false;
  }
  if (arguments.paths.empty()) arguments.paths = {earlier.file};
  arguments.parameters = earlier.parameters;
  arguments.check.resume = &earlier.checkpoint;
  return true;
}

bool keep_resumed(const CheckArguments& arguments,
                  const CheckpointFile& earlier, ScenarioFiles& read) {
  std::erase_if(read.scenarios,
                [&](const Scenario* s) { return s->name != earlier.scenario; });
  std::string why = "`" + earlier.scenario + "` is not there";
  if (read.scenarios.size() == 1)
    why = why_not_of(*read.scenarios.front(), earlier);
  if (!why.empty()) complain(arguments.resume + ": " + why);
  return why.empty();
}

bool rule_is_known(const ScenarioFiles& read, const std::string& rule) {
  for (const Scenario* s : read.scenarios) {
    for (const Rule& r : s->rules)
      if (r.id == rule) return true;
    for (const Claim& c : s->claims)
      if (c.id == rule) return true;
    for (const Strictness& c : s->strictness)
      if (c.id == rule) return true;
  }
  return rule.empty();
}

void explain_rules(std::ostream& out, const CheckResult& result,
                   const CheckOptions& options) {
  const Scenario& scenario = *result.scenario;
  for (const StrictnessResult& r : result.strictness)
    if (r.id == options.why) out << "\n" << strictness_text(r) << "\n";
  for (const ClaimResult& r : result.claims)
    if (scenario.claims[r.claim].id == options.why)
      out << "\nclaim " << options.why << ": " << claim_explanation(scenario, r)
          << "\n";
  for (const Rule& rule : scenario.rules)
    if (rule.id == options.why)
      out << "\n" << explain_rule(scenario, rule.id, options) << "\n";
}

bool write_reports(const CheckArguments& arguments, const Report& report) {
  bool written = true;
  for (const ReportRequest& request : arguments.reports.list) {
    if (request.file.empty()) {
      if (request.writer->write != write_text)
        request.writer->write(report, arguments.report, std::cout);
      continue;
    }
    std::ostringstream text;
    request.writer->write(report, arguments.report, text);
    const std::string why = write_whole_file(request.file, text.str());
    if (why.empty()) continue;
    complain(request.file + ": the report cannot be written: " + why);
    written = false;
  }
  return written;
}

int status_of(const Report& report) {
  const Tally t = tally(report);
  if (t.interrupted) return kInterrupted;
  if (t.failed > 0) return kNotAsExpected;
  if (t.inconclusive > 0) return kInconclusive;
  return kAsExpected;
}

void set_layout(Console& console, const ScenarioFiles& read) {
  std::vector<std::string> names;
  for (const Scenario* s : read.scenarios) names.push_back(s->name);
  console.layout.name_width = name_width(names);
}

}  // namespace

int check_command(CheckArguments& arguments) {
  arguments.report.strict = arguments.check.strict;
  if (!places_are_writable(arguments)) return kBadInput;
  CheckpointFile earlier;
  if (!arguments.resume.empty() && !open_checkpoint(arguments, earlier))
    return kBadInput;
  ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  if (!arguments.resume.empty() && !keep_resumed(arguments, earlier, read))
    return kBadInput;
  if (!rule_is_known(read, arguments.check.why))
    return complain("no scenario has a rule or claim `" + arguments.check.why +
                    "`");
  WitnessStore witnesses(arguments.witness_dir, arguments.report.verbose);
  if (!witnesses.usable()) return kBadInput;

  Console console = console_for(arguments);
  set_layout(console, read);
  const std::atomic<bool>& interrupted = watch_interrupts();
  arguments.check.interrupt = &interrupted;
  Report report;
  report.sources = &read.sources;
  std::deque<CheckResult> results;
  ProgressLine progress(read.scenarios.size());
  progress.watch(arguments.check);
  const auto done = [&](CheckResult result) {
    results.push_back(std::move(result));
    witnesses.keep_checkpoint(results.back());
    progress.aside([&] {
      report.checks.push_back(
          {&results.back(), witnesses.keep(results.back())});
      write_check(console.out, report.checks.back(), read.sources,
                  arguments.report, console.layout);
      explain_rules(console.out, results.back(), arguments.check);
      console.out.flush();
    });
    return !interrupted;
  };
  check_all(
      read.scenarios, arguments.check,
      [&](const Scenario& s) { progress.begin(s.name); }, done);
  if (read.scenarios.size() > report.checks.size())
    complain("interrupted; " +
             std::to_string(read.scenarios.size() - report.checks.size()) +
             " checks were not begun");
  if (!arguments.report.quiet || status_of(report) != kAsExpected)
    write_totals(console.out, report, console.layout.paint);
  if (!write_reports(arguments, report)) return kBadInput;
  return interrupted ? kInterrupted : status_of(report);
}

}  // namespace picket
