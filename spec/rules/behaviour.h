// A behaviour: a word of letters, each by a context; and what the rules say of
// it, by the same judges that judge the schedules of a scenario.
#pragma once

#include <string>
#include <vector>

#include "spec/rules/alphabet.h"

namespace picket {

struct Occurrence {
  std::size_t letter = 0;
  ContextId context;
};

using Behaviour = std::vector<Occurrence>;

// Can it happen at all: locks exclude, sections are ended that were begun, who
// returns has tried, who has waited found what it waited for.
bool well_formed(const Alphabet& alphabet, const Behaviour& behaviour);

// Does it break the rule of the world?
bool breaks(const Alphabet& alphabet, const Behaviour& behaviour,
            std::size_t rule);

// "one: mutex_lock(m)", event by event.
std::vector<std::string> behaviour_words(const Alphabet& alphabet,
                                         const Behaviour& behaviour);

}  // namespace picket
