// Drives a small scenario by hand: named threads, one transition at a time.
#pragma once

#include <string>

#include "spec/model/effect.h"
#include "spec/model/scenario.h"
#include "spec/semantics/program.h"
#include "spec/semantics/step.h"

namespace picket::test {

// The first scenario of the text. Fails the test with the diagnostics if there
// are errors.
Scenario scenario_of(const std::string& yaml);

class Drive {
 public:
  explicit Drive(const std::string& yaml);
  Drive(const Drive&) = delete;

  const Program& program() const { return program_; }
  const State& state() const { return state_; }
  const Effect& effect() const { return effect_; }

  // One transition of that thread (or work item). What came of it:
  // "stepped", "blocked", "misuse KIND", "assertion", "limited"; an operation
  // that ended with a value not zero: "= VALUE".
  std::string step(const std::string& thread, int alternative = 0);

  // Transitions of that thread until it cannot go on: "finished", or what the
  // last one came to.
  std::string run(const std::string& thread);

  // The value of a shared variable.
  std::int32_t value(const std::string& variable) const;
  ContextId thread(const std::string& name) const;
  ObjectId object(const std::string& name) const;

 private:
  Scenario scenario_;
  Program program_;
  State state_;
  Effect effect_;
};

}  // namespace picket::test
