#include "spec/semantics/irq_work.h"

#include "spec/base/contract.h"
#include "spec/model/container_code.h"
#include "spec/semantics/container.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/exit.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

Word queued_on(const Program& program, const Word* words, ObjectId container) {
  const ObjectLayout& at = program.layout.objects[container.index()];
  return words[at.words + at.inside];
}

const CpuLayout& cpu_at(const Run& run, std::int32_t cpu) {
  return run.program.layout.cpus[static_cast<std::size_t>(cpu)];
}

bool is_irq_work(const Program& program, ContextId context) {
  const ObjectId item = program.scenario.context(context).work;
  return item.valid() && has_irq_work(program.scenario.object(item).type);
}

// An irq_work runs on the CPU of another context.
std::int32_t present_cpu(const Run& run) {
  if (run.own.cpu >= 0) return run.own.cpu;
  return cpu_of_irq_work(run.program, run.words, run.self);
}

}  // namespace

void queue_irq_work(Run& run, ObjectId container) {
  Word& on = inside_of(run, container)[0];
  run.writes(worker_of(run, container));
  const std::int32_t cpu = present_cpu(run);
  PICKET_REQUIRE(cpu >= 0, "who may queue an irq_work has a CPU for it");
  if (on == 0) on = cpu + 1;
}

Act begin_irq_work(Run& run) {
  const ObjectId container = run.scenario().context(run.self).work;
  run.reads(run.self);
  Word& on = inside_of(run, container)[0];
  if (on == 0) return run.blocked({});
  const CpuLayout& cpu = cpu_at(run, on - 1);
  run.effect.footprint.read(cpu.location);
  if (!lets_interrupts_in(run.program, run.words, on - 1)) {
    Want want;
    want.kind = Want::Kind::cpu;
    return run.blocked(want);
  }
  if (auto gone = dead(run, container)) return *gone;
  run.writes(run.self);
  run.effect.footprint.write(cpu.location);
  on = 0;
  run.words[cpu.irq_work] = run.self.value + 1;
  Control c;
  c.started = true;
  set_control(run, c);
  return push(run, run.scenario().context(run.self).body, FrameKind::body);
}

Act end_irq_work(Run& run) {
  const CpuLayout& cpu = cpu_at(run, present_cpu(run));
  run.writes(run.self);
  run.effect.footprint.write(cpu.location);
  run.words[cpu.irq_work] = 0;
  stop(run, Status::idle);
  Control c;
  c.status = Status::idle;
  set_control(run, c);
  return Act::done;
}

bool irq_work_pending(const Program& program, const Word* words,
                      ObjectId container) {
  return queued_on(program, words, container) != 0;
}

std::int32_t cpu_of_irq_work(const Program& program, const Word* words,
                             ContextId context) {
  if (!is_irq_work(program, context)) return -1;
  const auto& cpus = program.layout.cpus;
  for (std::size_t k = 0; k < cpus.size(); ++k)
    if (irq_work_on(program, words, static_cast<std::int32_t>(k)) == context)
      return static_cast<std::int32_t>(k);
  return queued_on(program, words, program.scenario.context(context).work) - 1;
}

ContextId irq_work_on(const Program& program, const Word* words,
                      std::int32_t cpu) {
  const auto at = program.layout.cpus[static_cast<std::size_t>(cpu)].irq_work;
  return at < 0 ? ContextId{} : ContextId(words[at] - 1);
}

}  // namespace picket
