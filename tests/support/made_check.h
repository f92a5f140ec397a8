// The result of a check, made by hand: a scenario from YAML, findings with
// schedules written as names. For tests of what reports make of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "explorer/check/result.h"
#include "explorer/report/report.h"

namespace picket::test {

class MadeCheck {
 public:
  // `file`: the name under which the text is shown. The first scenario of it,
  // or the one called `name`.
  MadeCheck(const std::string& file, const std::string& yaml,
            const std::string& name = "");
  MadeCheck(const MadeCheck&) = delete;

  const Scenario& scenario() const { return scenario_; }
  CheckResult& result() { return result_; }
  const Sources& sources() const { return sources_; }

  // A schedule: thread names with blanks between them, "a b b/1": the second
  // transition of b takes alternative 1.
  Schedule schedule(const std::string& text) const;

  // The step of that thread or function in that line.
  StepId step_at(int line) const;
  ContextId thread(const std::string& name) const;

  // Adds a finding and makes the result not as expected.
  Finding& find(FindingCode code, const std::vector<std::string>& arguments,
                const std::string& schedule, int line);
  // One more sentence of who waits for whom.
  void blocked(Finding& finding, const std::string& thread, int line,
               const std::string& waits_for,
               const std::vector<std::string>& waits_on, bool root = true);

 private:
  Scenario scenario_;
  Sources sources_;
  CheckResult result_;
};

}  // namespace picket::test
