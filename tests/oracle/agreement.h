// Do independent pieces of picket say the same about a scenario? The searches
// among each other and with a graph of all states, dependence and the steps,
// the foreseen and the actual footprints.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket::oracle {

struct Most {
  std::uint64_t interleavings = 20000;  // for the search that tries them all
  std::uint64_t classes = 1000;         // where that one cannot
  std::size_t states = 20000;           // else the scenario is too large
};

struct Agreement {
  enum class Kind : std::uint8_t { agree, too_large, disagree };
  Kind kind = Kind::agree;
  std::string difference;  // where they part: both sides
  bool endless = false;    // it can go round for ever
  bool reference = false;  // all interleavings were tried
  std::uint64_t interleavings = 0;
  std::uint64_t classes = 0;
  std::uint64_t states = 0;
  std::uint64_t reduced_states = 0;
  std::uint64_t findings = 0;
  std::uint64_t livelocks = 0;
  std::vector<char> executed;  // steps that can be executed
};

Agreement search_agreement(const Scenario& scenario, const Most& most);

}  // namespace picket::oracle
