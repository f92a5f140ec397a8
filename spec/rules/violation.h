// What would break a rule in one class of schedules: cases over the order of
// its events (LANGUAGE section 6). The rule is violated in the class iff some
// case can be made true by a linear order of the class.
//
// Must not know: how a solver decides that, what a finding is.
#pragma once

#include "spec/rules/case_list.h"
#include "spec/rules/interval.h"
#include "spec/rules/rule_events.h"
#include "spec/rules/waits.h"

namespace picket {

// Makes the cases. Holds what it reuses; one per worker.
class Violations {
 public:
  explicit Violations(const RulePlans& plans);

  // Replaces `out` by the cases of one rule over events that have been read.
  void find(RuleEvents& events, std::size_t rule, CaseList& out);

  // Did that rule have anything to say about that trace? A rule that never had
  // is vacuous.
  bool applied() const { return applied_; }

 private:
  void never();
  void never_within(const Selected& a, const Binding& binding);
  void only_if();
  void order();
  void leads_to();
  void in_order();
  void at_most();
  void at_most(const Binding& binding);
  void choose(std::size_t next, const Binding& binding);
  void last_opened(std::size_t last);
  void exclusive();
  void overlap(const OpenInterval& i, const OpenInterval& j);
  void acyclic();

  // Calls `judge` with every binding of what `s` leaves open in `binding`.
  template <class Judge>
  void with_all_bound(SelectionId s, const Binding& binding, Judge judge);
  template <class Judge>
  void for_each(SelectionId s, const Binding& binding, Judge judge);
  void end_case();

  const RulePlans& plans_;
  const RulePlan* plan_ = nullptr;
  RuleEvents* events_ = nullptr;
  CaseList* out_ = nullptr;
  bool applied_ = false;
  Intervals first_, second_;
  std::vector<std::size_t> chosen_;  // at_most: indices of intervals
  std::vector<Binding> bindings_;
  std::vector<NodeId> about_;
  WaitGraph waits_;
};

}  // namespace picket
