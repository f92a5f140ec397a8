// picket sections: signalling code that no section covers, sections that cover
// too much or too little, waits inside of them that no link tells of.
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/interrupt.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/report/coverage_text.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"

namespace picket {
namespace {

class Watching : public ScheduleVisitor {
 public:
  explicit Watching(Coverage& coverage) : coverage_(coverage) {}
  bool on_schedule(const Trace& trace, const State&, int) override {
    coverage_.add(trace);
    return true;
  }

 private:
  Coverage& coverage_;
};

}  // namespace

int sections_command(const ClassifyArguments& arguments) {
  const ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  SearchOptions options;
  options.interrupt = &watch_interrupts();
  options.limits.schedules = arguments.max_states;
  options.limits.steps = 1000;
  std::vector<CoverageResult> results;
  bool complete = true;
  for (const Scenario* s : read.scenarios) {
    const Program program(*s);
    Coverage coverage(*s);
    Watching watching(coverage);
    const SearchSummary summary = search_schedules(program, options, watching);
    if (*options.interrupt) return kInterrupted;
    CoverageResult result{s, coverage.gaps(), coverage.applies(),
                          summary.limit};
    complete &= summary.limit.empty();
    if (arguments.json)
      results.push_back(std::move(result));
    else
      write_coverage_text(result, std::cout);
  }
  if (arguments.json) write_coverage_json(results, std::cout);
  return complete ? kAsExpected : kInconclusive;
}

}  // namespace picket
