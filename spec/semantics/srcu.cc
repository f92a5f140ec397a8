#include "spec/semantics/srcu.h"

#include "spec/semantics/grace_period.h"
#include "spec/semantics/lifetime.h"

namespace picket {
namespace {

constexpr std::int32_t kDeepest = 255;

int shift_of(ContextId context) {
  return static_cast<int>(context.index() % 4) * 8;
}

void set_depth(Run& run, ObjectId domain, std::int32_t depth) {
  Word& word = run.block(domain)[run.self.index() / 4];
  const auto others =
      static_cast<std::uint32_t>(word) & ~(255u << shift_of(run.self));
  word = static_cast<Word>(
      others | (static_cast<std::uint32_t>(depth) << shift_of(run.self)));
}

}  // namespace

std::int32_t depth_words(std::size_t contexts) {
  return static_cast<std::int32_t>((contexts + 3) / 4);
}

std::int32_t srcu_depth(const Program& program, const Word* words,
                        ObjectId domain, ContextId context) {
  const Word* block = words + program.layout.objects[domain.index()].words;
  const auto word = static_cast<std::uint32_t>(block[context.index() / 4]);
  return static_cast<std::int32_t>((word >> shift_of(context)) & 255);
}

// Sections inside of sections of one context show to nobody.
Act run_srcu(Run& run) {
  const ObjectId domain = run.object();
  if (auto gone = dead(run, domain)) return *gone;
  const bool enters = run.step().op == Op::srcu_read_lock;
  const std::int32_t depth =
      srcu_depth(run.program, run.words, domain, run.self);
  if (enters && depth == kDeepest) return Act::limited;
  if (!enters && depth == 0) return run.misuse(Misuse::unlock_not_held, domain);
  set_depth(run, domain, depth + (enters ? 1 : -1));
  if (enters && depth == 0) section_began(run, domain);
  if (!enters && depth == 1) section_ended(run, domain);
  return Act::done;
}

}  // namespace picket
