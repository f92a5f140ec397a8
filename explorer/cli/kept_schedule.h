// From a witness file to the scenario it is of, and a schedule on the screen:
// what `replay` and `contrast` share.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "explorer/cli/scenario_files.h"
#include "explorer/counterexample/replay.h"
#include "explorer/counterexample/witness.h"
#include "explorer/report/console.h"

namespace picket {

struct KeptSchedule {
  Witness witness;
  ScenarioFiles read;
  const Scenario* scenario = nullptr;  // in `read`
  // The one to run: in a claim's schedule the signals of an object have no
  // effect.
  std::unique_ptr<Scenario> replayed;
};

// `file` "": the scenario file that the witness names. Null if something is
// wrong, which has been said then.
std::unique_ptr<KeptSchedule> open_kept_schedule(const std::string& witness,
                                                 const std::string& file);

// The schedule in columns, with everybody who is blocked at its end.
void show_schedule(const Scenario& scenario, const Replay& run,
                   bool every_transition, const Paint& paint);

}  // namespace picket
