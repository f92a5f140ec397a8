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
  if (!is_interrupt(program.scenario, context)) return o.serves || o.stays;
  const bool in_hardirq = runs(program.scenario, context) == Runs::as_hardirq;
  // Once it has begun, only a hardirq comes in between.
  if (standing(program, words, context).serves)
    return !in_hardirq && o.serves &&
           runs(program.scenario, other) == Runs::as_hardirq;
  return o.irqs_off || (!in_hardirq && (o.serves || o.bottom_halves_off));
}

// Does it keep threads off its CPU? Without PREEMPT_RT as an interrupt does.
bool keeps_cpu(const Program& program, const Word* words, ContextId irq_work) {
  return irq_work.valid() && (!program.scenario.config.preempt_rt ||
                              standing(program, words, irq_work).stays);
}

const CpuLayout& cpu_at(const Program& program, std::int32_t cpu) {
  return program.layout.cpus[static_cast<std::size_t>(cpu)];
}

// Does somebody who is pinned there keep an irq_work off, as it has to begin or
// to go on?
bool keeps_irq_work_off(const Program& program, const Word* words,
                        ContextId other) {
  const CpuStanding s = standing(program, words, other);
  return program.scenario.config.preempt_rt ? s.serves || s.stays : s.irqs_off;
}

}  // namespace

std::int32_t present_cpu(const Run& run) {
  if (run.own.cpu >= 0) return run.own.cpu;
  return cpu_of_irq_work(run.program, run.words, run.self);
}

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
  const bool interrupt = is_interrupt(program.scenario, context);
  out.serves = interrupt && c.started && c.status != Status::finished;
  if (interrupt && !out.serves) return out;
  const Atomic a = atomic(program, words, context);
  out.irqs_off = a.irqs_off || a.spin == Spin::interrupts;
  // With PREEMPT_RT bottom halves are held off by a lock.
  const bool rt = program.scenario.config.preempt_rt;
  out.bottom_halves_off =
      !rt && (a.softirq > 0 || a.spin == Spin::bottom_halves);
  const bool atomic_here = rt ? a.preempt > 0 : a.in_atomic();
  out.stays =
      !interrupt && (atomic_here || out.irqs_off || a.spin != Spin::none);
  return out;
}

// As a thread it has to wait for its turn.
static bool irq_work_has_cpu(Run& run) {
  const std::int32_t cpu =
      run.scenario().config.preempt_rt ? present_cpu(run) : -1;
  if (cpu < 0) return true;
  const CpuLayout& at = cpu_at(run.program, cpu);
  run.effect.footprint.read(at.location);
  if (std::none_of(at.contexts.begin(), at.contexts.end(),
                   [&](ContextId other) {
                     return keeps_irq_work_off(run.program, run.words, other);
                   }))
    return true;
  run.effect.want.kind = Want::Kind::cpu;
  return false;
}

bool has_cpu(Run& run) {
  if (run.own.cpu < 0) return irq_work_has_cpu(run);
  run.effect.footprint.read(run.cpu_location());
  const auto& all = mates(run.program, run.self);
  if (!keeps_cpu(run.program, run.words,
                 irq_work_on(run.program, run.words, run.own.cpu)) &&
      std::none_of(all.begin(), all.end(), [&](ContextId other) {
        return other != run.self &&
               keeps_off(run.program, run.words, other, run.self);
      }))
    return true;
  run.effect.want.kind = Want::Kind::cpu;
  return false;
}

bool lets_irq_work_in(const Program& program, const Word* words,
                      std::int32_t cpu) {
  const auto& all = cpu_at(program, cpu).contexts;
  return !irq_work_on(program, words, cpu).valid() &&
         std::none_of(all.begin(), all.end(), [&](ContextId c) {
           return keeps_irq_work_off(program, words, c);
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
  if (runs == context && !program.scenario.config.preempt_rt) return out;
  const bool keeps = of_work >= 0 ? runs.valid() && runs != context
                                  : keeps_cpu(program, words, runs);
  if (keeps) out.push_back(runs);
  if (of_work >= 0) {
    for (const ContextId other : cpu_at(program, cpu).contexts)
      if (keeps_irq_work_off(program, words, other)) out.push_back(other);
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
