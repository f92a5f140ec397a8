// Fences and reservations.
#include "spec/claims/step_reading.h"
#include "spec/model/containment.h"

namespace picket {

// The fences that the name may stand for.
std::vector<ObjectId> StepReading::meant(ObjectId name) const {
  std::vector<ObjectId> out{name};
  if (!s_.object(name).stands_for) return out;
  for (std::size_t i = 0; i < s_.objects.size(); ++i)
    if (ObjectId(i) != name && type_fits(s_.objects[i].type, "fence") &&
        may_mean(s_, name, ObjectId(i)))
      out.push_back(ObjectId(i));
  return out;
}

// Those, and what is inside of them, however deep.
std::vector<ObjectId> StepReading::with_inside(ObjectId name) const {
  std::vector<ObjectId> out = meant(name);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const ObjectId f : s_.object(out[i]).inside)
      if (std::find(out.begin(), out.end(), f) == out.end()) out.push_back(f);
  return out;
}

// Whoever enables or polls a container does so with the fences inside, and may
// find that all are done.
void StepReading::work_on(ObjectId name, bool may_enable) {
  if (s_.object(name).stands_for) look(name);
  for (const ObjectId f : with_inside(name))
    work_on_one(f, may_enable || f != name);
}

void StepReading::signal(ObjectId name) {
  if (s_.object(name).stands_for) look(name);
  for (const ObjectId f : meant(name)) {
    if (s_.object(f).lock.valid()) need_lock(s_.object(f).lock);
    give(f);
  }
}

// What may happen to a fence on which an operation works under its lock. Only
// its driver, if the fence asks it, has it signalled.
void StepReading::work_on_one(ObjectId fence, bool may_enable) {
  const Object& f = s_.object(fence);
  if (is_container(f.type)) {
    look(fence);
    for (const ObjectId inside : f.inside) look(inside);
    give(fence);
  }
  if (f.lock.valid()) need_lock(f.lock);
  if (f.signaled_op.valid()) {
    look_at(f.signaled_op);
    give(fence);
  }
  if (may_enable && f.enable_signaling.valid() && !is_container(f.type)) {
    look(fence);
    give(fence);
  }
}

void StepReading::wait_for(ObjectId name, bool may_end) {
  work_on(name, true);
  for (const ObjectId f : meant(name)) {
    if (!may_end) need(f);
    if (asked()) look(f);
  }
}

// Making one touches what it is made of; a merge polls that.
void StepReading::read_containers() {
  const ObjectId made = object();
  switch (step_->op) {
    case Op::dma_fence_array_create:
    case Op::dma_fence_chain_init:
    case Op::sync_file_create: look_at_operands(); return take(made);
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_merge: work_on(made, false); return take(made);
    case Op::dma_fence_chain_find_seqno:
      work_on(made, false);
      if (asked()) look(made);
      return;
    case Op::sync_file_get_fence: return change(made);
    // Whatever point of the timeline has its turn.
    case Op::sw_sync_inc:
      look_at_operands();
      change(made);
      for (std::size_t i = 0; i < s_.objects.size(); ++i)
        if (s_.objects[i].parent == made) signal(ObjectId(i));
      return;
    // Its irq_work goes on to the next fence.
    case Op::chain_irq_work: return work_on(made, true);
    case Op::drm_syncobj_replace_fence:
    case Op::drm_syncobj_add_point:
    case Op::drm_syncobj_wait: return read_syncobj();
    default: return read_other();
  }
}

// What some step puts into the syncobj.
std::vector<ObjectId> StepReading::boxed_in(ObjectId syncobj) const {
  std::vector<ObjectId> out;
  for (const Step& step : s_.steps)
    if ((step.op == Op::drm_syncobj_replace_fence ||
         step.op == Op::drm_syncobj_add_point) &&
        step.operands[0].object() == syncobj && step.operands[1].given())
      out.push_back(step.operands[1].object());
  return out;
}

// Who puts something in publishes it, helps whoever waits for it to appear, and
// lets go of what was there.
void StepReading::read_syncobj() {
  const ObjectId box = object();
  look(box);
  for (const ObjectId f : boxed_in(box)) put(f);
  if (step_->op == Op::drm_syncobj_wait) {
    if (operand(2).given()) need(box);
    for (const ObjectId f : boxed_in(box)) wait_for(f, operand(3).given());
    return look(t_.resources.wake_up_of(context_));
  }
  give(box);
  for (const std::size_t i : {1, 2})
    if (operand(i).kind == Operand::Kind::object) take(object(i));
}

// The last reference may end a fence that is not signalled.
void StepReading::put(ObjectId fence) {
  work_on(fence, false);
  for (const ObjectId o : with_inside(fence)) {
    give(o);
    take(o);
  }
}

void StepReading::read_fence() {
  const ObjectId f = object();
  switch (step_->op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked: signal(f); break;
    case Op::dma_fence_wait:
      wait_for(f, false);
      look_at_signals();
      return;
    case Op::dma_fence_wait_timeout: return wait_for(f, true);
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
      for (const ObjectId o :
           s_.object_lists[static_cast<std::size_t>(operand(0).value)])
        wait_for(o, step_->op == Op::dma_fence_wait_any_timeout);
      return;
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_get_status: work_on(f, false); break;
    case Op::dma_fence_enable_sw_signaling: work_on(f, true); break;
    case Op::dma_fence_add_callback:
    case Op::dma_fence_remove_callback:
      work_on(f, step_->op == Op::dma_fence_add_callback);
      for (const ObjectId o : meant(f)) change(o);
      break;
    case Op::dma_fence_test_signaled_flag: break;
    case Op::dma_fence_put: put(f); break;
    case Op::dma_fence_get:
    case Op::dma_fence_set_error:
      look_at_operands();
      change(f);
      break;
    // From here on somebody may wait for it, and it can be lost.
    case Op::dma_fence_init:
    case Op::publish_: take(f); break;
    default: return read_other();
  }
  if (asked())
    for (const ObjectId o : meant(f)) look(o);
}

// Every fence that some step adds to the reservation, for that usage or a
// stronger one.
std::vector<ObjectId> StepReading::fences_of(ObjectId resv, Usage usage) const {
  std::vector<ObjectId> out;
  for (const Step& step : s_.steps)
    if (step.op == Op::dma_resv_add_fence &&
        step.operands[0].object() == resv &&
        usage_of(s_, step.operands[2], Usage::write) <= usage)
      out.push_back(step.operands[1].object());
  return out;
}

// Without a usage it is a writer who asks.
Usage StepReading::asked_usage() const {
  return usage_of(s_, operand(1), Usage::read);
}

void StepReading::read_resv() {
  const ObjectId resv = object();
  look(resv);
  switch (step_->op) {
    case Op::dma_resv_reserve_fences: return change(resv);
    case Op::dma_resv_add_fence:
      change(resv);
      take(object(1));
      for (const ObjectId f : fences_of(resv, Usage::bookkeep))
        work_on(f, false);
      return;
    case Op::dma_resv_wait_timeout:
      for (const ObjectId f : fences_of(resv, asked_usage()))
        wait_for(f, operand(3).given());
      return look_at_signals();
    case Op::dma_resv_test_signaled:
      for (const ObjectId f : fences_of(resv, asked_usage())) {
        work_on(f, false);
        if (asked()) look(f);
      }
      return;
    default: return read_other();
  }
}

}  // namespace picket
