// The words that rwlock_t and rw_semaphore share; see rwlock.h.
#include <algorithm>

#include "spec/semantics/rwlock.h"

namespace picket {
namespace {

std::size_t mask_words(const Program& program) {
  return (program.scenario.contexts.size() + 31) / 32;
}

std::size_t count_words(const Program& program) {
  return (program.scenario.contexts.size() + 3) / 4;
}

const Word* counts(const Program& program, const Word* block) {
  return block + 1 + mask_words(program);
}

Word waiting_bit(ContextId context) {
  return static_cast<Word>(1u << (context.index() % 32));
}

int shift_of(ContextId context) {
  return static_cast<int>(context.index() % 4) * 8;
}

}  // namespace

std::int32_t readers(const Program& program, const Word* block,
                     ContextId context) {
  const auto word =
      static_cast<std::uint32_t>(counts(program, block)[context.index() / 4]);
  return static_cast<std::int32_t>((word >> shift_of(context)) & 255);
}

bool any_reader(const Program& program, const Word* block) {
  const Word* first = counts(program, block);
  return std::any_of(first, first + count_words(program),
                     [](Word w) { return w != 0; });
}

void add_reader(const Program& program, Word* block, ContextId context,
                std::int32_t delta) {
  const auto count =
      static_cast<std::uint32_t>(readers(program, block, context) + delta);
  Word& word = block[1 + mask_words(program) + context.index() / 4];
  const auto others =
      static_cast<std::uint32_t>(word) & ~(255u << shift_of(context));
  word = static_cast<Word>(others | ((count & 255u) << shift_of(context)));
}

bool writer_waits(const Program& program, const Word* block) {
  const Word* first = block + 1;
  return std::any_of(first, first + mask_words(program),
                     [](Word w) { return w != 0; });
}

bool waits_to_write(const Word* block, ContextId context) {
  return (block[1 + context.index() / 32] & waiting_bit(context)) != 0;
}

void set_waits_to_write(Word* block, ContextId context, bool waits) {
  Word& word = block[1 + context.index() / 32];
  const Word others = word & ~waiting_bit(context);
  word = waits ? (others | waiting_bit(context)) : others;
}

}  // namespace picket
