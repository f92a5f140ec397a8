// A schedule as a text file that people can read and that survives edits of
// its scenario: contexts by name, steps by their words and lines.
//
//   picket-witness 1
//   scenario: resv-inversion/fixed
//   file: resv-inversion.yaml
//   hash: 0123456789abcdef
//   parameter: waiters = 2
//   finding: deadlock: [commit_tail, evict]
//   without: done
//   steps: 2
//     1  evict  0  28  dma_resv_lock(bo)
//     2  commit_tail  0  20  dma_fence_begin_signalling
//   end
//
// The columns of a step: number, context, alternative, line, words. `without`
// stands in the witness of a claim: the signals of that object have no effect.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "explorer/check/result.h"
#include "spec/base/diagnostic.h"

namespace picket {

inline constexpr int kWitnessVersion = 1;

struct WitnessStep {
  std::string context;
  int alternative = 0;
  int line = 0;
  std::string words;
};

struct Witness {
  std::string scenario;
  std::string file;
  std::string hash;  // of the scenario, see scenario_hash()
  std::map<std::string, std::int32_t> parameters;
  std::string finding;  // finding_words()
  std::string without;  // name of an object, or ""
  std::vector<WitnessStep> steps;
};

Witness witness_of(const Scenario& scenario, const Finding& finding);
std::string to_text(const Witness& witness);

// From check name and finding, safe for any file system:
// "resv-inversion.fixed.deadlock.commit_tail.evict.witness".
std::string witness_file_name(const Scenario& scenario, const Finding& finding);

struct WitnessReading {
  Witness witness;
  Diagnostics mistakes;
};

// Any bytes are safe.
WitnessReading read_witness(const std::string& file, const std::string& text);

// 16 hex digits that change when a step, an object or a thread does, the same
// on every machine. Comments and layout of the YAML do not matter.
std::string scenario_hash(const Scenario& scenario);

}  // namespace picket
