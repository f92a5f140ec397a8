// The fingerprints of all states that were reached. Open addressing, divided
// into parts that grow one at a time, so that growing never needs the whole
// table twice.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "explorer/search/graph.h"
#include "spec/base/fingerprint.h"

namespace picket {

class Visited {
 public:
  // Numbers of states are kept only if somebody will ask for them.
  explicit Visited(bool numbered) : numbered_(numbered) {
    for (Part& part : parts_) part.resize(kSmallest, numbered_);
  }

  struct Answer {
    StateIndex index;  // without numbers: of a fresh state only
    bool fresh;
  };

  // Is the state new? If so, it gets this number.
  Answer insert(const Fingerprint& f, StateIndex index);

  bool contains(const Fingerprint& f) const;

  // Starts to fetch what insert() will look at.
  void prefetch(const Fingerprint& f) const {
    const Part& part = parts_[part_of(f)];
    __builtin_prefetch(&part.slots[place(part, f)]);
  }

  std::size_t bytes() const {
    std::size_t n = 0;
    for (const Part& part : parts_) n += part.slots.size() * slot_bytes();
    return n;
  }

  // Insertions into different parts may be made at the same time.
  static constexpr std::size_t kParts = 64;
  static std::size_t part_of(const Fingerprint& f) {
    return f.high & (kParts - 1);
  }

 private:
  static constexpr std::size_t kSmallest = 16;

  struct Part {
    std::vector<Fingerprint> slots;   // 0: free
    std::vector<StateIndex> numbers;  // by slot
    std::size_t used = 0;

    void resize(std::size_t n, bool numbered) {
      slots.assign(n, {});
      if (numbered) numbers.assign(n, 0);
    }
  };

  static std::size_t place(const Part& part, const Fingerprint& f) {
    return static_cast<std::size_t>(
        static_cast<unsigned __int128>(f.low) * part.slots.size() >> 64);
  }

  std::size_t slot_bytes() const {
    return sizeof(Fingerprint) + (numbered_ ? sizeof(StateIndex) : 0);
  }
  void grow(Part& part);

  std::array<Part, kParts> parts_;
  bool numbered_;
};

}  // namespace picket
