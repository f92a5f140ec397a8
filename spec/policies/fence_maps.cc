#include "spec/policies/fence_maps.h"

#include <algorithm>

#include "spec/policies/fences_waited_for.h"

namespace picket {
namespace {

bool is_fence(ObjectType type) {
  return type == ObjectType::dma_fence || type == ObjectType::dma_fence_array ||
         type == ObjectType::dma_fence_chain;
}

}  // namespace

FenceAnnotation annotation_of(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::none:
    case PolicyKind::lockdep: return FenceAnnotation::none;
    case PolicyKind::dma_fence_map: return FenceAnnotation::one_map;
    case PolicyKind::dma_fence_map_trylock:
      return FenceAnnotation::one_map_tried;
    case PolicyKind::wait_map: return FenceAnnotation::map_per_class;
    case PolicyKind::cross_release: return FenceAnnotation::automatic;
    case PolicyKind::dept: return FenceAnnotation::automatic_by_place;
  }
  return FenceAnnotation::none;
}

FenceMaps::FenceMaps(const Scenario& scenario, const LockMaps& maps,
                     FenceAnnotation annotation, Lockdep& lockdep)
    : scenario_(scenario),
      maps_(maps),
      annotation_(annotation),
      lockdep_(lockdep),
      named_(scenario.classes.size()) {
  const auto name = [&](const Operand& o) {
    if (o.kind == Operand::Kind::klass)
      named_[static_cast<std::size_t>(o.value)] = 1;
    if (o.kind == Operand::Kind::object)
      if (const ClassId k = scenario.object(o.object()).klass; k.valid())
        named_[k.index()] = 1;
  };
  for (const Step& step : scenario.steps) {
    if (step.op == Op::dma_fence_begin_signalling) name(step.operands[0]);
    if (step.op != Op::link_) continue;
    name(step.operands[0]);
    name(step.operands[1]);
  }
}

MapId FenceMaps::map_of(ObjectId object) const {
  const Object& o = scenario_.object(object);
  if (is_fence(o.type)) {
    switch (annotation_) {
      case FenceAnnotation::none:
      case FenceAnnotation::automatic:
      case FenceAnnotation::automatic_by_place: return {};
      case FenceAnnotation::one_map:
      case FenceAnnotation::one_map_tried: return maps_.dma_fence;
      case FenceAnnotation::map_per_class:
        return o.klass.valid() ? maps_.waiting_for(o.klass) : maps_.dma_fence;
    }
  }
  const bool annotated = annotation_ == FenceAnnotation::map_per_class &&
                         o.klass.valid() && named_[o.klass.index()];
  return annotated ? maps_.waiting_for(o.klass) : MapId{};
}

// A class of fences, or of what else somebody waits for.
MapId FenceMaps::map_of(ClassId klass) const {
  if (annotation_ == FenceAnnotation::none || is_automatic()) return {};
  if (annotation_ == FenceAnnotation::map_per_class)
    return maps_.waiting_for(klass);
  const bool fences =
      scenario_.classes[klass.index()] == "dma_fence" ||
      std::any_of(scenario_.objects.begin(), scenario_.objects.end(),
                  [&](const Object& o) {
                    return is_fence(o.type) && o.klass == klass;
                  });
  return fences ? maps_.dma_fence : MapId{};
}

MapId FenceMaps::map_of(const Operand& o) const {
  return o.kind == Operand::Kind::klass ? map_of(ClassId(o.value))
                                        : map_of(o.object());
}

MapId FenceMaps::map_of_section(const Step& step) const {
  const Operand& klass = step.operands[0];
  if (klass.kind == Operand::Kind::klass) return map_of(klass);
  const bool blind = annotation_ == FenceAnnotation::none || is_automatic();
  return blind ? MapId{} : maps_.dma_fence;
}

