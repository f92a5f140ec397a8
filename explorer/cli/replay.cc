// picket replay: a kept schedule again, on the scenario as it is now; whole,
// or step by step with what each step changes.
#include <algorithm>
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/kept_schedule.h"
#include "explorer/cli/output.h"
#include "explorer/cli/stepping.h"
#include "explorer/counterexample/ending.h"
#include "explorer/counterexample/follow.h"
#include "explorer/report/blocked_text.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

// "misuse: recursive-lock (line 12)": the line may have moved.
std::string without_line(const std::string& finding) {
  return finding.substr(0, finding.find(" (line "));
}

bool contains(const Ending& ending, const std::string& finding) {
  const auto& all = ending.findings;
  return std::find(all.begin(), all.end(), without_line(finding)) != all.end();
}

void show_ending(const Scenario& scenario, const Replay& run,
                 const Ending& ending) {
  const auto sentences = blocked_sentences(scenario, ending.blocked);
  if (!sentences.empty()) std::cout << "\n";
  for (const std::string& line : sentences) std::cout << "  " << line << "\n";
  if (ending.findings.empty()) {
    if (!run.over) std::cout << "\nFrom here it can go on.\n";
    return;
  }
  std::cout << "\nIt ends in";
  for (const std::string& finding : ending.findings)
    std::cout << (finding == ending.findings.front() ? " " : "; ") << finding;
  std::cout << ".\n";
}

// After an edit of the scenario: where it differs, and what that comes to.
int show_changes(const Witness& witness, const Followed& followed,
                 const Ending& ending) {
  std::cout << "\nThe scenario has changed since this schedule was kept.\n";
  for (const std::string& difference : followed.differences)
    std::cout << "  " << difference << "\n";
  if (contains(ending, witness.finding)) {
    std::cout << "It still ends in " << witness.finding << ".\n";
    return kAsExpected;
  }
  if (followed.differences.empty()) return kAsExpected;
  std::cout << "It was kept for " << witness.finding << ".\n";
  return kNotAsExpected;
}

}  // namespace

int replay_command(const ReplayArguments& arguments) {
  const auto kept = open_kept_schedule(arguments.witness, arguments.file);
  if (!kept) return kBadInput;
  const Witness& witness = kept->witness;
  const Program program(*kept->replayed);
  const bool same = scenario_hash(*kept->scenario) == witness.hash;
  const Followed followed = follow(program, witness, same);
  const Ending ending = ending_of(program, followed.replay);
  const Paint paint = paint_for(1);
  std::cout << paint.strong(kept->scenario->name) << "  " << witness.finding
            << "\n\n";
  if (!witness.without.empty())
    std::cout << "The signals of " << witness.without
              << " have no effect here.\n\n";
  if (arguments.step)
    step_through(program, followed.replay, kept->read.sources, paint);
  else
    show_schedule(*kept->replayed, followed.replay, arguments.every_transition,
                  paint);
  show_ending(*kept->replayed, followed.replay, ending);
  if (!same) return show_changes(witness, followed, ending);
  // The same scenario, and yet another schedule: that would be a defect.
  PICKET_REQUIRE(followed.differences.empty(), "a kept schedule replays");
  return kAsExpected;
}

}  // namespace picket
