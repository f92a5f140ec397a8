// Checking a scenario: search, judge, match with the expectation. The one
// entry point; the command line, the CppUTest library and outside programs use
// it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "explorer/check/checkpoint.h"
#include "explorer/check/result.h"

namespace picket {

enum class SearchKind : std::uint8_t {
  automatic,
  reference,
  schedules,
  states
};
enum class SolverKind : std::uint8_t { native, z3, both, automatic };

struct Progress {
  std::uint64_t schedules = 0;
  std::uint64_t states = 0;
  std::uint64_t frontier = 0;
  double seconds = 0;
};

struct CheckOptions {
  SearchKind search = SearchKind::automatic;
  SolverKind solver = SolverKind::automatic;
  int jobs = 1;
  bool first = false;        // stop at the first finding
  bool strict = false;       // notes count as failures
  bool cross_check = false;  // run two searches, fail loudly if they disagree
  bool reduce = true;  // states: leave out what cannot matter (stubborn sets)
  // Limits; 0: none. Those of the scenario hold beside them.
  std::uint64_t max_schedules = 0;
  std::uint64_t max_states = 0;
  std::uint64_t max_steps = 0;  // per schedule
  std::int64_t max_preemptions = -1;
  double max_seconds = 0;
  std::size_t max_bytes = 0;
  std::string why;                     // rule to explain
  std::vector<PolicyKind> policies;    // beside those the scenario names
  const Checkpoint* resume = nullptr;  // go on from there, over schedules
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> progress;  // about twice a second
};

CheckResult check(const Scenario& scenario, const CheckOptions& options);

// The explanation of a rule that holds (or the order that breaks it), in the
// scenario's words.
std::string explain_rule(const Scenario& scenario, const std::string& rule,
                         const CheckOptions& options);

}  // namespace picket
