// Do schedules get stuck along the cycle that an annotation policy reports?
//
// A report is about lock classes. The contexts of a stuck cycle that wait for
// one of them must together close the reported cycle; others, whose waits have
// no class or another one, may stand in between: an interrupt that waits for
// the doorbell before it signals the fence.
//
// Must not know: how either was found.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "explorer/check/stuck_cycle.h"
#include "spec/policies/policy_report.h"
#include "spec/policies/wanted.h"
#include "spec/semantics/program.h"

namespace picket {

// A report as what has to be realised.
class ReportedCycle {
 public:
  ReportedCycle(const Scenario& scenario, const PolicyReport& report);

  struct Class {
    std::string name;
    std::string before;  // the class that it was taken under
    // No context of the scenario takes it under the one before: the contract
    // says so, or a link.
    bool given = false;
    bool must_be_wanted = false;  // it ends what is given by the priming
  };
  struct Edge {
    std::string from, to;
    std::string context;  // whose steps made it, by name
  };
  bool circular = false;
  std::vector<Class> classes;
  std::vector<Edge> edges;  // that contexts made

  bool names(const std::string& klass) const;
};

// Classes of a subclass, or of a transaction and its locks, are one.
std::string class_family(std::string name);

class StuckClasses {
 public:
  StuckClasses(PolicyKind kind, const Program& program)
      : program_(program), eyes_(kind, program.scenario) {}

  bool is_along(const ReportedCycle& report, const StuckCycle& cycle);

 private:
  using Names = std::vector<std::string>;
  // The cycle in the policy's eyes; by place in it.
  struct Seen {
    std::vector<std::vector<ClassWanted>> wanted;
    std::vector<std::vector<ClassHeld>> held;
  };
  // A context of the cycle, of the report's classes only.
  struct Part {
    Names wants, holds;
    Names owes;  // what it has to bring about for the one that waits for it
    bool outside = false;  // it waits for a class that is not the report's
  };

  const Seen& look_at(const StuckCycle& cycle);
  std::vector<Part> parts(const ReportedCycle& report, const StuckCycle& cycle,
                          const Seen& seen) const;
  Names stands_for(const ReportedCycle& report, const StuckCycle& cycle,
                   const Seen& seen, std::size_t i) const;
  static bool somebody_has(const std::vector<Part>& parts,
                           const std::string& from, const std::string& to,
                           bool or_wants);
  static bool is_covered(const ReportedCycle& report,
                         const std::vector<Part>& parts);
  bool stands_in(const ReportedCycle& report, const StuckCycle& cycle,
                 const std::vector<Part>& parts) const;
  bool closes(const ReportedCycle& report, const StuckCycle& cycle,
              const std::vector<Part>& parts) const;
  static bool concerns(const ReportedCycle& report,
                       const std::vector<Part>& parts);

  const Program& program_;
  const PolicyEyes eyes_;
  std::map<const StuckCycle*, Seen> seen_;
};

}  // namespace picket
