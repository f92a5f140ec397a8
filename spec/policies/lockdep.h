// lockdep: validates what every flow of control takes against everything that
// any has taken before.
//
// Follows kernel/locking/lockdep.c of Linux 6.12: validate_chain(),
// check_prev_add(), mark_usage(), check_wait_context(), lock_release(). Chains
// are not cached: that changes nothing but time.
//
// Must not know: operations. What takes which map is said by observer.h.
#pragma once

#include <set>

#include "spec/policies/flow.h"
#include "spec/policies/irq_usage.h"
#include "spec/policies/policy_report.h"

namespace picket {

struct Acquire {
  MapId map;
  ObjectId instance;
  int subclass = 0;
  int read = 0;
  bool trylock = false;
  bool check = true;  // false: is tracked, makes no dependencies
  MapId nest;         // held already, and orders instances of this class
  ObjectId nest_instance;
};

class Lockdep {
 public:
  // `stacks`: it keeps what is held, and looks for no trouble in it.
  enum class Watches : std::uint8_t { stacks, order };

  explicit Lockdep(const LockMaps& maps, Watches watches = Watches::order)
      : maps_(maps),
        watches_(watches),
        graph_(maps.size()),
        usage_(maps, graph_) {}

  void acquire(Flow& flow, const Acquire& want, StepId step);
  void release(Flow& flow, MapId map, ObjectId instance, StepId step);
  // Taken and released: who would wait for it waits here.
  void touch(Flow& flow, const Acquire& want, StepId step);
  // lock_sync(): as touch(), but no interrupt state is recorded.
  void sync(Flow& flow, MapId map, StepId step);
  void downgrade(Flow& flow, MapId map, ObjectId instance);
  void irqs_enabled(Flow& flow, StepId step);
  void softirqs_enabled(Flow& flow, StepId step);
  bool holds(const Flow& flow, MapId map, int read) const;

  // Found otherwise than on a stack: `to` was taken on the way to `from`.
  void depend(ContextId context, MapId from, StepId held, MapId to,
              StepId wanted);
  // An edge that nobody's steps made.
  void prime(MapId from, MapId to, int wanted_read = 0);

  void report(PolicyReport report);
  const std::vector<PolicyReport>& reports() const { return reports_; }
  const ClassGraph& graph() const { return graph_; }
  std::string name(LockClassId id) const;

 private:
  bool check_wait_context(const Flow& flow, const Acquire& want, StepId step);
  void check_nest(const Flow& flow, const HeldLock& next);
  bool check_recursion(const Flow& flow, const HeldLock& next, bool& nested);
  void add_dependencies(const Flow& flow, const HeldLock& next);
  void add_dependency(const Flow& flow, const HeldLock& previous,
                      const HeldLock& next);
  void mark_usage(Flow& flow, const HeldLock& next, bool sync);
  void mark(const Flow& flow, const HeldLock& lock, UsageBit usage,
            StepId step);
  void report_circular(const Flow& flow, const HeldLock& previous,
                       const HeldLock& next, const std::vector<LockEdge>& path);

  const LockMaps& maps_;
  const Watches watches_;
  ClassGraph graph_;
  IrqUsage usage_;
  std::vector<PolicyReport> reports_;
  std::set<std::string> reported_;
};

}  // namespace picket
