#include "spec/rules/letter_effect.h"

namespace picket {
namespace {

using Effect = Letter::Effect;

bool is_shared(Op op) {
  return facts(op).name.find("read") != std::string_view::npos;
}

// Counts and annotations exclude nobody.
bool is_free(const OperationFacts& f) {
  return f.group == OpGroup::semaphore || f.group == OpGroup::annotation;
}

Effect taking(Op op) {
  if (is_free(facts(op))) return Effect::take_freely;
  return is_shared(op) ? Effect::take_shared : Effect::take;
}

Effect dropping(Op op) {
  if (is_free(facts(op))) return Effect::drop_freely;
  return is_shared(op) ? Effect::drop_shared : Effect::drop;
}

Letter with(Effect effect, ObjectId object, std::int32_t result = 0) {
  Letter l;
  l.effect = effect;
  l.object = object;
  l.result = result;
  return l;
}

// With its outcomes: taken, or not.
std::vector<Letter> lock_letters(const Step& step) {
  const ObjectId lock = step.operands[0].object();
  switch (lock_change(step.op)) {
    case LockChange::none: break;
    case LockChange::release: return {with(dropping(step.op), lock)};
    case LockChange::take: return {with(taking(step.op), lock)};
    case LockChange::take_if_zero:
      return {with(taking(step.op), lock, 0),
              with(Effect::none, ObjectId{}, -4)};
    case LockChange::take_if_one:
      return {with(taking(step.op), lock, 1),
              with(Effect::none, ObjectId{}, 0)};
  }
  return {};
}

}  // namespace

std::vector<Letter> effects_of(const Scenario& world, const Step& step,
                               const std::vector<ClassId>& classes) {
  (void)world;
  const Operand& first = step.operands[0];
  const bool object = first.kind == Operand::Kind::object;
  if (object)
    if (auto locks = lock_letters(step); !locks.empty()) return locks;
  Letter l;
  switch (step.op) {
    case Op::dma_fence_begin_signalling:
      l.effect = Effect::begin;
      l.klass = ClassId(first.value);
      return {l};
    case Op::dma_fence_end_signalling: {
      std::vector<Letter> ends;
      l.effect = Effect::end;
      for (const ClassId k : classes) {
        l.klass = k;
        ends.push_back(l);
      }
      return ends;
    }
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
      return {with(Effect::signal, first.object())};
    case Op::publish_: return {with(Effect::publish, first.object())};
    case Op::dma_resv_add_fence:
      return {with(Effect::publish, step.operands[1].object())};
    case Op::dma_fence_wait: return {with(Effect::await, first.object())};
    case Op::complete:
    case Op::complete_all: return {with(Effect::give, first.object())};
    case Op::wait_for_completion: return {with(Effect::get, first.object())};
    default: return {l};
  }
}

std::vector<Op> plain_operations(ObjectType type) {
  switch (type) {
    case ObjectType::mutex: return {Op::mutex_lock, Op::mutex_unlock};
    case ObjectType::rt_mutex: return {Op::rt_mutex_lock, Op::rt_mutex_unlock};
    case ObjectType::spinlock_t: return {Op::spin_lock, Op::spin_unlock};
    case ObjectType::raw_spinlock_t:
      return {Op::raw_spin_lock, Op::raw_spin_unlock};
    case ObjectType::rwlock_t:
      return {Op::read_lock, Op::read_unlock, Op::write_lock, Op::write_unlock};
    case ObjectType::rw_semaphore:
      return {Op::down_read, Op::up_read, Op::down_write, Op::up_write};
    case ObjectType::percpu_rw_semaphore:
      return {Op::percpu_down_read, Op::percpu_up_read, Op::percpu_down_write,
              Op::percpu_up_write};
    case ObjectType::semaphore: return {Op::down_, Op::up_};
    case ObjectType::local_lock_t: return {Op::local_lock, Op::local_unlock};
    case ObjectType::ww_mutex: return {Op::ww_mutex_lock, Op::ww_mutex_unlock};
    case ObjectType::dma_resv: return {Op::dma_resv_lock, Op::dma_resv_unlock};
    default: return {};
  }
}

bool is_take(Effect e) {
  return e == Effect::take || e == Effect::take_shared ||
         e == Effect::take_freely;
}

bool is_drop(Effect e) {
  return e == Effect::drop || e == Effect::drop_shared ||
         e == Effect::drop_freely;
}

}  // namespace picket
