// picket for C++ programs: read scenarios, check them, look at what was found,
// replay it. The command line tool is made of the same functions.
//
//   #include <iostream>
//   #include <picket/picket.h>
//
//   int main() {
//     const auto read = picket::read_scenario_file("inversion.yaml", {});
//     for (const auto& mistake : read.diagnostics)
//       std::cerr << render(mistake, source_of(read.sources, mistake.file));
//
//     for (const picket::Scenario& scenario : read.scenarios) {
//       const picket::CheckResult result = check(scenario, {});
//       for (const picket::Finding& finding : result.findings) {
//         std::cout << finding.key() << ": " << finding.message << "\n";
//         const picket::Program program(scenario);
//         const picket::Replay run = replay(program, finding.witness);
//         for (const picket::Moment& moment : run.moments)
//           std::cout << "  " << moment_text(scenario, moment) << "\n";
//       }
//     }
//   }
//
// Scenarios must outlive the results and programs made from them. Everything
// is in the namespace picket; every header says what it promises. These are
// the ones to begin with:
//
//   spec/yaml/scenario_reader.h     a file or a text into scenarios
//   spec/model/scenario.h           what a scenario is
//   explorer/check/check.h          check() and its options
//   explorer/check/result.h         verdict, findings, counts, notes
//   explorer/counterexample/replay.h   a schedule step by step
//   explorer/counterexample/witness.h  schedules as files
//   explorer/report/writer.h        text, JSON, KTAP, JUnit
//   explorer/cpputest/scenario_tests.h  scenario files as CppUTest tests
//
// The last one is in the library picket::cpputest, the others in
// picket::picket. None of them includes a header of another project.
#pragma once

#include "explorer/check/check.h"
#include "explorer/check/result.h"
#include "explorer/counterexample/follow.h"
#include "explorer/counterexample/replay.h"
#include "explorer/counterexample/step_text.h"
#include "explorer/counterexample/witness.h"
#include "explorer/cpputest/scenario_tests.h"
#include "explorer/report/failure_screen.h"
#include "explorer/report/standing.h"
#include "explorer/report/text.h"
#include "explorer/report/version.h"
#include "explorer/report/writer.h"
#include "explorer/search/execution.h"
#include "spec/model/scenario.h"
#include "spec/semantics/program.h"
#include "spec/yaml/scenario_folder.h"
#include "spec/yaml/scenario_reader.h"
#include "spec/yaml/schema.h"
