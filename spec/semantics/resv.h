// The fences of a dma_resv: its words behind those of the lock.
//
// Follows drivers/dma-buf/dma-resv.c of Linux 6.12. Words: slots reserved (0
// again after every unlock, as with CONFIG_DEBUG_MUTEXES), number of fences,
// the fences with their usages. The slots belong to the holder of the lock; the
// fences have a location of their own, since readers need no lock.
#pragma once

#include <optional>

#include "spec/semantics/run.h"

namespace picket {

enum class Usage : std::uint8_t { kernel, write, read, bookkeep };

struct ResvEntry {
  ObjectId fence;
  Usage usage = Usage::kernel;
};

struct ResvFences {
  Word& reserved;
  Word& count;
  Word* entries;
  std::int32_t capacity;

  ResvEntry operator[](Word i) const;
  void set(Word i, ResvEntry entry);
};

ResvFences resv_fences(Run& run, ObjectId resv);
void reads_fences(Run& run, ObjectId resv);
void writes_fences(Run& run, ObjectId resv);

// The usage an operand names, else `otherwise`.
Usage usage_of(const Scenario& scenario, const Operand& operand,
               Usage otherwise);
Usage usage_of(const Run& run, const Operand& operand, Usage otherwise);

// The misuse of changing the fences now: the lock is not held.
std::optional<Act> not_locked(Run& run, ObjectId resv);

Act reserve_fences(Run& run);   // resv_reserve.cc
Act wait_for_fences(Run& run);  // resv_wait.cc
Act test_fences(Run& run);

}  // namespace picket
