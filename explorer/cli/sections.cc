// picket sections: signalling code that no section covers, sections that cover
// too much or too little, waits inside of them that no link tells of.
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/interrupt.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/report/console.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"
#include "spec/policies/coverage.h"

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

std::string place(const Scenario& s, StepId id) {
  const Step& step = s.step(id);
  return describe(s, step) + " in line " + std::to_string(step.span.line);
}

std::string places(const Scenario& s, const std::vector<StepId>& steps) {
  std::string text;
  for (const StepId step : steps)
    text += (text.empty() ? "" : ", ") + place(s, step);
  return text;
}

std::string words(const Scenario& s, const CoverageGap& gap) {
  const auto fence = [&] { return s.object(gap.fence).name; };
  switch (gap.kind) {
    case CoverageGap::Kind::missing:
      return "missing   " + place(s, gap.at) +
             (gap.steps.empty()
                  ? " is in no section"
                  : " and what comes before it are in no section: " +
                        places(s, gap.steps));
    case CoverageGap::Kind::narrow:
      return "narrow    the section of " + place(s, gap.at) +
             " begins too late: " + places(s, gap.steps) +
             " can hold it up while " + fence() + " is visible";
    case CoverageGap::Kind::wide:
      if (gap.steps.empty())
        return "wide      the section of " + place(s, gap.at) +
               " covers nothing that a fence needs";
      return "wide      the section of " + place(s, gap.at) +
             " forbids needlessly: " + places(s, gap.steps);
    case CoverageGap::Kind::unlinked:
      return "unlinked  " + fence() + " needs " + s.object(gap.other).name +
             ", by " + place(s, gap.at) + "; no link says so";
  }
  return "";
}

}  // namespace

int sections_command(const ClassifyArguments& arguments) {
  const ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  const Paint paint = paint_for(1);
  SearchOptions options;
  options.interrupt = &watch_interrupts();
  options.limits.schedules = arguments.max_states;
  options.limits.steps = 1000;
  for (const Scenario* s : read.scenarios) {
    const Program program(*s);
    Coverage coverage(*s);
    Watching watching(coverage);
    const SearchSummary summary = search_schedules(program, options, watching);
    if (*options.interrupt) return kInterrupted;
    std::cout << paint.strong(s->name) << "\n";
    const std::vector<CoverageGap> gaps = coverage.gaps();
    for (const CoverageGap& gap : gaps)
      std::cout << "  " << s->context(gap.context).name << "  "
                << words(*s, gap) << "\n";
    if (gaps.empty())
      std::cout << (coverage.applies()
                        ? "  sections cover what they should\n"
                        : "  nobody signals a fence that others can see\n");
    if (!summary.limit.empty())
      std::cout << "  (as far as was looked: " << summary.limit << ")\n";
    std::cout.flush();
  }
  return kAsExpected;
}

}  // namespace picket
