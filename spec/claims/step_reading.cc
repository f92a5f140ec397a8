#include "spec/claims/step_reading.h"

#include "spec/rules/lock_change.h"

namespace picket {
namespace {

bool is_interruptible(const Step& step) {
  const std::string_view name = facts(step.op).name;
  if (name.find("_interruptible") != name.npos ||
      name.find("_killable") != name.npos)
    return true;
  const auto& parameters = facts(step.op).parameters;
  for (std::size_t i = 0; i < parameters.size() && i < kMaxOperands; ++i)
    if (parameters[i].name == "intr" && step.operands[i].value != 0)
      return true;
  return false;
}

bool spins(ObjectType type) {
  return type == ObjectType::spinlock_t || type == ObjectType::raw_spinlock_t ||
         type == ObjectType::rwlock_t || type == ObjectType::local_lock_t;
}

}  // namespace

void StepReading::read(const Step& step) {
  step_ = &step;
  look_at(step.when);
  // A signal may be all that ends the wait.
  if (is_interruptible(step) && t_.signalled[context_.index()])
    add_once(out_.needs, t_.resources.wake_up_of(context_));
  switch (picket::group_of(step.op)) {
    case OpGroup::mutex:
    case OpGroup::spin:
    case OpGroup::rwlock:
    case OpGroup::rwsem:
    case OpGroup::semaphore:
    case OpGroup::ww: return read_lock();
    case OpGroup::fence: return read_fence();
    case OpGroup::resv: return read_resv();
    case OpGroup::wait_queue: return read_wait_queue();
    case OpGroup::completion: return read_completion();
    case OpGroup::work: return read_work();
    case OpGroup::data: return read_data();
    case OpGroup::control: return look_at_operands();
    case OpGroup::sections:
    case OpGroup::annotation: return;
    case OpGroup::containers:
    case OpGroup::implicit: return read_containers();
    case OpGroup::rcu: return read_rcu();
    case OpGroup::memory:
    case OpGroup::context: return read_other();
  }
}

// Every shared object that the expression reads.
void StepReading::collect(ExprId id, std::vector<ResourceId>& into) const {
  if (!id.valid()) return;
  const Expr& e = s_.expr(id);
  switch (e.kind) {
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done:
      for (const ObjectId o : meant(ObjectId(e.value)))
        add_once(into, t_.resources.of(o));
      return;
    case ExprKind::number:
    case ExprKind::local: return;
    default: break;
  }
  collect(e.left, into);
  collect(e.right, into);
}

// Who waits until something has *not* happened does not only come later for it:
// it never comes at all.
void StepReading::look_for_end(ExprId id, bool positive) {
  if (!id.valid()) return;
  const Expr& e = s_.expr(id);
  switch (e.kind) {
    case ExprKind::number:
    case ExprKind::local:
    case ExprKind::variable: return;
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done:
      if (!positive) look_at(id);
      return;
    case ExprKind::not_: return look_for_end(e.left, !positive);
    case ExprKind::and_:
    case ExprKind::or_: break;
    default: positive = false;
  }
  look_for_end(e.left, positive);
  look_for_end(e.right, positive);
}

void StepReading::look_at_operands() {
  for (const Operand& o : step_->operands)
    if (o.kind == Operand::Kind::expression) look_at(o.expression());
}

// An interrupted wait returns another value.
void StepReading::look_at_signals() {
  if (is_interruptible(*step_) && asked())
    look(t_.resources.wake_up_of(context_));
}

void StepReading::need_lock(ObjectId lock) {
  need(lock);
  out_.spins |= spins(s_.object(lock).type);
}

void StepReading::read_lock() {
  const ObjectId lock = object();
  const LockChange how = lock_change(step_->op);
  change(lock);
  if (how == LockChange::release) {
    out_.drops = lock;
    give(lock);
  } else if (how != LockChange::none) {
    out_.acquires = lock;
    take(lock);
  }
  if (picket::facts(step_->op).blocking) need_lock(lock);
  if (asked()) look(lock);
  look_at_signals();
  if (picket::group_of(step_->op) == OpGroup::ww) read_transactions();
}

// Who backs off depends on every transaction of the class.
void StepReading::read_transactions() {
  look(object());
  for (std::size_t i = 0; i < s_.objects.size(); ++i) {
    if (s_.objects[i].type != ObjectType::ww_acquire_ctx) continue;
    look(ObjectId(i));
    change(ObjectId(i));
  }
}

void StepReading::read_data() {
  look_at_operands();
  switch (step_->op) {
    case Op::set_:
      for (const Assignment& a :
           s_.assignment_lists[static_cast<std::size_t>(operand(0).value)]) {
        look_at(a.value);
        change(a.variable);
      }
      return;
    case Op::read_:
      if (asked()) look(object());
      return;
    case Op::atomic_inc:
    case Op::atomic_dec_and_test:
    case Op::cmpxchg:
      // What is stored depends on what was found.
      look(object());
      return change(object());
    case Op::free_:
    case Op::init_:
      take(object());
      if (s_.object(object()).lock.valid()) change(s_.object(object()).lock);
      return;
    case Op::smp_mb:
    case Op::assert_: return;
    default: return read_other();
  }
}

// Operations that change nothing another context can wait for, and the rest,
// of which nothing is known here.
void StepReading::read_other() {
  switch (step_->op) {
    case Op::kmalloc:
    case Op::might_alloc:
    case Op::memalloc_noreclaim_save:
    case Op::memalloc_noreclaim_restore:
    case Op::memalloc_nofs_save:
    case Op::memalloc_nofs_restore:
    case Op::memalloc_noio_save:
    case Op::memalloc_noio_restore:
    case Op::fs_reclaim_acquire:
    case Op::fs_reclaim_release:
    case Op::mmu_notifier_invalidate_range_start:
    case Op::mmu_notifier_invalidate_range_end:
    case Op::might_fault:
    case Op::might_sleep: return;
    case Op::mmap_read_lock:
    case Op::mmap_read_unlock:
    case Op::mmap_write_lock:
    case Op::mmap_write_unlock: return read_lock();
    // Grace periods of RCU wait for these too.
    case Op::local_irq_disable:
    case Op::local_irq_save:
    case Op::local_bh_disable:
    case Op::preempt_disable: return begin_to_read(t_.rcu);
    case Op::local_irq_enable:
    case Op::local_irq_restore:
    case Op::local_bh_enable:
    case Op::preempt_enable: return end_to_read(t_.rcu);
    case Op::enable_irq:
      return give(t_.resources.wake_up_of(ContextId(operand(0).value)));
    case Op::disable_irq:
      take(t_.resources.wake_up_of(ContextId(operand(0).value)));
      [[fallthrough]];
    case Op::synchronize_irq: {
      // The end of a handler that runs; whether it does depends on its line.
      const ContextId handler(operand(0).value);
      add_once(out_.needs, t_.resources.end_of(handler));
      return look(t_.resources.wake_up_of(handler));
    }
    default: out_.unknown = true;
  }
}

}  // namespace picket
