// Is a report real? Written down once more, from all interleavings: who stands
// where at the end of each that gets stuck, what it has taken on its way, and
// whether the reported circle is in that.
//
// For the operations of report_generator.cc.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "explorer/search/schedule_visitor.h"
#include "spec/policies/policy_kind.h"
#include "spec/policies/policy_report.h"
#include "spec/semantics/program.h"

namespace picket::oracle {

using ClassNames = std::set<std::string>;

// One context of a circle; names as reports of one policy have them.
struct Standing {
  std::string context;
  ClassNames wants;
  bool for_event = false;  // and not for a lock
  ClassNames holds;
  bool unbegun = false;  // a worker that has taken up nothing
  friend auto operator<=>(const Standing&, const Standing&) = default;
};

class StuckEnds : public ScheduleVisitor {
 public:
  explicit StuckEnds(const Program& program) : program_(program) {}

  bool on_schedule(const Trace& trace, const State& state, int) override;

  // Does any end get stuck along it? `report` is circular or a recursion.
  bool along(PolicyKind kind, const PolicyReport& report) const;

 private:
  using Circle = std::vector<Standing>;

  const Program& program_;
  std::map<PolicyKind, std::set<Circle>> circles_;
};

}  // namespace picket::oracle
