#include "spec/semantics/cpu.h"

#include <algorithm>

#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/holder.h"
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

const CpuLayout& cpu_at(const Program& program, std::int32_t cpu) {
  return program.layout.cpus[static_cast<std::size_t>(cpu)];
}

// Asks those that are pinned there and its guests, until one says yes.
template <class Ask>
bool any_on(const Program& program, const Word* words, std::int32_t cpu,
            Ask ask) {
  for (const ContextKind kind : {ContextKind::hardirq, ContextKind::softirq}) {
    const ContextId guest = guest_on(program, words, cpu, kind);
    if (guest.valid() && ask(guest)) return true;
  }
  const auto& pinned = cpu_at(program, cpu).contexts;
  return std::any_of(pinned.begin(), pinned.end(), ask);
}

}  // namespace

const std::vector<ContextId>& mates(const Program& program, ContextId context) {
  static const std::vector<ContextId> nobody;
  const auto at = program.layout.contexts[context.index()].cpu;
  return at < 0 ? nobody
                : program.layout.cpus[static_cast<std::size_t>(at)].contexts;
}

bool holds_on_this_cpu(const Run& run, ObjectId lock) {
  const std::int32_t cpu = present_cpu(run);
  return cpu >= 0 && any_on(run.program, run.words, cpu, [&](ContextId other) {
           return holds(run.program, run.words, lock, other);
         });
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

bool has_cpu(Run& run) {
  const std::int32_t cpu = present_cpu(run);
  if (cpu < 0) return true;
  // As a guest, a hardirq runs to its end.
  if (run.own.cpu < 0 && in_hardirq(run)) return true;
  run.effect.footprint.read(cpu_at(run.program, cpu).location);
  if (lets_in(run.program, run.words, cpu, run.self)) return true;
  run.effect.want.kind = Want::Kind::cpu;
  return false;
}

bool lets_in(const Program& program, const Word* words, std::int32_t cpu,
             ContextId context) {
  return !any_on(program, words, cpu, [&](ContextId other) {
    return other != context && keeps_off(program, words, other, context);
  });
}

std::vector<ContextId> occupants(const Program& program, const Word* words,
                                 ContextId context) {
  std::vector<ContextId> out;
  std::int32_t cpu = program.layout.contexts[context.index()].cpu;
  const ObjectId item = program.scenario.context(context).work;
  if (cpu < 0) cpu = host_of(program, words, context);
  ContextId in_its_place;
  if (cpu < 0 && item.valid()) {
    cpu = due_on(program, words, item);
    const ContextKind kind = program.scenario.context(context).kind;
    if (cpu >= 0) in_its_place = guest_on(program, words, cpu, kind);
  }
  if (cpu < 0) return out;
  any_on(program, words, cpu, [&](ContextId other) {
    if (other != context &&
        (other == in_its_place || keeps_off(program, words, other, context)))
      out.push_back(other);
    return false;
  });
  return out;
}

bool begin_to_spin(Run& run) {
  if (run.own.atomic < 0 || present_cpu(run) < 0) return false;
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
