#include "spec/semantics/touch.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"

namespace picket {
namespace {

// Operations that only look at their objects.
bool only_reads(Op op) {
  switch (op) {
    case Op::read_:
    case Op::waitqueue_active:
    case Op::swait_active:
    case Op::completion_done:
    case Op::dma_fence_test_signaled_flag:
    case Op::lockdep_assert_held: return true;
    default: return false;
  }
}

bool only_reads(const Footprint& f) {
  return f.writes == Footprint{}.writes && f.adds == Footprint{}.adds;
}

// Adds to its object and never looks at it: complete() looks where a
// complete_all() may have been, everybody looks whether the object still lives.
bool only_adds(const Program& program, const Step& step) {
  if (step.op != Op::atomic_inc && step.op != Op::complete) return false;
  const Scenario& s = program.scenario;
  const ObjectId object = step.operands[0].object();
  if (program.layout.objects[object.index()].life >= 0) return false;
  return step.op == Op::atomic_inc ||
         (s.object(object).done == 0 &&
          std::none_of(s.steps.begin(), s.steps.end(), [&](const Step& other) {
            return other.op == Op::complete_all &&
                   other.operands[0].object() == object;
          }));
}

// Annotations touch nothing.
bool touches_nothing(Op op) {
  switch (op) {
    case Op::lock_map_acquire:
    case Op::lock_map_acquire_read:
    case Op::lock_map_release:
    case Op::might_lock:
    case Op::might_lock_read:
    case Op::lock_sync:
    case Op::fs_reclaim_acquire:
    case Op::fs_reclaim_release:
    case Op::mmu_notifier_invalidate_range_start:
    case Op::mmu_notifier_invalidate_range_end:
    case Op::might_fault:
    case Op::link_: return true;
    default: return false;
  }
}

bool wakes_queue(Op op) {
  switch (op) {
    case Op::wake_up:
    case Op::wake_up_all:
    case Op::wake_up_nr:
    case Op::wake_up_interruptible:
    case Op::swake_up_one:
    case Op::swake_up_all: return true;
    default: return false;
  }
}

void read_expression(const Program& program, ExprId id, Footprint& out) {
  if (!id.valid()) return;
  const Expr& e = program.scenario.expr(id);
  switch (e.kind) {
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done:
      out.read(
          program.layout.objects[static_cast<std::size_t>(e.value)].location);
      if (program.layout.objects[static_cast<std::size_t>(e.value)].alias < 0)
        break;
      for (const ObjectId o : program.layout.containment
                                  .related[static_cast<std::size_t>(e.value)])
        out.read(program.layout.objects[o.index()].location);
      break;
    default: break;
  }
  read_expression(program, e.left, out);
  read_expression(program, e.right, out);
}

void touch(const Program& program, ObjectId id, bool read, Footprint& out) {
  const Object& o = program.scenario.object(id);
  const ObjectLayout& at = program.layout.objects[id.index()];
  for (const std::uint32_t part :
       {at.location, at.list_location, at.count_location}) {
    if (read) out.read(part);
    if (!read) out.write(part);
  }
  if (read) return;
  if (is_container(o.type)) {
    out.write(at.inside_location);
    const ContextId irq_work = program.layout.work.worker[id.index()];
    out.write(program.layout.context_location[irq_work.index()]);
  }
  if (o.lock.valid())
    out.write(program.layout.objects[o.lock.index()].location);
  if (o.signaled_op.valid()) read_expression(program, o.signaled_op, out);
  if (o.type == ObjectType::ww_acquire_ctx) {
    const auto k = o.klass.index();
    if (program.layout.stamps[k] >= 0)
      out.write(program.layout.stamp_location[k]);
  }
}

// Items, their workers, and the queues they may be on: what an operation on one
// of them, an item or a queue, reaches.
void touch_work(const Program& program, ObjectId named, Footprint& out) {
  const QueuedWork& work = program.layout.work;
  const auto touch_worker = [&](ObjectId item) {
    const ContextId worker = work.worker[item.index()];
    if (worker.valid())
      out.write(program.layout.context_location[worker.index()]);
  };
  touch(program, named, false, out);
  touch_worker(named);
  for (std::size_t q = 0; q < work.items.size(); ++q)
    for (const ObjectId item : work.items[q]) {
      if (ObjectId(q) != named && item != named) continue;
      touch(program, ObjectId(q), false, out);
      touch(program, item, false, out);
      touch_worker(item);
      // Items of a kthread look whether it takes any.
      const ContextId thread = program.scenario.object(ObjectId(q)).thread;
      if (thread.valid())
        out.read(program.layout.context_location[thread.index()]);
    }
}

// Everything that is connected with a fence by containers: signalling one
// member may make the array queue its irq_work, polling the array may signal
// another member.
void touch_related(const Program& program, const Step& step, Footprint& out) {
  const auto related = [&](ObjectId named) {
    for (const ObjectId o : program.layout.containment.related[named.index()])
      touch(program, o, false, out);
  };
  for (const Operand& operand : step.operands) {
    if (operand.kind == Operand::Kind::object) related(operand.object());
    if (operand.kind == Operand::Kind::objects)
      for (ObjectId o :
           program.scenario
               .object_lists[static_cast<std::size_t>(operand.value)])
        related(o);
  }
}

bool reaches_related(const Step& step) {
  const OpGroup group = group_of(step.op);
  return may_run_callbacks(step.op) || group == OpGroup::containers ||
         group == OpGroup::implicit || step.op == Op::init_ ||
         group == OpGroup::fence;
}

// The item or queue that an operation of that group is about: queue_work and
// its like reach nothing on the queue but the item.
ObjectId work_of(const Step& step) {
  if (group_of(step.op) != OpGroup::work) return {};
  for (const std::size_t k : {1, 0})
    if (step.operands[k].kind == Operand::Kind::object)
      return step.operands[k].object();
  return {};
}

void touch_items_of(const Program& program, ContextId thread, Footprint& out) {
  const QueuedWork& work = program.layout.work;
  const ObjectId queue = work.queue_of[thread.index()];
  if (!queue.valid()) return;
  for (const ObjectId item : work.items[queue.index()])
    out.read(
        program.layout.context_location[work.worker[item.index()].index()]);
}

bool has_items(const Program& program, ObjectId id) {
  const Object& o = program.scenario.object(id);
  return o.function.valid() || o.type == ObjectType::workqueue_struct;
}

// Looks for readers, and at the callbacks that it queues or waits for.
void touch_rcu(const Program& program, const Step& step, Footprint& out) {
  const Layout& layout = program.layout;
  if (layout.rcu.valid()) {
    const ObjectLayout& at = layout.objects[layout.rcu.index()];
    out.read(at.location);
    out.read(at.list_location);
  }
  for (const ObjectId head : layout.rcu_heads) {
    const bool calls =
        program.scenario.object(head).call.valid() &&
        &program.scenario.step(program.scenario.object(head).call) == &step;
    if (calls || step.op == Op::rcu_barrier)
      out.write(layout.objects[head.index()].location);
    if (step.op == Op::rcu_barrier)
      out.read(
          layout.context_location[layout.work.worker[head.index()].index()]);
  }
}

// Becoming a reader of RCU, and ceasing to be one.
void touch_as_reader(const Program& program, ContextId id, Footprint& out) {
  const Layout& layout = program.layout;
  if (!layout.rcu.valid()) return;
  const ObjectLayout& at = layout.objects[layout.rcu.index()];
  if (layout.may_read_rcu[id.index()]) {
    out.add(at.location);
    out.add(at.list_location);
  }
  const ObjectId item = program.scenario.context(id).work;
  if (item.valid() &&
      program.scenario.object(item).type == ObjectType::rcu_head)
    out.read(at.list_location);
}

// Its own stores, and what its buffer brings to memory. An irq_work has the
// buffer of wherever it runs.
void touch_stores(const Program& program, ContextId id, Footprint& out) {
  const Layout& layout = program.layout;
  if (layout.store_buffers.empty()) return;
  const Scenario& s = program.scenario;
  const ObjectId item = s.context(id).work;
  const auto touch_buffer = [&](ObjectId buffer) {
    if (buffer.valid()) out.write(layout.objects[buffer.index()].location);
  };
  touch_buffer(layout.store_buffers[id.index()]);
  if (!item.valid()) return;
  if (is_guest_somewhere(s.object(item).type))
    for (const ObjectId buffer : layout.store_buffers) touch_buffer(buffer);
  if (s.object(item).type != ObjectType::store_buffer) return;
  for (const auto& list : s.assignment_lists)
    for (const Assignment& a : list)
      out.write(layout.objects[a.variable.index()].location);
}

bool may_run(const Program& program, ContextId context, FunctionId function) {
  const auto& runners = program.layout.runners[function.index()];
  return program.scenario.function(function).implicit ||
         std::binary_search(runners.begin(), runners.end(), context);
}

// May who runs that function be on that queue?
bool may_sleep_on(const Program& program, FunctionId function, ObjectId queue) {
  const auto& sleepers = program.layout.sleepers.of_queue[queue.index()];
  return std::any_of(sleepers.begin(), sleepers.end(), [&](ContextId c) {
    return may_run(program, c, function);
  });
}

// Locations that an operation reaches through others: the tasks it wakes, the
// queue of a work item, every transaction of a ww class, every fence of a
// reservation, the queues on which a task that sleeps may be.
void touch_indirectly(const Program& program, const Step& step,
                      Footprint& out) {
  const OpGroup group = group_of(step.op);
  const Layout& layout = program.layout;
  const auto every = [&](auto matches) {
    for (std::size_t i = 0; i < program.scenario.objects.size(); ++i)
      if (matches(program.scenario.objects[i].type))
        touch(program, ObjectId(i), false, out);
  };
  if (wakes_queue(step.op))
    for (ContextId c :
         layout.sleepers.of_queue[step.operands[0].object().index()])
      out.write(layout.context_location[c.index()]);
  if (step.op == Op::schedule || step.op == Op::schedule_timeout)
    for (std::size_t i = 0; i < layout.sleepers.of_queue.size(); ++i)
      if (may_sleep_on(program, step.function, ObjectId(i)))
        out.read(layout.objects[i].location);
  if (group == OpGroup::ww) {
    for (const std::uint32_t at : layout.context_location) out.write(at);
    every([](ObjectType t) { return t == ObjectType::ww_acquire_ctx; });
  }
  if (const ObjectId named = work_of(step); named.valid())
    touch_work(program, named, out);
  if (group == OpGroup::rcu) touch_rcu(program, step, out);
  if (step.op == Op::kthread_stop)
    touch_items_of(program, ContextId(step.operands[0].value), out);
  // An item asks about the thread that runs it.
  if (step.op == Op::kthread_should_stop)
    for (std::size_t c = 0; c < layout.contexts.size(); ++c)
      if (layout.work.queue_of[c].valid()) out.read(layout.context_location[c]);
  // Initialising asks whether anything is queued there.
  if (step.op == Op::init_ && has_items(program, step.operands[0].object()))
    touch_work(program, step.operands[0].object(), out);
  if (group == OpGroup::resv || step.op == Op::dma_resv_unlock)
    every([](ObjectType t) { return type_fits(t, "fence"); });
  if (reaches_related(step)) touch_related(program, step, out);
}

// What of it is about CPUs.
Footprint on_cpus(const Program& program, const Footprint& of) {
  Footprint out;
  for (const CpuLayout& cpu : program.layout.cpus)
    if (of.reads[Footprint::word(cpu.location)] & Footprint::bit(cpu.location))
      out.read(cpu.location);
  return out;
}

}  // namespace

bool takes_lock(Op op) {
  switch (op) {
    case Op::mutex_lock:
    case Op::mutex_lock_nested:
    case Op::mutex_lock_nest_lock:
    case Op::rt_mutex_lock:
    case Op::spin_lock:
    case Op::spin_lock_nested:
    case Op::spin_lock_nest_lock:
    case Op::spin_lock_irq:
    case Op::spin_lock_irqsave:
    case Op::spin_lock_bh:
    case Op::raw_spin_lock:
    case Op::raw_spin_lock_nested:
    case Op::raw_spin_lock_nest_lock:
    case Op::raw_spin_lock_irq:
    case Op::raw_spin_lock_irqsave:
    case Op::raw_spin_lock_bh: return true;
    default: return false;
  }
}

bool takes_lock_in_turn(const Program& program, const Word* state,
                        ContextId context) {
  const StepId at = position(program, state, context);
  if (!at.valid()) return false;
  const Step& step = program.scenario.step(at);
  if (!facts(step.op).blocking || step.when.valid()) return false;
  switch (group_of(step.op)) {
    case OpGroup::mutex:
    case OpGroup::spin:
    case OpGroup::rwlock:
    case OpGroup::rwsem:
    case OpGroup::semaphore:
    case OpGroup::ww: return true;
    case OpGroup::memory:
      return step.op == Op::mmap_read_lock || step.op == Op::mmap_write_lock;
    default: return false;
  }
}

bool releases_lock(Op op) {
  switch (op) {
    case Op::mutex_unlock:
    case Op::rt_mutex_unlock:
    case Op::spin_unlock:
    case Op::spin_unlock_irq:
    case Op::spin_unlock_irqrestore:
    case Op::spin_unlock_bh:
    case Op::raw_spin_unlock:
    case Op::raw_spin_unlock_irq:
    case Op::raw_spin_unlock_irqrestore:
    case Op::raw_spin_unlock_bh: return true;
    default: return false;
  }
}

bool may_show_that_it_waits(const Program& program, const Step& step) {
  const bool spins = group_of(step.op) == OpGroup::spin;
  for (std::size_t c = 0; c < program.scenario.contexts.size(); ++c) {
    const ContextLayout& at = program.layout.contexts[c];
    const bool shows =
        at.line >= 0 || (spins && (at.cpu >= 0 || may_be_guest(program, c)));
    if (shows && may_run(program, ContextId(c), step.function)) return true;
  }
  return false;
}

// Where it may be initialised again, who waits for it is seen.
static bool shows_waiters(const Program& program, const Step& step) {
  return program.layout.objects[step.operands[0].object().index()].capacity > 0;
}

bool waits_for_count(const Program& program, const Step& step) {
  return step.op == Op::wait_for_completion && !shows_waiters(program, step);
}

bool gives_count(Op op) { return op == Op::complete || op == Op::complete_all; }

bool takes_count(const Program& program, const Step& step) {
  switch (step.op) {
    case Op::wait_for_completion:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable:
    case Op::wait_for_completion_timeout:
    case Op::wait_for_completion_interruptible_timeout:
    case Op::try_wait_for_completion: return !shows_waiters(program, step);
    default: return false;
  }
}

Footprint touched(const Program& program, const Step& step,
                  std::size_t first_operand) {
  Footprint out;
  read_expression(program, step.when, out);
  if (touches_nothing(step.op)) return out;
  const bool read = only_reads(step.op);
  for (std::size_t k = first_operand; k < step.operands.size(); ++k) {
    const Operand& operand = step.operands[k];
    const auto i = static_cast<std::size_t>(operand.value);
    switch (operand.kind) {
      case Operand::Kind::object:
        if (k == 0 && only_adds(program, step))
          out.add(program.layout.objects[operand.object().index()].location);
        else
          touch(program, operand.object(), read, out);
        break;
      case Operand::Kind::objects:
        for (ObjectId o : program.scenario.object_lists[i])
          touch(program, o, read, out);
        break;
      case Operand::Kind::expression:
        read_expression(program, operand.expression(), out);
        break;
      case Operand::Kind::context:
        out.write(program.layout.context_location[i]);
        break;
      case Operand::Kind::assignments:
        for (const Assignment& a : program.scenario.assignment_lists[i]) {
          touch(program, a.variable, false, out);
          read_expression(program, a.value, out);
        }
        break;
      default: break;
    }
  }
  touch_indirectly(program, step, out);
  return out;
}

// A task whose state is running passes schedule() whatever anybody but its CPU
// does; taking one of several from a count and adding to it are the same in
// both orders.
Footprint footprint_on_state(const Program& program, const Effect& effect,
                             int alternative) {
  Footprint out = effect.footprint;
  if (!effect.step.valid()) return out;
  const Step& step = program.scenario.step(effect.step);
  if (step.when.valid()) return out;
  if (step.op == Op::schedule && alternative == 0 && only_reads(out))
    return on_cpus(program, out);
  if (waits_for_count(program, step)) {
    const auto at = program.layout.objects[step.operands[0].object().index()];
    out.unwrite(at.location);
    out.add(at.location);
  }
  return out;
}

Footprint touched_at_any_time(const Program& program, ContextId id) {
  const Scenario& s = program.scenario;
  const Context& context = s.context(id);
  Footprint out;
  out.write(program.layout.context_location[id.index()]);
  for (const CpuLayout& cpu : program.layout.cpus)
    if (std::binary_search(cpu.contexts.begin(), cpu.contexts.end(), id))
      out.write(cpu.location);
  touch_as_reader(program, id, out);
  touch_stores(program, id, out);
  read_expression(program, context.starts, out);
  for (std::size_t o = 0; o < s.objects.size(); ++o) {
    const bool mine = s.objects[o].on_stack_of == id;
    if (mine) touch(program, ObjectId(o), false, out);
  }
  if (!context.work.valid()) return out;
  const ObjectType type = s.object(context.work).type;
  if (is_guest_somewhere(type))
    for (const CpuLayout& cpu : program.layout.cpus)
      if (cpu.irq_work >= 0) out.write(cpu.location);
  if (has_irq_work(type)) {
    touch(program, context.work, false, out);
  } else {
    touch_work(program, context.work, out);
  }
  return out;
}

}  // namespace picket
