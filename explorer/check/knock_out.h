// Which fences a scenario can lose: published, and never signalled. Asked of
// the scenario as it is and of copies in which the signals of one object have
// no effect, that tells what depends on the object.
//
// The signaller goes on, only who waits for the object suffers: with the thread
// itself hung, the locks it holds would be blamed on the object.
#pragma once

#include <map>
#include <set>
#include <string>

#include "explorer/check/mute.h"
#include "explorer/search/search.h"

namespace picket {

struct LostFence {
  Schedule schedule;     // shortest; at its end the fence is lost
  std::size_t loop = 0;  // repeats: from here on, for ever
  bool repeats = false;
};

struct Losses {
  std::map<ObjectId, LostFence> fences;
  // Misuses and failed assertions; what would come behind them is not known.
  std::set<std::string> crashes;
  std::string limit;  // "": everything was looked at
  bool interrupted = false;
  std::uint64_t states = 0;
};

Losses find_losses(const Scenario& scenario, const SearchOptions& options);

}  // namespace picket
