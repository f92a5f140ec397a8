#include "spec/semantics/guest.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/own_interrupts.h"

namespace picket {
namespace {

const CpuLayout& cpu_at(const Program& program, std::int32_t cpu) {
  return program.layout.cpus[static_cast<std::size_t>(cpu)];
}

std::int32_t word_of(const CpuLayout& cpu, ContextKind kind) {
  if (cpu.irq_work < 0) return -1;
  return cpu.irq_work + (kind == ContextKind::hardirq ? 0 : 1);
}

ContextKind kind_of(const Run& run) {
  return run.scenario().context(run.self).kind;
}

}  // namespace

ContextId guest_on(const Program& program, const Word* words, std::int32_t cpu,
                   ContextKind kind) {
  const std::int32_t at = word_of(cpu_at(program, cpu), kind);
  return at < 0 ? ContextId{} : ContextId(words[at] - 1);
}

std::int32_t host_of(const Program& program, const Word* words,
                     ContextId context) {
  const Context& c = program.scenario.context(context);
  if (!c.work.valid()) return -1;
  const auto cpus = static_cast<std::int32_t>(program.layout.cpus.size());
  for (std::int32_t cpu = 0; cpu < cpus; ++cpu)
    if (guest_on(program, words, cpu, c.kind) == context) return cpu;
  return -1;
}

bool is_let_in(Run& run, std::int32_t cpu) {
  run.effect.footprint.read(cpu_at(run.program, cpu).location);
  if (!guest_on(run.program, run.words, cpu, kind_of(run)).valid() &&
      lets_in(run.program, run.words, cpu, run.self))
    return true;
  run.effect.want.kind = Want::Kind::cpu;
  return false;
}

void enter_cpu(Run& run, std::int32_t cpu) {
  const CpuLayout& at = cpu_at(run.program, cpu);
  run.effect.footprint.write(at.location);
  run.words[word_of(at, kind_of(run))] = run.self.value + 1;
}

void leave_cpu(Run& run) {
  const std::int32_t cpu = host_of(run.program, run.words, run.self);
  if (cpu < 0) return;
  const CpuLayout& at = cpu_at(run.program, cpu);
  run.effect.footprint.write(at.location);
  run.words[word_of(at, kind_of(run))] = 0;
}

bool is_guest_somewhere(ObjectType type) {
  return has_irq_work(type) || is_own_interrupt(type);
}

bool may_be_guest(const Program& program, std::size_t c) {
  const ObjectId item = program.scenario.contexts[c].work;
  const auto& cpus = program.layout.cpus;
  return item.valid() &&
         program.scenario.contexts[c].kind == ContextKind::softirq &&
         is_own_interrupt(program.scenario.object(item).type) &&
         std::any_of(cpus.begin(), cpus.end(),
                     [](const CpuLayout& cpu) { return cpu.irq_work >= 0; });
}

std::int32_t firing_cpu(const Run& run, ObjectId item) {
  const std::int32_t cpu = present_cpu(run);
  if (cpu < 0) return -1;
  const Layout& layout = run.program.layout;
  const ContextId runner = layout.work.worker[item.index()];
  const CpuLayout& at = cpu_at(run.program, cpu);
  if (word_of(at, run.scenario().context(runner).kind) < 0) return -1;
  return at.number >= 0 || layout.objects[item.index()].watched ? cpu : -1;
}

bool may_fire_elsewhere(const Program& program, std::int32_t cpu) {
  return cpu < 0 || cpu_at(program, cpu).number < 0;
}

bool is_guest(const Run& run, std::int32_t cpu) {
  return cpu >= 0 && run.alternative == 1;
}

bool comes_in(Run& run, std::int32_t cpu) {
  if (cpu < 0) return true;
  run.effect.alternatives = 2;
  if (!is_guest(run, cpu) && may_fire_elsewhere(run.program, cpu)) return true;
  return is_let_in(run, cpu) && is_guest(run, cpu);
}

}  // namespace picket
