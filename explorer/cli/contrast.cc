// picket contrast: the nearest schedule that passes, beside one that fails.
#include <iostream>

#include "explorer/check/contrast.h"
#include "explorer/cli/commands.h"
#include "explorer/cli/kept_schedule.h"
#include "explorer/cli/output.h"
#include "explorer/counterexample/follow.h"
#include "explorer/counterexample/step_text.h"

namespace picket {
namespace {

constexpr std::size_t kMostStates = 200'000;

// "evict goes on with dma_resv_lock(bo) (line 15)"
std::string next_step(const Scenario& scenario, const Replay& run,
                      std::size_t moment) {
  if (moment >= run.moments.size()) return "nobody moves any more";
  const Moment& m = run.moments[moment];
  const int line = line_of(scenario, m.choice.context, m.step);
  return scenario.context(m.choice.context).name + " goes on with " +
         moment_text(scenario, m) +
         (line > 0 ? " (line " + std::to_string(line) + ")" : "");
}

int say_there_is_none(const Contrast& contrast) {
  if (contrast.complete)
    std::cout << "No schedule of this scenario passes.\n";
  else
    std::cout << "No schedule that passes was found among " << kMostStates
              << " states.\n";
  return contrast.complete ? kAsExpected : kInconclusive;
}

}  // namespace

int contrast_command(const ContrastArguments& arguments) {
  const auto kept = open_kept_schedule(arguments.witness, arguments.file);
  if (!kept) return kBadInput;
  const Scenario& scenario = *kept->replayed;
  const Program program(scenario);
  const Followed failing = follow(program, kept->witness, false);
  Schedule schedule;
  for (const Moment& m : failing.replay.moments) schedule.push_back(m.choice);
  const Contrast contrast = nearest_passing(program, schedule, kMostStates);
  const Paint paint = paint_for(1);
  std::cout << paint.strong(kept->scenario->name) << "  "
            << kept->witness.finding << "\n\n";
  if (!contrast.found) return say_there_is_none(contrast);
  const Replay passing = replay(program, contrast.passing);
  std::cout << paint.strong("This fails:") << "\n\n";
  show_schedule(scenario, failing.replay, false, paint);
  std::cout << "\n" << paint.strong("This passes:") << "\n\n";
  show_schedule(scenario, passing, false, paint);
  std::cout << "\nThey part after " << contrast.common
            << (contrast.common == 1 ? " transition" : " transitions")
            << ". In the one that fails "
            << next_step(scenario, failing.replay, contrast.common)
            << ";\nin the one that passes "
            << next_step(scenario, passing, contrast.common) << ".\n";
  return kAsExpected;
}

}  // namespace picket
