#include "spec/semantics/exit.h"

#include <algorithm>

#include "spec/model/softirq_lock.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/kthread.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/rcu.h"
#include "spec/semantics/task.h"
#include "spec/semantics/wait_queue.h"

namespace picket {
namespace {

bool owns_stack_objects(const Run& run) {
  const auto& objects = run.scenario().objects;
  return std::any_of(objects.begin(), objects.end(), [&](const Object& o) {
    return o.on_stack_of == run.self;
  });
}

bool is_worker(const Run& run) {
  return run.scenario().context(run.self).work.valid();
}

// The first one in the scenario that it holds.
ObjectId held_lock(const Run& run) {
  // That of bottom halves is a handler's own from its beginning to its end.
  const ObjectId own =
      is_forced_thread(run) ? softirq_lock(run.scenario()) : ObjectId{};
  const auto is_held = [&](ObjectId lock) {
    return lock != own && holds(run, lock);
  };
  const Layout& layout = run.program.layout;
  ObjectId first;
  for (const ObjectId lock : layout.owned_locks) {
    if (run.words[layout.objects[lock.index()].words] != run.self.value + 1 ||
        lock == own)
      continue;
    first = lock;
    break;
  }
  for (const ObjectId lock : layout.shared_locks) {
    if (first.valid() && first.value < lock.value) break;
    if (is_held(lock)) return lock;
  }
  return first;
}

Act finish(Run& run) {
  if (has_open_state(run))
    return run.misuse(Misuse::lock_held_at_exit, held_lock(run));
  if (end_shows(run)) run.writes(run.self);
  end_forced_thread(run);
  run.effect.exits = true;
  stop(run, Status::finished);
  return Act::done;
}

}  // namespace

bool has_open_state(Run& run) {
  const auto sections = run.context().sections;
  const Atomic a = atomic(run);
  return held_lock(run).valid() || a.in_atomic() ||
         a.irqs_off != in_hardirq(run) || rcu_depth(run) > 0 ||
         (sections >= 0 && run.words[sections] > 0);
}

void stop(Run& run, Status status) {
  const ContextLayout& at = run.context();
  std::fill_n(run.words + at.stack, at.stack_words, 0);
  Control c;
  c.status = status;
  c.started = true;
  set_control(run, c);
  // A task that ends without having set its state back can still be woken, so
  // that whoever wakes it need not know whether it has ended. A signal that
  // comes too late leaves no trace, so neither does one that came in time.
  Task left;
  if (status != Status::idle) left.state = task(run, run.self).state;
  set_task(run, run.self, left);
  if (status == Status::finished) {
    forget_queues(run);
    forget_requests(run);
  }
  if (status == Status::crashed || status == Status::limited) return;
  if (at.atomic >= 0) run.words[at.atomic] = 0;
  if (at.memalloc >= 0) run.words[at.memalloc] = 0;
  if (at.rcu >= 0) run.words[at.rcu] = 0;
}

Act end_of_body(Run& run) {
  if (is_worker(run) || owns_stack_objects(run)) return Act::done;
  return finish(run);
}

Act leave_body(Run& run) {
  run.happens();
  if (has_open_state(run))
    return run.misuse(Misuse::lock_held_at_exit, held_lock(run));
  if (is_worker(run)) return end_deferred(run);
  for (std::size_t i = 0; i < run.scenario().objects.size(); ++i) {
    if (run.scenario().objects[i].on_stack_of != run.self) continue;
    run.writes(ObjectId(i));
    set_life(run, ObjectId(i), Life::off_stack);
  }
  return finish(run);
}

}  // namespace picket
