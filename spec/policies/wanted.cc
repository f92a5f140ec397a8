#include "spec/policies/wanted.h"

#include "spec/model/softirq_lock.h"
#include "spec/policies/fences_waited_for.h"
#include "spec/policies/observer.h"

namespace picket {
namespace {

void add(const LockMaps& maps, MapId map, std::vector<std::string>& names) {
  if (map.valid()) names.push_back(maps[map].name);
}

bool wants_lock_of_fence(Op op) {
  return group_of(op) == OpGroup::fence && op != Op::dma_fence_wait &&
         op != Op::dma_fence_wait_timeout;
}

}  // namespace

std::vector<std::string> classes_wanted(PolicyKind kind, const Scenario& s,
                                        StepId id) {
  std::vector<std::string> names;
  if (!id.valid()) return names;
  const Step& step = s.step(id);
  const LockMaps maps(s);
  Lockdep lockdep(maps);
  const FenceMaps fences(s, maps, annotation_of(kind), lockdep);
  if (fences.is_automatic() && maps.place(id).valid()) {
    for (const MapId map : fences.maps_of_wait(id)) add(maps, map, names);
    return names;
  }
  const auto of_object = [&](ObjectId object) {
    const MapId wait = fences.map_of(object);
    add(maps, wait.valid() ? wait : maps.of(object), names);
  };
  if (turns_bottom_halves_off(step.op))
    if (const ObjectId lock = softirq_lock(s); lock.valid()) of_object(lock);
  switch (step.op) {
    case Op::mmap_read_lock:
    case Op::mmap_write_lock: add(maps, maps.mmap_lock, names); break;
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_resv_wait_timeout:
      for (const ObjectId f : fences_waited_for(s, step)) of_object(f);
      break;
    default: {
      // Who does not wait for the fence wants its lock.
      const Operand& first = step.operands[0];
      if (first.kind == Operand::Kind::object && wants_lock_of_fence(step.op))
        add(maps, maps.of(s.object(first.object()).lock), names);
      else if (first.kind == Operand::Kind::object)
        of_object(first.object());
      if (first.kind == Operand::Kind::objects)
        for (ObjectId o : s.object_lists[static_cast<std::size_t>(first.value)])
          of_object(o);
    }
  }
  return names;
}

std::vector<std::vector<ClassHeld>> classes_held(PolicyKind kind,
                                                 const Scenario& s,
                                                 const Trace& trace) {
  const LockMaps maps(s);
  Lockdep lockdep(maps);
  FenceMaps fences(s, maps, annotation_of(kind), lockdep);
  Observer observer(s, maps, fences, lockdep);
  std::vector<Observer::Context> contexts;
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    contexts.push_back(observer.start(ContextId(c)));
  for (const Event& e : trace.events)
    observer.observe(contexts[e.context.index()], facts_of(e));
  std::vector<std::vector<ClassHeld>> held(contexts.size());
  for (std::size_t c = 0; c < contexts.size(); ++c)
    for (const HeldLock& lock : contexts[c].flow.held)
      held[c].push_back(
          {maps[lock.map].name,
           lock.instance.valid() &&
               s.object(lock.instance).type == ObjectType::lockdep_map});
  return held;
}

std::string class_of(const Scenario& scenario, ObjectId object) {
  const LockMaps maps(scenario);
  const MapId map = object.valid() ? maps.of(object) : MapId{};
  return map.valid() ? maps[map].name : "";
}

}  // namespace picket
