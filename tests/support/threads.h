// A scenario of nothing but named threads, for tests of what is printed.
#pragma once

#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket::test {

inline Scenario threads(const std::vector<std::string>& names) {
  Scenario s;
  for (const std::string& name : names) {
    s.contexts.emplace_back();
    s.contexts.back().name = name;
  }
  return s;
}

}  // namespace picket::test
