// Fences and reservations.
#include "spec/claims/step_reading.h"

namespace picket {

// What may happen to a fence on which an operation works under its lock.
void StepReading::work_on(ObjectId fence, bool may_enable) {
  const Object& f = s_.object(fence);
  // What reaches other fences through containers is not known here.
  out_.unknown |= !f.inside.empty() || !f.around.empty();
  change(fence);
  if (f.lock.valid()) need_lock(f.lock);
  if (f.signaled_op.valid()) {
    look_at(f.signaled_op);
    give(fence);
  }
  if (may_enable && f.enable_signaling.valid()) {
    look(fence);
    give(fence);
  }
}

void StepReading::wait_for(ObjectId fence, bool may_end) {
  work_on(fence, true);
  if (!may_end) need(fence);
  if (asked()) look(fence);
}

void StepReading::read_fence() {
  const ObjectId f = object();
  switch (step_->op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
      work_on(f, false);
      give(f);
      break;
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
    case Op::dma_fence_get_status:
    case Op::dma_fence_remove_callback: work_on(f, false); break;
    case Op::dma_fence_add_callback:
    case Op::dma_fence_enable_sw_signaling: work_on(f, true); break;
    case Op::dma_fence_test_signaled_flag: break;
    // The last reference may end a fence that is not signalled.
    case Op::dma_fence_put:
      work_on(f, false);
      give(f);
      take(f);
      break;
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
  if (asked()) look(f);
}

// Every fence that some step adds to the reservation.
std::vector<ObjectId> StepReading::fences_of(ObjectId resv) const {
  std::vector<ObjectId> out;
  for (const Step& step : s_.steps)
    if (step.op == Op::dma_resv_add_fence && step.operands[0].object() == resv)
      out.push_back(step.operands[1].object());
  return out;
}

void StepReading::read_resv() {
  const ObjectId resv = object();
  look(resv);
  switch (step_->op) {
    case Op::dma_resv_reserve_fences: return change(resv);
    case Op::dma_resv_add_fence:
      change(resv);
      take(object(1));
      for (const ObjectId f : fences_of(resv)) work_on(f, false);
      return;
    case Op::dma_resv_wait_timeout:
      for (const ObjectId f : fences_of(resv)) wait_for(f, operand(3).given());
      return look_at_signals();
    case Op::dma_resv_test_signaled:
      for (const ObjectId f : fences_of(resv)) {
        work_on(f, false);
        if (asked()) look(f);
      }
      return;
    default: return read_other();
  }
}

}  // namespace picket
