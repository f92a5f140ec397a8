// libFuzzer entry: any bytes must give a witness or mistakes, and following
// whatever was read must end in a replay, never a crash or a hang.
#include <cstdint>
#include <string>

#include "explorer/counterexample/follow.h"
#include "explorer/counterexample/witness.h"
#include "spec/base/contract.h"
#include "spec/yaml/scenario_reader.h"

namespace {

// A call, alternatives, a work item, a wait queue, and a deadlock.
const char* const kScenario = R"(scenario: fuzzed
objects:
  m: mutex
  q: wait_queue_head
  ready: int
  f: dma_fence
  job: { type: work_struct, function: run }
functions:
  run:
    - mutex_lock: m
    - mutex_unlock: m
    - dma_fence_signal: f
threads:
  main:
    - schedule_work: job
    - mutex_lock: m
    - { dma_fence_wait_timeout: { fence: f, timeout: 10 }, into: left }
    - { dma_fence_wait: f, when: left == 0 }
    - mutex_unlock: m
    - wait_event: { wq: q, until: ready == 1 }
  other:
    - { set: { ready: 1 } }
    - wake_up: q
)";

const picket::Program& program() {
  static const picket::ReadResult read =
      picket::read_scenario_text("fuzz.yaml", kScenario, {});
  PICKET_REQUIRE(read.scenarios.size() == 1, "the scenario has no mistakes");
  static const picket::Program program(read.scenarios.front());
  return program;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const picket::WitnessReading read =
      picket::read_witness("fuzz.witness", text);
  for (const bool strict : {true, false}) {
    const picket::Followed followed =
        picket::follow(program(), read.witness, strict);
    PICKET_REQUIRE(
        followed.replay.states.size() == followed.replay.moments.size() + 1,
        "a replay has a state around every moment");
  }
  return 0;
}
