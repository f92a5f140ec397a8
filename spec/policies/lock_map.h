// What lockdep knows locks by: one map per lock class, and the maps that stand
// for something else than a lock: reclaim, a work item, waiting for a fence.
//
// Follows include/linux/lockdep_types.h of Linux 6.12 and the places where the
// kernel initialises its maps.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

using MapId = Id<struct MapTag>;  // index into LockMaps

// In which context a lock may be waited for; enum lockdep_wait_type.
enum class WaitType : std::uint8_t {
  unchecked,
  free,
  spin,
  config,
  sleep,
  max
};

struct LockMap {
  std::string name;
  WaitType outer = WaitType::unchecked;
  WaitType inner = WaitType::unchecked;
  bool per_cpu = false;  // local_lock: no interrupt can wait for it
};

// All maps of one scenario.
class LockMaps {
 public:
  explicit LockMaps(const Scenario& scenario);

  const LockMap& operator[](MapId id) const { return maps_[id.index()]; }
  std::size_t size() const { return maps_.size(); }

  // The map of a lock, an acquire context, an item, a queue, a timer or a pure
  // annotation; of a fence its spinlock's. Not valid: lockdep knows nothing of
  // such objects.
  MapId of(ObjectId object) const { return objects_[object.index()]; }
  // Of the spinlock in a wait queue.
  MapId guard(ObjectId queue) const { return guards_[queue.index()]; }
  // The map that stands for waiting for that class; made for every class.
  MapId waiting_for(ClassId klass) const { return waits_[klass.index()]; }

  // The map of a place in the text that waits.
  MapId place(StepId step) const { return places_[step.index()]; }

  MapId mmap_lock, reservation_ctx, reservation, fs_reclaim, i_mmap,
      mmu_notifier, dma_fence, rcu, rcu_sched;

 private:
  MapId add(const std::string& name, WaitType outer, WaitType inner);
  MapId add(const std::string& name);
  MapId map_of(const Object& object);
  std::string class_name(const Object& object) const;

  const Scenario& scenario_;
  std::vector<LockMap> maps_;
  std::map<std::string, MapId> by_name_;
  std::vector<MapId> objects_;
  std::vector<MapId> guards_;
  std::vector<MapId> waits_;
  std::vector<MapId> places_;  // by step; not valid: waits for no event
};

}  // namespace picket
