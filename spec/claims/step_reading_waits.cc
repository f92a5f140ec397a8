// Wait queues and completions.
#include "spec/claims/step_reading.h"

namespace picket {

void StepReading::wake(ObjectId queue) {
  give(queue);
  for (const ContextId c : t_.sleepers.of_queue[queue.index()])
    give(t_.resources.wake_up_of(c));
}

void StepReading::read_wait_queue() {
  const ObjectId queue = object();
  switch (step_->op) {
    case Op::wake_up:
    case Op::wake_up_all:
    case Op::wake_up_nr:
    case Op::wake_up_interruptible:
    case Op::swake_up_one:
    case Op::swake_up_all: return wake(queue);
    case Op::waitqueue_active:
    case Op::swait_active:
      if (asked()) look(queue);
      return;
    case Op::prepare_to_wait:
    case Op::prepare_to_wait_exclusive:
    case Op::finish_wait: return take(queue);
    case Op::set_current_state:
      return change(t_.resources.wake_up_of(context_));
    case Op::schedule: return sleep();
    case Op::schedule_timeout:
      if (asked()) look(t_.resources.wake_up_of(context_));
      return;
    case Op::wake_up_process:
    case Op::signal_pending: {
      const ContextId sleeper(operand(0).value);
      give(t_.resources.wake_up_of(sleeper));
      if (asked()) look(t_.resources.wake_up_of(sleeper));
      return;
    }
    case Op::wait_event:
    case Op::wait_event_interruptible:
    case Op::wait_event_killable:
    case Op::wait_event_timeout:
    case Op::wait_event_interruptible_timeout:
    case Op::wait_event_exclusive:
    case Op::wait_event_interruptible_exclusive:
    case Op::wait_event_lock:
    case Op::wait_event_lock_irq:
    case Op::swait_event: return wait_event();
    default: return read_other();
  }
}

void StepReading::sleep() {
  add_once(out_.needs, t_.resources.wake_up_of(context_));
  for (const ObjectId queue : t_.sleepers.of_context[context_.index()])
    need(queue);
}

void StepReading::wait_event() {
  const ObjectId queue = object();
  const ExprId until = operand(1).expression();
  take(queue);
  change(t_.resources.wake_up_of(context_));
  const std::string_view name = picket::facts(step_->op).name;
  if (name.find("_timeout") != name.npos) {
    if (asked()) look_at(until);
  } else {
    need(queue);
    add_once(out_.needs, t_.resources.wake_up_of(context_));
    watch(until);
  }
  look_at_signals();
  if (name.find("_lock") == name.npos) return;
  need_lock(object(2));
  out_.releases_meanwhile = object(2);
  give(object(2));
}

void StepReading::read_completion() {
  const ObjectId c = object();
  switch (step_->op) {
    case Op::complete:
    case Op::complete_all: return give(c);
    case Op::reinit_completion: return take(c);
    case Op::wait_for_completion:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable: need(c); break;
    default: break;
  }
  if (step_->op != Op::completion_done) take(c);
  if (asked()) look(c);
  look_at_signals();
}

}  // namespace picket
