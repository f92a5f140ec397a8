#include "spec/semantics/control.h"

#include "spec/semantics/evaluate.h"
#include "spec/semantics/exit.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/kthread.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

Act jump(Run& run, StepId to) {
  set_position(run, to);
  return Act::jumped;
}

Act branch(Run& run) {
  const Step& step = run.step();
  const bool taken = evaluate(run, step.operands[0].expression()) != 0;
  if (run.effect.misuse) return Act::crashed;
  if (taken && step.loop_limit) return Act::limited;
  return jump(run, taken ? step.next : step.other);
}

Act choose(Run& run) {
  const Step& step = run.step();
  run.effect.alternatives = static_cast<int>(step.branches.size());
  return jump(run, step.branches[static_cast<std::size_t>(run.alternative)]);
}

// A function that ends without a value yields 1 to enable_signaling, else 0.
std::int32_t default_value(FrameKind kind) {
  return kind == FrameKind::enable ? 1 : 0;
}

// A function of the kernel's own returns what its operation did.
std::int32_t value_at_end(const Run& run) {
  const StepId last = run.effect.step;
  const bool own =
      last.valid() &&
      run.scenario().function(run.scenario().step(last).function).implicit;
  return own ? run.effect.result : default_value(kind(run));
}

Act leave(Run& run) {
  const Operand& value = run.operand(0);
  const std::int32_t v = value.given() ? evaluate(run, value.expression())
                                       : default_value(kind(run));
  if (run.effect.misuse) return Act::crashed;
  if (!pop(run, v)) {
    note_value(run, v);
    set_position(run, StepId{});
  }
  return Act::jumped;
}

Act call(Run& run) {
  // The position of the call is kept until the function has ended; pop()
  // moves on from there.
  const Act act = push(run, FunctionId(run.operand(0).value), FrameKind::call);
  return act == Act::called ? Act::jumped : act;
}

}  // namespace

Act run_control(Run& run) {
  switch (run.step().op) {
    case Op::if_:
    case Op::while_: return branch(run);
    case Op::choose_: return choose(run);
    case Op::call_: return call(run);
    case Op::return_: return leave(run);
    case Op::break_:
    case Op::continue_:
    case Op::goto_:
    case Op::repeat_: return jump(run, run.step().next);
    default: return Act::done;  // nop
  }
}

Act settle(Run& run) {
  bool went_back = false;
  for (;;) {
    StepId at = position(run);
    if (!at.valid()) {
      if (kind(run) == FrameKind::body) return end_of_body(run);
      const bool resumes = kind(run) != FrameKind::call;
      pop(run, value_at_end(run));
      if (resumes) return Act::done;
      continue;
    }
    const Step& step = run.scenario().step(at);
    if (!step.silent) return Act::done;
    if (went_back && step.back) return Act::done;
    went_back |= step.back;
    run.effect.step = at;
    if (step.when.valid() && !evaluate(run, step.when)) {
      set_position(run, step.op == Op::if_ || step.op == Op::while_
                            ? step.other
                            : step.next);
      continue;
    }
    const FrameKind before = kind(run);
    const Act act = run_control(run);
    if (act != Act::jumped) return act;
    // A value was handed to an operation of the frame below, which goes on in
    // a transition of its own.
    if (step.op == Op::return_ && before != FrameKind::body &&
        before != FrameKind::call)
      return Act::done;
  }
}

}  // namespace picket