// Timed waits are information only for DEPT.
std::vector<MapId> FenceMaps::maps_of_wait(StepId id) const {
  const Step& step = scenario_.step(id);
  std::vector<MapId> maps;
  if (annotation_ == FenceAnnotation::automatic_by_place) {
    const bool timed =
        facts(step.op).name.find("timeout") != std::string_view::npos;
    if (!timed) maps.push_back(maps_.place(id));
    return maps;
  }
  const auto add = [&](ObjectId o) {
    if (const ClassId k = scenario_.object(o).klass; k.valid())
      maps.push_back(maps_.waiting_for(k));
  };
  const Operand& first = step.operands[0];
  const auto fences = fences_waited_for(scenario_, step);
  for (const ObjectId f : fences) add(f);
  if (first.kind == Operand::Kind::object && fences.empty())
    add(first.object());
  if (first.kind == Operand::Kind::objects)
    for (ObjectId o :
         scenario_.object_lists[static_cast<std::size_t>(first.value)])
      add(o);
  return maps;
}

// dma_resv_lockdep(): mmap_lock, then a transaction and its lock, then reclaim,
// under which a mapping and the notifiers may wait for a fence.
void FenceMaps::prime() {
  lockdep_.prime(maps_.mmap_lock, maps_.reservation_ctx);
  lockdep_.prime(maps_.mmap_lock, maps_.reservation);
  lockdep_.prime(maps_.reservation_ctx, maps_.reservation);
  lockdep_.prime(maps_.reservation, maps_.fs_reclaim);
  lockdep_.prime(maps_.reservation_ctx, maps_.fs_reclaim);
  lockdep_.prime(maps_.fs_reclaim, maps_.i_mmap);
  const bool notifier = scenario_.config.mmu_notifier;
  if (notifier) lockdep_.prime(maps_.fs_reclaim, maps_.mmu_notifier);
  if (annotation_ == FenceAnnotation::none || is_automatic()) return;
  lockdep_.prime(notifier ? maps_.mmu_notifier : maps_.fs_reclaim,
                 maps_.dma_fence);
}

// The read side; nested in itself or in atomic context it does nothing.
bool FenceMaps::begin(Flow& flow, MapId map, StepId step) {
  if (!map.valid() || lockdep_.holds(flow, map, 1) || flow.in_atomic())
    return false;
  Acquire want;
  want.map = map;
  want.read = 1;
  want.trylock = annotation_ != FenceAnnotation::one_map;
  lockdep_.acquire(flow, want, step);
  return true;
}

void FenceMaps::end(Flow& flow, MapId map, StepId step) {
  lockdep_.release(flow, map, {}, step);
}

void FenceMaps::might_wait(Flow& flow, MapId map, StepId step) {
  if (!map.valid()) return;
  const bool inside = lockdep_.holds(flow, map, 1);
  if (inside) lockdep_.release(flow, map, {}, step);
  Acquire want;
  want.map = map;
  lockdep_.touch(flow, want, step);
  if (!inside) return;
  want.read = 1;
  want.trylock = annotation_ != FenceAnnotation::one_map;
  lockdep_.acquire(flow, want, step);
}

bool FenceMaps::earlier_on_timeline(ObjectId a, ObjectId b) const {
  if (!a.valid() || !b.valid()) return false;
  const Object& x = scenario_.object(a);
  const Object& y = scenario_.object(b);
  return x.timeline == y.timeline && x.seqno < y.seqno;
}

// Within one class the order of the timeline is the order of the instances.
void FenceMaps::link(Flow& flow, const Operand& from, const Operand& to,
                     StepId step) {
  if (annotation_ != FenceAnnotation::map_per_class) return;
  const auto fence = [](const Operand& o) {
    return o.kind == Operand::Kind::object ? o.object() : ObjectId{};
  };
  Acquire section;
  section.map = map_of(from);
  section.read = 1;
  section.trylock = true;
  Acquire wait;
  wait.map = map_of(to);
  if (section.map == wait.map && earlier_on_timeline(fence(to), fence(from)))
    return;
  lockdep_.acquire(flow, section, step);
  lockdep_.touch(flow, wait, step);
  lockdep_.release(flow, section.map, {}, step);
}

}  // namespace picket
