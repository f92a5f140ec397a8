#include "spec/policies/wanted.h"

#include "spec/model/softirq_lock.h"
#include "spec/policies/fences_waited_for.h"
#include "spec/policies/observer.h"
#include "spec/policies/queues.h"

namespace picket {
namespace {

bool wants_lock_of_fence(Op op) {
  return group_of(op) == OpGroup::fence && op != Op::dma_fence_wait &&
         op != Op::dma_fence_wait_timeout;
}

bool ends_touch(Op op) {
  return op == Op::lock_map_release || op == Op::might_lock ||
         op == Op::might_lock_read || op == Op::lock_sync;
}

}  // namespace

PolicyEyes::PolicyEyes(PolicyKind kind, const Scenario& scenario)
    : kind_(kind),
      s_(scenario),
      maps_(scenario),
      lockdep_(maps_),
      fences_(scenario, maps_, annotation_of(kind), lockdep_) {}

void PolicyEyes::add(MapId map, bool event, Wanted& names) const {
  if (map.valid()) names.push_back({maps_[map].name, event});
}

void PolicyEyes::add(ObjectId object, Wanted& names) const {
  const MapId event = fences_.map_of(object);
  add(event.valid() ? event : maps_.of(object), event.valid(), names);
}

bool PolicyEyes::is_annotation(ObjectId object) const {
  return object.valid() && s_.object(object).type == ObjectType::lockdep_map;
}

std::vector<ClassWanted> PolicyEyes::wanted(StepId id) const {
  Wanted names;
  if (!id.valid()) return names;
  const Step& step = s_.step(id);
  if (fences_.is_automatic() && maps_.place(id).valid()) {
    for (const MapId map : fences_.maps_of_wait(id)) add(map, true, names);
    return names;
  }
  if (turns_bottom_halves_off(step.op))
    if (const ObjectId lock = softirq_lock(s_); lock.valid()) add(lock, names);
  const Operand& first = step.operands[0];
  switch (step.op) {
    case Op::mmap_read_lock:
    case Op::mmap_write_lock: add(maps_.mmap_lock, false, names); break;
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_resv_wait_timeout:
      for (const ObjectId f : fences_waited_for(s_, step)) add(f, names);
      break;
    case Op::flush_work:
    case Op::flush_delayed_work:
      add(first.object(), names);
      // flush_work() says so where one item can hold up another.
      for (const ObjectId queue : queues_of(s_, first.object()))
        if (runs_one_at_a_time(s_.object(queue))) add(queue, names);
      break;
    default:
      // Who does not wait for the fence wants its lock.
      if (first.kind == Operand::Kind::object && wants_lock_of_fence(step.op))
        add(maps_.of(s_.object(first.object()).lock), false, names);
      else if (first.kind == Operand::Kind::object)
        add(first.object(), names);
      if (first.kind == Operand::Kind::objects)
        for (ObjectId o :
             s_.object_lists[static_cast<std::size_t>(first.value)])
          add(o, names);
  }
  return names;
}

std::vector<std::vector<ClassHeld>> PolicyEyes::held(const Trace& trace) const {
  Lockdep lockdep(maps_);
  FenceMaps fences(s_, maps_, annotation_of(kind_), lockdep);
  Observer observer(s_, maps_, fences, lockdep);
  std::vector<Observer::Context> contexts;
  for (std::size_t c = 0; c < s_.contexts.size(); ++c)
    contexts.push_back(observer.start(ContextId(c)));
  std::vector<StepId> last(contexts.size());
  for (const Event& e : trace.events) {
    observer.observe(contexts[e.context.index()], facts_of(e));
    if (e.ends) last[e.context.index()] = e.step;
  }
  std::vector<std::vector<ClassHeld>> held(contexts.size());
  for (std::size_t c = 0; c < contexts.size(); ++c) {
    for (const HeldLock& lock : contexts[c].flow.held)
      held[c].push_back(
          {maps_[lock.map].name, is_annotation(lock.instance), false});
    if (!last[c].valid() || !ends_touch(s_.step(last[c]).op)) continue;
    const ObjectId map = s_.step(last[c]).operands[0].object();
    if (is_annotation(map)) held[c].push_back({class_of(map), true, true});
  }
  return held;
}

std::string PolicyEyes::class_of(ObjectId object) const {
  const MapId map = object.valid() ? maps_.of(object) : MapId{};
  return map.valid() ? maps_[map].name : "";
}

}  // namespace picket
