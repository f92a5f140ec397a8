// What a policy reports: the kind of trouble, the lock classes it is about, and
// the edges with the steps that made them.
#pragma once

#include <string>
#include <vector>

#include "spec/policies/edge_source.h"

namespace picket {

enum class ReportKind : std::uint8_t {
  circular,      // possible circular locking dependency
  recursion,     // possible recursive locking
  inconsistent,  // one class used in an interrupt and with interrupts on
  inversion,     // the same along a path
  unsafe_order,  // irq-safe to irq-unsafe lock order
  wait_context,  // invalid wait context
  nest_lock,     // nested lock was not taken
  imbalance,     // released what is not held, or kept to the end
  held_memory,   // a held lock initialised or freed
  mutex_debug,   // DEBUG_MUTEXES and the checks of ww transactions
};

// One hop of the cycle: `to` was wanted while `from` was held.
struct ReportEdge {
  std::string from, to;
  EdgeSource source;  // without steps: of the priming
};

struct PolicyReport {
  ReportKind kind = ReportKind::circular;
  std::vector<std::string> classes;  // of the cycle, in order; else what it is
                                     // about
  std::vector<ReportEdge> edges;     // the new one last
  ContextId context;                 // who made the last step
  StepId step;

  // Equal for reports of the same trouble.
  std::string key() const;
};

std::string_view name_of(ReportKind kind);

}  // namespace picket
