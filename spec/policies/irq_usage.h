// In which interrupt contexts each lock class was used, and the conflicts: a
// class that an interrupt takes must not be waited for, directly or through
// others, while that interrupt may come.
//
// Follows mark_lock_irq(), check_irq_usage() and exclusive_mask() of
// kernel/locking/lockdep.c, Linux 6.12.
#pragma once

#include <optional>
#include <vector>

#include "spec/policies/class_graph.h"

namespace picket {

// Bits: for hardirq and softirq, used there or with it enabled, as writer or
// reader.
enum UsageBit : std::uint8_t {
  kUsedInHardirq = 1,
  kUsedInHardirqRead = 2,
  kHardirqOn = 4,
  kHardirqOnRead = 8,
  kUsedInSoftirq = 16,
  kUsedInSoftirqRead = 32,
  kSoftirqOn = 64,
  kSoftirqOnRead = 128,
};

// Two classes (or one, twice) that conflict.
struct UsageConflict {
  LockClassId used;     // in an interrupt
  LockClassId enabled;  // taken with that interrupt enabled
};

class IrqUsage {
 public:
  IrqUsage(const LockMaps& maps, const ClassGraph& graph)
      : maps_(maps), graph_(graph) {}

  bool has(LockClassId klass, UsageBit usage) const {
    return (of(klass) & usage) != 0;
  }
  void set(LockClassId klass, UsageBit usage);

  // Does the class itself conflict with this usage of its own?
  bool conflicts(LockClassId klass, UsageBit usage) const;

  // Along a path from or to the class, which was taken with `read`.
  std::optional<UsageConflict> along_path(LockClassId klass, int read,
                                          UsageBit usage) const;

  // Of a new edge between two classes.
  std::optional<UsageConflict> across(LockClassId from, int held_read,
                                      LockClassId to, int wanted_read) const;

 private:
  std::uint8_t of(LockClassId klass) const {
    return klass.index() < bits_.size() ? bits_[klass.index()] : 0;
  }
  bool skips(LockClassId klass) const {
    return maps_[graph_.at(klass).map].per_cpu;
  }
  std::uint8_t visible(LockClassId klass, bool only_readers) const;

  const LockMaps& maps_;
  const ClassGraph& graph_;
  std::vector<std::uint8_t> bits_;  // by class
  std::uint8_t any_ = 0;            // of all classes
};

}  // namespace picket
