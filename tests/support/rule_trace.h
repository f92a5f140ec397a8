// Traces built by hand for tests of the rules: which thread did which step,
// with every object a step names being what it touches.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "explorer/search/execution.h"
#include "spec/rules/violation.h"

namespace picket::test {

class RuleTrace {
 public:
  // Reads the scenario; `rule` is the text of one rule, "{never: kmalloc}".
  RuleTrace(const std::string& yaml, const std::string& rule);
  RuleTrace(const RuleTrace&) = delete;

  // The thread's next step, which must read so, happens in one transition.
  RuleTrace& does(const std::string& thread, const std::string& step,
                  std::int32_t result = 0);
  // It stops there: a misuse.
  RuleTrace& crashes(const std::string& thread, const std::string& step);
  // It is blocked there for ever.
  RuleTrace& stays(const std::string& thread, const std::string& step);

  const Scenario& scenario() const { return *scenario_; }
  const Trace& trace() const { return trace_; }
  RuleEvents& events();

  // Does some order of the class break the rule? By the order graph.
  bool violated();
  // Had the rule anything to say?
  bool applied();

 private:
  Event event(const std::string& thread, const std::string& step);

  std::unique_ptr<Scenario> scenario_;
  RulePlans plans_;
  RuleEvents events_;
  Violations violations_;
  CaseList cases_;
  Trace trace_;
  std::vector<StepId> next_;                     // per context
  std::vector<std::vector<std::int32_t>> open_;  // per context: sections
};

}  // namespace picket::test
