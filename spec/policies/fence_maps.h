// How a policy annotates waiting for a fence, and the sections that lead to its
// signal.
//
// After drivers/dma-buf/dma-fence.c of Linux 6.12 (one map for all fences), the
// change proposed in 2023 (a section only tries the map) and the proposal of
// 2020 to have one map per purpose with explicit linkage.
//
// Must not know: operations, events.
#pragma once

#include "spec/policies/lockdep.h"
#include "spec/policies/policy_kind.h"

namespace picket {

enum class FenceAnnotation : std::uint8_t {
  none,                // fences are invisible
  one_map,             // merged in 2020
  one_map_tried,       // the variant of 2023
  map_per_class,       // wait_map: completions and wait queues too
  automatic,           // cross-release: by class of what is waited for
  automatic_by_place,  // DEPT: by the place that waits
};

FenceAnnotation annotation_of(PolicyKind kind);

class FenceMaps {
 public:
  FenceMaps(const Scenario& scenario, const LockMaps& maps,
            FenceAnnotation annotation, Lockdep& lockdep);

  // The map that waiting for this object takes; not valid: none.
  MapId map_of(ObjectId waited_for) const;
  // The same of a step that waits for something.
  std::vector<MapId> maps_of_wait(StepId step) const;
  // The map of the section that the step begins.
  MapId map_of_section(const Step& step) const;

  // What the kernel plays once at boot.
  void prime();

  // True if the map was taken, so that the end has to release it.
  bool begin(Flow& flow, MapId map, StepId step);
  void end(Flow& flow, MapId map, StepId step);
  void might_wait(Flow& flow, MapId map, StepId step);
  // What `from` names is signalled only after what `to` names.
  void link(Flow& flow, const Operand& from, const Operand& to, StepId step);
  bool is_automatic() const {
    return annotation_ == FenceAnnotation::automatic ||
           annotation_ == FenceAnnotation::automatic_by_place;
  }
  bool is_by_place() const {
    return annotation_ == FenceAnnotation::automatic_by_place;
  }

 private:
  MapId map_of(ClassId klass) const;
  MapId map_of(const Operand& fence_or_class) const;
  bool earlier_on_timeline(ObjectId a, ObjectId b) const;

  const Scenario& scenario_;
  const LockMaps& maps_;
  const FenceAnnotation annotation_;
  Lockdep& lockdep_;
  std::vector<char> named_;  // by class: some section or link names it
};

}  // namespace picket
