// picket contrast: the nearest schedule that passes, beside one that fails.
#include <iostream>

#include "explorer/check/contrast.h"
#include "explorer/cli/commands.h"
#include "explorer/cli/kept_schedule.h"
#include "explorer/cli/output.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/counterexample/follow.h"
#include "explorer/counterexample/step_text.h"
#include "explorer/report/shell_words.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

constexpr std::size_t kMostStates = 200'000;

// "evict goes on with dma_resv_lock(bo) (line 15)"
std::string next_step(const Scenario& scenario, const Replay& run,
                      std::size_t moment) {
  if (moment >= run.moments.size()) return "nobody moves any more";
  const Moment& m = run.moments[moment];
  return scenario.context(m.choice.context).name + " goes on with " +
         moment_text(scenario, m) +
         (m.step.valid() ? place_remark(scenario, scenario.step(m.step)) : "");
}

// The finding that the witness was kept for; another line of the same misuse is
// the same.
Fails has(const std::string& finding) {
  const std::string wanted = finding.substr(0, finding.find(" (line "));
  return [wanted](const RawFinding& f) {
    return pattern_text(f.code, f.arguments) == wanted;
  };
}

// There is no choice of a schedule that avoids it.
int say_it_is_everywhere(const KeptSchedule& kept, const Replay& failing,
                         const Paint& paint) {
  const std::string& finding = kept.witness.finding;
  std::cout << "No schedule of this scenario passes, and each of them has "
            << finding
            << ":\nwhoever runs first, it happens. It is no matter of timing, "
               "so the steps themselves\nhave to change. The shortest way "
               "there:\n\n";
  show_schedule(*kept.replayed, failing, false, paint);
  if (finding.starts_with("rule: "))
    std::cout << "\nWhich events break the rule: picket check "
              << shell_word(kept.scenario->file) << " --only "
              << shell_word(kept.scenario->name) << " --why "
              << finding.substr(6) << "\n";
  return kAsExpected;
}

int say_none_was_found() {
  std::cout << "No schedule that passes was found among " << kMostStates
            << " states.\n";
  return kInconclusive;
}

void show_both(const Scenario& scenario, const Replay& failing,
               const Replay& passing, std::size_t common,
               const std::string& but) {
  const Paint paint = paint_for(1);
  std::cout << paint.strong("This fails:") << "\n\n";
  show_schedule(scenario, failing, false, paint);
  std::cout << "\n" << paint.strong("This passes" + but + ":") << "\n\n";
  show_schedule(scenario, passing, false, paint);
  std::cout << "\nThey part after " << common
            << (common == 1 ? " transition" : " transitions")
            << ". In the one that fails "
            << next_step(scenario, failing, common)
            << ";\nin the one that passes "
            << next_step(scenario, passing, common) << ".\n";
}

}  // namespace

int contrast_command(const ContrastArguments& arguments) {
  const auto kept = open_kept_schedule(arguments.witness, arguments.file);
  if (!kept) return kBadInput;
  const Scenario& scenario = *kept->replayed;
  const std::string& finding = kept->witness.finding;
  const Program program(scenario);
  const Followed failing = follow(program, kept->witness, false);
  Schedule schedule;
  for (const Moment& m : failing.replay.moments) schedule.push_back(m.choice);
  const Paint paint = paint_for(1);
  std::cout << paint.strong(kept->scenario->name) << "  " << finding << "\n\n";
  Contrast contrast = nearest_passing(program, schedule, kMostStates);
  std::string but;
  if (!contrast.found && contrast.complete) {
    contrast = nearest_passing(program, schedule, kMostStates, has(finding));
    but = " as far as " + finding + " goes";
    if (contrast.found)
      std::cout << "No schedule of this scenario passes; this one only avoids "
                << finding << ".\n\n";
  }
  if (!contrast.found)
    return contrast.complete
               ? say_it_is_everywhere(*kept, failing.replay, paint)
               : say_none_was_found();
  show_both(scenario, failing.replay, replay(program, contrast.passing),
            contrast.common, but);
  return kAsExpected;
}

}  // namespace picket
