// Intervals of a rule in one trace, and what it takes for them to be open.
//
// An interval opens at an event and closes at the first of its closers behind
// that. Where a lock is held, a section open, a fence pending is known from the
// trace; what is between two selectors depends on the linear order. Both ends
// are outside.
#pragma once

#include <span>
#include <vector>

#include "spec/rules/case_list.h"
#include "spec/rules/rule_events.h"

namespace picket {

struct OpenInterval {
  NodeId opener;      // none: open from the start
  ContextId context;  // whose it is; none: nobody's
  Binding binding;    // of the rule's variables, as far as it binds them
  std::uint32_t first_closer = 0, closers = 0;
  bool reopens = false;  // a closer before the opener does not count: between
};

// The intervals of one plan in one trace. Reused.
class Intervals {
 public:
  // Those that agree with `binding`.
  void find(const RuleEvents& events, const IntervalPlan& plan,
            const Binding& binding);

  std::span<const OpenInterval> all() const { return all_; }
  std::span<const NodeId> closers(const OpenInterval& i) const {
    return {closers_.data() + i.first_closer, i.closers};
  }

  // Adds to the case: the interval is open when `node` happens (strictly).
  void require_open(const OpenInterval& i, NodeId node, CaseList& out) const;

  // Is the interval, if one context has it, that of `context`? before(B), which
  // nothing opens, belongs to its closers; without any, to everybody.
  bool belongs_to(const OpenInterval& i, ContextId context,
                  const BaseOrder& order) const;

 private:
  void find_holds(const RuleEvents& events, const IntervalPlan& plan,
                  const Binding& binding);
  void add_hold(const Hold& hold, const Binding& binding);
  void find_between(const RuleEvents& events, const IntervalPlan& plan,
                    const Binding& binding);
  void add_closed(const RuleEvents& events, const IntervalPlan& plan,
                  OpenInterval interval, const Binding& binding);
  void add(OpenInterval interval, std::size_t first_closer);

  std::vector<OpenInterval> all_;
  std::vector<NodeId> closers_;
};

}  // namespace picket
