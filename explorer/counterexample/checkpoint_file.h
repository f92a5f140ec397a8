// A checkpoint as a file (JSON), with what is needed to find its scenario
// again. It holds for the scenario as it was: its hash says so.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "explorer/check/checkpoint.h"
#include "spec/model/scenario.h"

namespace picket {

struct CheckpointFile {
  std::string scenario;
  std::string file;
  std::string hash;  // of the scenario, see scenario_hash()
  std::map<std::string, std::int32_t> parameters;
  Checkpoint checkpoint;
};

std::string checkpoint_text(const Scenario& scenario,
                            const Checkpoint& checkpoint);

// "resv-inversion.fixed.checkpoint"
std::string checkpoint_file_name(const Scenario& scenario);

// Any bytes are safe. Returns "" or why they are no checkpoint, as a clause.
std::string read_checkpoint(const std::string& text, CheckpointFile& out);

// "" or why the checkpoint is not one of this scenario, as a clause.
std::string why_not_of(const Scenario& scenario, const CheckpointFile& file);

}  // namespace picket
