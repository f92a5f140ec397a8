// What the things of a scenario are called in Promela: its words without what
// Promela does not take, none twice, none a word of the language or of the
// primitives.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct PromelaNames {
  std::vector<std::string> objects;
  std::vector<std::string> contexts;  // the processes
  std::set<std::string> taken;

  // "fence[1]" becomes fence_1; with a number behind it if that is taken.
  std::string fresh(const std::string& name);
};

// `taken`: the words of the primitives.
PromelaNames promela_names(const Scenario& scenario,
                           std::set<std::string> taken);

// All identifiers in a text of Promela.
std::set<std::string> promela_words(const std::string& text);

}  // namespace picket
