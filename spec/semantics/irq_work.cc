#include "spec/semantics/irq_work.h"

#include "spec/base/contract.h"
#include "spec/model/container_code.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

// Where the item's word is: of a container, behind those of the fence.
std::int32_t word_of(const Program& program, ObjectId item) {
  const ObjectLayout& at = program.layout.objects[item.index()];
  const bool container = is_container(program.scenario.object(item).type);
  return at.words + (container ? at.inside : 0);
}

Word& queued_word(Run& run, ObjectId item) {
  return run.words[word_of(run.program, item)];
}

Act queue(Run& run) {
  const ObjectId work = run.object();
  if (auto gone = dead(run, work)) return *gone;
  if (irq_work_in_use(run, work)) return run.result(0);
  queue_irq_work(run, work);
  return run.result(1);
}

// Waits until the item is neither pending nor running: one that queues itself
// again and again is waited for as often.
Act sync(Run& run) {
  const ObjectId work = run.object();
  if (auto gone = dead(run, work)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, work);
  run.reads(runner_of(run, work));
  if (!deferred_busy(run.program, run.words, work)) return Act::done;
  Want want;
  want.kind = Want::Kind::work;
  want.object = work;
  return run.blocked(want);
}

}  // namespace

Act run_irq_work(Run& run) {
  switch (run.step().op) {
    case Op::irq_work_queue: return queue(run);
    case Op::irq_work_sync: return sync(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on irq_work");
  return Act::blocked;
}

void queue_irq_work(Run& run, ObjectId item) {
  Word& on = queued_word(run, item);
  run.writes(runner_of(run, item));
  const std::int32_t cpu = present_cpu(run);
  PICKET_REQUIRE(cpu >= 0, "who may queue an irq_work has a CPU for it");
  if (on == 0) on = cpu + 1;
}

Act begin_irq_work(Run& run) {
  const ObjectId item = run.scenario().context(run.self).work;
  run.reads(run.self);
  Word& on = queued_word(run, item);
  if (on == 0) return run.blocked({});
  if (!is_let_in(run, on - 1)) return Act::blocked;
  if (auto gone = dead(run, item)) return *gone;
  run.writes(run.self);
  enter_cpu(run, on - 1);
  on = 0;
  return enter_function(run);
}

Act end_irq_work(Run& run) {
  run.writes(run.self);
  leave_cpu(run);
  become_idle(run);
  return Act::done;
}

bool irq_work_pending(const Program& program, const Word* words,
                      ObjectId item) {
  return words[word_of(program, item)] != 0;
}

bool irq_work_in_use(Run& run, ObjectId item) {
  run.reads(runner_of(run, item));
  return irq_work_pending(run.program, run.words, item);
}

std::int32_t queued_on(const Program& program, const Word* words,
                       ObjectId item) {
  return words[word_of(program, item)] - 1;
}

}  // namespace picket
