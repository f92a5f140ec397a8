#include "spec/semantics/irq_work.h"

#include "spec/base/contract.h"
#include "spec/model/container_code.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
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

Word& queued_on(Run& run, ObjectId item) {
  return run.words[word_of(run.program, item)];
}

const CpuLayout& cpu_at(const Run& run, std::int32_t cpu) {
  return run.program.layout.cpus[static_cast<std::size_t>(cpu)];
}

bool is_irq_work(const Program& program, ContextId context) {
  const ObjectId item = program.scenario.context(context).work;
  return item.valid() && has_irq_work(program.scenario.object(item).type);
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
  Word& on = queued_on(run, item);
  run.writes(runner_of(run, item));
  const std::int32_t cpu = present_cpu(run);
  PICKET_REQUIRE(cpu >= 0, "who may queue an irq_work has a CPU for it");
  if (on == 0) on = cpu + 1;
}

Act begin_irq_work(Run& run) {
  const ObjectId item = run.scenario().context(run.self).work;
  run.reads(run.self);
  Word& on = queued_on(run, item);
  if (on == 0) return run.blocked({});
  const CpuLayout& cpu = cpu_at(run, on - 1);
  run.effect.footprint.read(cpu.location);
  if (!lets_irq_work_in(run.program, run.words, on - 1)) {
    Want want;
    want.kind = Want::Kind::cpu;
    return run.blocked(want);
  }
  if (auto gone = dead(run, item)) return *gone;
  run.writes(run.self);
  run.effect.footprint.write(cpu.location);
  on = 0;
  run.words[cpu.irq_work] = run.self.value + 1;
  return enter_function(run);
}

Act end_irq_work(Run& run) {
  const CpuLayout& cpu = cpu_at(run, present_cpu(run));
  run.writes(run.self);
  run.effect.footprint.write(cpu.location);
  run.words[cpu.irq_work] = 0;
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

std::int32_t cpu_of_irq_work(const Program& program, const Word* words,
                             ContextId context) {
  if (!is_irq_work(program, context)) return -1;
  const auto& cpus = program.layout.cpus;
  for (std::size_t k = 0; k < cpus.size(); ++k)
    if (irq_work_on(program, words, static_cast<std::int32_t>(k)) == context)
      return static_cast<std::int32_t>(k);
  return words[word_of(program, program.scenario.context(context).work)] - 1;
}

ContextId irq_work_on(const Program& program, const Word* words,
                      std::int32_t cpu) {
  const auto at = program.layout.cpus[static_cast<std::size_t>(cpu)].irq_work;
  return at < 0 ? ContextId{} : ContextId(words[at] - 1);
}

}  // namespace picket
