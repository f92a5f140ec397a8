#include "spec/semantics/lifetime.h"

#include <algorithm>

#include "spec/semantics/completion.h"
#include "spec/semantics/container.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/timer.h"
#include "spec/semantics/wait_queue.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

// The object and a lock inside of it, with all their locations.
void writes_all(Run& run, ObjectId object) {
  const ObjectLayout& at = run.program.layout.objects[object.index()];
  run.writes(object);
  run.effect.footprint.write(at.list_location);
  run.effect.footprint.write(at.count_location);
  if (is_container(run, object)) writes_inside(run, object);
  const ObjectId inside = run.scenario().own_lock(object);
  if (inside.valid()) run.writes(inside);
}

// What of them somebody holds.
ObjectId held_part(const Run& run, ObjectId object) {
  if (is_held(run, object)) return object;
  const ObjectId inside = run.scenario().own_lock(object);
  return inside.valid() && is_held(run, inside) ? inside : ObjectId{};
}

// A list that others are on, or an item that is on one: initialising it would
// tear the list apart.
bool is_linked(Run& run, ObjectId object) {
  switch (run.scenario().object(object).type) {
    case ObjectType::swait_queue_head:
    case ObjectType::wait_queue_head: return anybody_queued(run, object);
    case ObjectType::work_struct:
    case ObjectType::delayed_work:
    case ObjectType::kthread_work: return item_in_use(run, object);
    case ObjectType::workqueue_struct: return queue_in_use(run, object);
    case ObjectType::dma_fence_array:
    case ObjectType::dma_fence_chain: return in_use(run, object);
    case ObjectType::timer_list:
    case ObjectType::hrtimer: return timer_in_use(run, object);
    case ObjectType::irq_work: return irq_work_in_use(run, object);
    default: return false;
  }
}

}  // namespace

Life life(const Run& run, ObjectId object) {
  const auto at = run.program.layout.objects[object.index()].life;
  return at < 0 ? Life::alive : static_cast<Life>(run.words[at]);
}

void set_life(Run& run, ObjectId object, Life life) {
  const auto at = run.program.layout.objects[object.index()].life;
  if (at >= 0) run.words[at] = static_cast<Word>(life);
}

// Asked of a file, there is no fence in it yet.
std::optional<Act> dead(Run& run, ObjectId object) {
  if (run.scenario().object(object).type == ObjectType::sync_file)
    return run.misuse(Misuse::signal_uninitialized, object);
  return gone_name(run, object);
}

std::optional<Act> gone_name(Run& run, ObjectId object) {
  if (run.program.layout.objects[object.index()].life < 0) return {};
  run.reads(object);
  switch (life(run, object)) {
    case Life::alive: return {};
    case Life::freed: return run.misuse(Misuse::use_after_free, object);
    case Life::off_stack: return run.misuse(Misuse::stack_object_used, object);
  }
  return {};
}

Act free_object(Run& run) {
  const ObjectId o = run.named();
  if (auto m = gone_name(run, o)) return *m;
  writes_all(run, o);
  const ObjectId held = held_part(run, o);
  if (held.valid()) return run.misuse(Misuse::free_held_lock, held);
  set_life(run, o, Life::freed);
  return Act::done;
}

Act init_object(Run& run) {
  const ObjectId o = run.named();
  writes_all(run, o);
  const ObjectId held = held_part(run, o);
  if (held.valid()) return run.misuse(Misuse::init_held_lock, held);
  if (is_linked(run, o)) return run.misuse(Misuse::init_held_lock, o);
  set_life(run, o, Life::alive);
  // An item may be initialised while it runs; its runner does not look at it.
  if (!run.scenario().object(o).function.valid())
    initialise(run.program, run.words, o);
  return Act::done;
}

// Who waits for a completion goes on doing so; who holds a map is in the task's
// own records.
static bool outlives_init(ObjectType type) {
  return type == ObjectType::completion || type == ObjectType::lockdep_map;
}

void initialise(const Program& program, Word* words, ObjectId id) {
  const Object& o = program.scenario.object(id);
  const ObjectLayout& at = program.layout.objects[id.index()];
  Word* block = words + at.words;
  if (!outlives_init(o.type)) std::fill_n(block, at.size, 0);
  switch (o.type) {
    case ObjectType::int_:
    case ObjectType::atomic_t: block[0] = o.initial; break;
    case ObjectType::semaphore: block[0] = o.count; break;
    case ObjectType::completion: forget_waiters(program, words, id); break;
    case ObjectType::dma_fence: initialise_fence(o, block); break;
    case ObjectType::dma_fence_array:
      initialise_fence(o, block);
      initialise_array(program, words, id);
      break;
    case ObjectType::dma_fence_chain:
      initialise_fence(o, block);
      initialise_chain(program, words, id);
      break;
    default: break;
  }
}

}  // namespace picket
