// Scenarios in which more can happen than in the given one: each names one
// assumption that a policy which knows classes only makes silently.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct Enlarged {
  // From the weakest to the strongest.
  enum class Kind : std::uint8_t {
    interrupt,
    copy,
    release,
    interchange,
    split,
    no_time_out
  };
  Kind kind = Kind::copy;
  std::string assumption;  // "another copy of thread evict runs"
  // Equal for equal changes of one scenario.
  std::vector<std::int32_t> key;
  Scenario scenario;
};

// From the weakest to the strongest assumption. `classes`: those of the report,
// whose locks are no gates to be split. `fences_alike`: all fences are of one
// class, whatever the scenario says.
std::vector<Enlarged> enlargements(const Scenario& scenario,
                                   const std::vector<std::string>& classes,
                                   bool fences_alike);

// Two assumptions of different kinds at once: an enlarged scenario enlarged
// once more.
std::vector<Enlarged> enlarged_twice(const Enlarged& once,
                                     const std::vector<std::string>& classes,
                                     bool fences_alike);

}  // namespace picket
