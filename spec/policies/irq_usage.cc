#include "spec/policies/irq_usage.h"

namespace picket {
namespace {

constexpr std::uint8_t kReads =
    kUsedInHardirqRead | kHardirqOnRead | kUsedInSoftirqRead | kSoftirqOnRead;
constexpr std::uint8_t kUsed =
    kUsedInHardirq | kUsedInHardirqRead | kUsedInSoftirq | kUsedInSoftirqRead;

// Used in an interrupt <-> with it enabled: two bits apart, both directions.
std::uint8_t opposite(std::uint8_t bits) {
  return static_cast<std::uint8_t>(((bits & kUsed) << 2) |
                                   ((bits & ~kUsed & 255) >> 2));
}

// Writers and readers: one bit apart.
std::uint8_t any_access(std::uint8_t bits) {
  return static_cast<std::uint8_t>(bits | ((bits & kReads) >> 1) |
                                   ((bits & ~kReads & 255) << 1));
}

}  // namespace

void IrqUsage::set(LockClassId klass, UsageBit usage) {
  if (bits_.size() <= klass.index()) bits_.resize(klass.index() + 1, 0);
  bits_[klass.index()] |= usage;
  any_ |= usage;
}

// Two readers of one class do not block each other.
bool IrqUsage::conflicts(LockClassId klass, UsageBit usage) const {
  const std::uint8_t against = any_access(opposite(usage));
  const std::uint8_t blocking =
      usage & kReads ? static_cast<std::uint8_t>(against & ~kReads) : against;
  return (of(klass) & blocking) != 0;
}

// Who comes to a class only as a reader minds only its writers.
std::uint8_t IrqUsage::visible(LockClassId klass, bool only_readers) const {
  return only_readers ? static_cast<std::uint8_t>(of(klass) & ~kReads)
                      : of(klass);
}

std::optional<UsageConflict> IrqUsage::along_path(LockClassId klass, int read,
                                                  UsageBit usage) const {
  const std::uint8_t against = any_access(opposite(usage));
  std::optional<UsageConflict> found;
  if (!(any_ & against)) return found;
  const auto skip = [&](LockClassId c) { return skips(c); };
  const auto look = [&](LockClassId c, bool only_readers) {
    if (found || c == klass || !(visible(c, only_readers) & against)) return;
    found = usage & kUsed ? UsageConflict{klass, c} : UsageConflict{c, klass};
  };
  if (usage & kUsed)
    graph_.forwards(klass, read == 2, skip, look);
  else
    graph_.backwards(klass, read != 0, skip, look);
  return found;
}

std::optional<UsageConflict> IrqUsage::across(LockClassId from, int held_read,
                                              LockClassId to,
                                              int wanted_read) const {
  std::optional<UsageConflict> found;
  if (!(any_ & kUsed)) return found;
  const auto skip = [&](LockClassId c) { return skips(c); };
  graph_.backwards(from, held_read != 0, skip, [&](LockClassId b, bool only_b) {
    const auto used = static_cast<std::uint8_t>(visible(b, only_b) & kUsed);
    if (found || used == 0) return;
    const std::uint8_t against = any_access(opposite(used));
    graph_.forwards(to, wanted_read == 2, skip,
                    [&](LockClassId f, bool only_f) {
                      if (!found && (visible(f, only_f) & against))
                        found = UsageConflict{b, f};
                    });
  });
  return found;
}

}  // namespace picket
