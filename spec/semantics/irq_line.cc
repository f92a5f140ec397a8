#include "spec/semantics/irq_line.h"

#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

constexpr Word kDeepest = 255;  // nested disable_irq()
constexpr int kDisabled = 1;    // stage of disable_irq() that only waits

ContextId handler_of(const Run& run) { return ContextId(run.operand(0).value); }

Word& depth(Run& run, ContextId handler) {
  return run.words[run.program.layout.contexts[handler.index()].line];
}

// One that waits for itself is in progress, whether or not it shows.
bool must_wait(const Run& run, ContextId handler) {
  return handler == run.self || in_progress(run.program, run.words, handler);
}

Act synchronize(Run& run, ContextId handler) {
  run.reads(handler);
  if (!must_wait(run, handler)) return Act::done;
  Want want;
  want.kind = Want::Kind::thread;
  want.context = handler;
  return run.blocked(want);
}

Act synchronize_line(Run& run) {
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
  return synchronize(run, handler_of(run));
}

// Nothing shows between the masking of an idle line and the look at it.
Act disable_line(Run& run) {
  const ContextId handler = handler_of(run);
  if (stage(run) == kDisabled) return synchronize(run, handler);
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
  if (depth(run, handler) == kDeepest) return Act::limited;
  run.writes(handler);
  ++depth(run, handler);
  if (!must_wait(run, handler)) return Act::done;
  set_stage(run, kDisabled);
  return Act::stay;
}

// "Unbalanced enable for IRQ".
Act enable_line(Run& run) {
  const ContextId handler = handler_of(run);
  run.writes(handler);
  if (depth(run, handler) == 0) return run.misuse(Misuse::wrong_context);
  --depth(run, handler);
  return Act::done;
}

}  // namespace

bool in_progress(const Program& program, const Word* words, ContextId handler) {
  const auto at = program.layout.contexts[handler.index()].control;
  const Control c = Control::unpack(words[at]);
  return c.started && c.status != Status::finished;
}

bool line_is_on(Run& run) {
  if (run.own.line < 0) return true;
  run.reads(run.self);
  if (depth(run, run.self) == 0) return true;
  run.effect.want.kind = Want::Kind::line;
  return false;
}

Act run_irq_line(Run& run) {
  switch (run.step().op) {
    case Op::disable_irq: return disable_line(run);
    case Op::enable_irq: return enable_line(run);
    case Op::synchronize_irq: return synchronize_line(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on interrupt lines");
  return Act::blocked;
}

}  // namespace picket
