#include "explorer/search/visited.h"

namespace picket {
namespace {

// The fingerprint that marks a free slot is not one of a state.
Fingerprint not_free(Fingerprint f) {
  if (f == Fingerprint{}) f.low = 1;
  return f;
}

}  // namespace

Visited::Answer Visited::insert(const Fingerprint& fingerprint,
                                StateIndex index) {
  const Fingerprint f = not_free(fingerprint);
  Part& part = parts_[part_of(f)];
  std::size_t at = place(part, f);
  while (part.slots[at] != Fingerprint{}) {
    if (part.slots[at] == f)
      return {numbered_ ? part.numbers[at] : StateIndex{0}, false};
    if (++at == part.slots.size()) at = 0;
  }
  part.slots[at] = f;
  if (numbered_) part.numbers[at] = index;
  if (++part.used * 4 > part.slots.size() * 3) grow(part);
  return {index, true};
}

bool Visited::contains(const Fingerprint& fingerprint) const {
  const Fingerprint f = not_free(fingerprint);
  const Part& part = parts_[part_of(f)];
  for (std::size_t at = place(part, f); part.slots[at] != Fingerprint{};) {
    if (part.slots[at] == f) return true;
    if (++at == part.slots.size()) at = 0;
  }
  return false;
}

// By half: memory matters more than the time to move.
void Visited::grow(Part& part) {
  Part old;
  std::swap(old, part);
  part.resize(old.slots.size() + old.slots.size() / 2, numbered_);
  part.used = old.used;
  for (std::size_t i = 0; i < old.slots.size(); ++i) {
    const Fingerprint& f = old.slots[i];
    if (f == Fingerprint{}) continue;
    std::size_t at = place(part, f);
    while (part.slots[at] != Fingerprint{})
      if (++at == part.slots.size()) at = 0;
    part.slots[at] = f;
    if (numbered_) part.numbers[at] = old.numbers[i];
  }
}

}  // namespace picket
