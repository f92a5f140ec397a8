#include "spec/semantics/section.h"

#include <algorithm>
#include <span>

#include "spec/base/contract.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

// A slot: class * 2 + cookie, plus 2 so that an open one is not zero.
constexpr Word kShift = 2;

Word slot_word(Word klass, bool cookie) {
  return klass * 2 + (cookie ? 1 : 0) + kShift;
}
bool is_no_op(Word slot) { return (slot & 1) != 0; }

std::span<Word> slots(const Run& run) {
  const ContextLayout& at = run.context();
  return {run.words + at.sections + 1,
          static_cast<std::size_t>(at.section_capacity)};
}

Word& open_count(const Run& run) { return run.words[run.context().sections]; }

// Slots up to the innermost open one.
std::size_t used(std::span<const Word> all) {
  std::size_t n = all.size();
  while (n > 0 && all[n - 1] == 0) --n;
  return n;
}

// The class named, dma_fence without one. A scenario in which nothing else
// names that class has no number for it.
Word class_of(const Run& run) {
  const auto& classes = run.scenario().classes;
  if (run.operand(0).given()) return run.operand(0).value;
  const auto it = std::find(classes.begin(), classes.end(), "dma_fence");
  return static_cast<Word>(it - classes.begin());
}

// in_atomic(): sees preemption and bottom halves, an interrupt's context too;
// on PREEMPT_RT, where bottom halves have a lock, not those.
bool in_atomic_context(const Run& run) {
  if (run.scenario().config.preempt_rt)
    return atomic(run).preempt > 0 || in_hardirq(run);
  return atomic(run).in_atomic() || in_interrupt(run);
}

Act begin(Run& run) {
  const auto all = slots(run);
  const std::size_t n = used(all);
  if (n == all.size()) return Act::limited;
  const Word klass = class_of(run);
  const bool has_map =
      std::find(all.begin(), all.end(), slot_word(klass, false)) != all.end();
  const bool cookie = has_map || in_atomic_context(run);
  all[n] = slot_word(klass, cookie);
  ++open_count(run);
  run.effect.section = static_cast<std::int32_t>(n);
  return run.result(cookie);
}

// The innermost open section, of those with the cookie if one is handed over.
// A cookie of 0 for a nested begin so ends the real section too early, and the
// outer end finds none.
Act end(Run& run) {
  const bool any = !run.operand(0).given();
  const bool cookie = !any && evaluate(run, run.operand(0).expression()) != 0;
  const auto all = run.context().sections < 0 ? std::span<Word>{} : slots(run);
  for (std::size_t i = used(all); i-- > 0;) {
    if (all[i] == 0 || (!any && is_no_op(all[i]) != cookie)) continue;
    all[i] = 0;
    --open_count(run);
    run.effect.section = static_cast<std::int32_t>(i);
    return Act::done;
  }
  return run.misuse(Misuse::unbalanced_signalling);
}

}  // namespace

bool in_section(const Run& run) {
  return run.context().sections >= 0 && open_count(run) > 0;
}

Act run_sections(Run& run) {
  switch (run.step().op) {
    case Op::dma_fence_begin_signalling: return begin(run);
    case Op::dma_fence_end_signalling: return end(run);
    case Op::link_: return Act::done;  // an annotation
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on signalling sections");
  return Act::blocked;
}

}  // namespace picket
