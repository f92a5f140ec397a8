// Scenario files as CppUTest tests, one test per check, made at run time from
// what is in a folder:
//
//   #include <picket/picket.h>
//   int main(int argc, char** argv) {
//     return picket::run_scenario_tests(argc, argv, "scenarios");
//   }
//
// The group of a test is the folder its file is in, below the given one
// ("locks" for scenarios/locks/abba.yaml; the given folder's own name for files
// directly in it). Its name is that of the check: "abba", "abba/fixed". So -g,
// -sg, -n, -sn, -x, -v, -ln, -ojunit and the rest of CppUTest's options work as
// always.
//
// A test fails if its check is not as the file expects, with what
// `picket check` says, at the line the first finding points at. A file with
// mistakes is one failing test, named like the file. A folder with no scenario
// file is one failing test too.
//
// Must not know: the command line tool.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "explorer/check/check.h"

namespace picket {

struct ScenarioTestOptions {
  CheckOptions check;
  std::map<std::string, std::int32_t> parameters;  // as -D
  // Where the schedules of failures go, for `picket replay`; "": nowhere.
  std::string witness_folder = ".picket";
};

// Adds the tests to CppUTest's current registry, beside those that are there
// already, and returns how many. Files are read now, checked when the tests
// run. To be called before CommandLineTestRunner::RunAllTests. Allocations of
// picket itself are not watched by CppUTest's leak detector.
std::size_t register_scenario_tests(const std::string& folder,
                                    const ScenarioTestOptions& options = {});

// register_scenario_tests, then CppUTest's runner. Returns what main() should.
int run_scenario_tests(int argc, const char* const* argv,
                       const std::string& folder,
                       const ScenarioTestOptions& options = {});

}  // namespace picket
