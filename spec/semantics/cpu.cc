#include "spec/semantics/cpu.h"

#include <algorithm>

#include "spec/semantics/frame.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

// Does `other` keep the context from moving? Contexts of one CPU.
bool keeps_off(const Program& program, const Word* words, ContextId other,
               ContextId context) {
  const CpuStanding o = standing(program, words, other);
  const ContextKind kind = program.scenario.context(context).kind;
  if (!is_interrupt(kind)) return o.serves || o.stays;
  const bool in_hardirq = kind == ContextKind::hardirq;
  // Once it has begun, only a hardirq comes in between.
  if (standing(program, words, context).serves)
    return !in_hardirq && o.serves &&
           program.scenario.context(other).kind == ContextKind::hardirq;
  return o.irqs_off || (!in_hardirq && (o.serves || o.bottom_halves_off));
}

}  // namespace

const std::vector<ContextId>& mates(const Program& program, ContextId context) {
  static const std::vector<ContextId> nobody;
  const auto at = program.layout.contexts[context.index()].cpu;
  return at < 0 ? nobody
                : program.layout.cpus[static_cast<std::size_t>(at)].contexts;
}

// A context that has crashed stays where it was, and so does its CPU.
CpuStanding standing(const Program& program, const Word* words,
                     ContextId context) {
  const ContextLayout& at = program.layout.contexts[context.index()];
  const Control c = Control::unpack(words[at.control]);
  CpuStanding out;
  const bool interrupt = is_interrupt(program.scenario.context(context).kind);
  out.serves = interrupt && c.started && c.status != Status::finished;
  if (interrupt && !out.serves) return out;
  const Atomic a = atomic(program, words, context);
  out.irqs_off = a.irqs_off || a.spin == Spin::interrupts;
  out.bottom_halves_off = a.softirq > 0 || a.spin == Spin::bottom_halves;
  out.stays =
      !interrupt && (a.in_atomic() || out.irqs_off || a.spin != Spin::none);
  return out;
}

bool has_cpu(Run& run) {
  if (run.own.cpu < 0) return true;
  run.effect.footprint.read(run.cpu_location());
  const auto& all = mates(run.program, run.self);
  if (!irq_work_on(run.program, run.words, run.own.cpu).valid() &&
      std::none_of(all.begin(), all.end(), [&](ContextId other) {
        return other != run.self &&
               keeps_off(run.program, run.words, other, run.self);
      }))
    return true;
  run.effect.want.kind = Want::Kind::cpu;
  return false;
}

bool lets_interrupts_in(const Program& program, const Word* words,
                        std::int32_t cpu) {
  const auto& all = program.layout.cpus[static_cast<std::size_t>(cpu)].contexts;
  return !irq_work_on(program, words, cpu).valid() &&
         std::none_of(all.begin(), all.end(), [&](ContextId c) {
           return standing(program, words, c).irqs_off;
         });
}

std::vector<ContextId> occupants(const Program& program, const Word* words,
                                 ContextId context) {
  std::vector<ContextId> out;
  const std::int32_t own = program.layout.contexts[context.index()].cpu;
  const std::int32_t of_work = cpu_of_irq_work(program, words, context);
  const std::int32_t cpu = own >= 0 ? own : of_work;
  if (cpu < 0) return out;
  const ContextId runs = irq_work_on(program, words, cpu);
  if (runs == context) return out;
  if (runs.valid()) out.push_back(runs);
  if (of_work >= 0) {
    for (const ContextId other :
         program.layout.cpus[static_cast<std::size_t>(cpu)].contexts)
      if (standing(program, words, other).irqs_off) out.push_back(other);
    return out;
  }
  for (const ContextId other : mates(program, context))
    if (other != context && keeps_off(program, words, other, context))
      out.push_back(other);
  return out;
}

bool begin_to_spin(Run& run) {
  if (run.own.cpu < 0 || run.own.atomic < 0) return false;
  if (run.effect.want.spin == Spin::none) return false;
  Atomic a = atomic(run);
  const CpuStanding before = standing(run.program, run.words, run.self);
  const Word word = run.words[run.own.atomic];
  a.spin = run.effect.want.spin;
  a.spins_for = run.alternative;
  set_atomic(run, a);
  if (standing(run.program, run.words, run.self) != before) return true;
  run.words[run.own.atomic] = word;
  return false;
}

}  // namespace picket
