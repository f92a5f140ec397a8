// The states that have been reached and not looked at yet, first in first out,
// packed. Memory is given back as the queue moves on.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>

#include "explorer/search/packed_state.h"

namespace picket {

class StateQueue {
 public:
  explicit StateQueue(std::size_t words)
      : words_(words),
        block_(std::max<std::size_t>(kBlock, 4 * words * sizeof(Word))) {}

  bool empty() const { return blocks_.empty(); }

  // A state as pack() made it.
  void push(const unsigned char* packed, std::size_t bytes) {
    if (blocks_.empty() || fill_ + 1 + bytes > block_) add_block();
    unsigned char* at = blocks_.back().bytes.get() + fill_;
    at[0] = static_cast<unsigned char>(bytes / words_);
    std::memcpy(at + 1, packed, bytes);
    fill_ += 1 + bytes;
    blocks_.back().end = fill_;
  }

  // Takes the first state out.
  void pop(Word* words) {
    const Block& first = blocks_.front();
    const unsigned char* at = first.bytes.get() + read_;
    const std::size_t bytes = at[0] * words_;
    unpack(at + 1, bytes, words_, words);
    read_ += 1 + bytes;
    if (read_ < first.end) return;
    spare_ = std::move(blocks_.front().bytes);
    blocks_.pop_front();
    read_ = 0;
  }

  std::size_t bytes() const { return blocks_.size() * block_; }

 private:
  static constexpr std::size_t kBlock = 64 * 1024;

  struct Block {
    std::unique_ptr<unsigned char[]> bytes;
    std::size_t end = 0;
  };

  void add_block() {
    if (!spare_)
      spare_ = std::make_unique_for_overwrite<unsigned char[]>(block_);
    blocks_.push_back({std::move(spare_), 0});
    fill_ = 0;
  }

  const std::size_t words_;
  const std::size_t block_;
  std::deque<Block> blocks_;
  std::unique_ptr<unsigned char[]> spare_;
  std::size_t fill_ = 0;  // of the last block
  std::size_t read_ = 0;  // of the first
};

}  // namespace picket
