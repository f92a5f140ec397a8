// A check as a test framework sees it: passed, or where and why not.
//
// Must not know: CppUTest.
#pragma once

#include <optional>
#include <string>

#include "explorer/cpputest/scenario_tests.h"
#include "explorer/report/sources.h"
#include "spec/yaml/scenario_reader.h"

namespace picket {

struct TestFailureText {
  std::string file;
  int line = 1;
  std::string text;  // ends in a line end
};

// Of a file with mistakes: all of them, at the first.
std::optional<TestFailureText> mistakes_of(const std::string& file,
                                           const ReadResult& read);

// Checks the scenario.
std::optional<TestFailureText> failure_of(const Scenario& scenario,
                                          const Sources& sources,
                                          const ScenarioTestOptions& options);

}  // namespace picket
