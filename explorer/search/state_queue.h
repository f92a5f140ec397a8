// The states that have been reached and not looked at yet, first in first out,
// packed. Memory is given back as the queue moves on.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <vector>

#include "explorer/search/packed_state.h"

namespace picket {

// Packed states in a row, each behind its length. Reused.
class PackedStates {
 public:
  explicit PackedStates(std::size_t words) : words_(words) {}

  void clear() { fill_ = count_ = 0; }
  std::size_t size() const { return count_; }

  // A state as pack() made it.
  void push(const unsigned char* packed, std::size_t bytes) {
    if (bytes_.size() < fill_ + 1 + bytes)
      bytes_.resize(2 * (fill_ + 1 + bytes));
    bytes_[fill_] = static_cast<unsigned char>(bytes / words_);
    std::memcpy(&bytes_[fill_ + 1], packed, bytes);
    fill_ += 1 + bytes;
    ++count_;
  }

  const unsigned char* data() const { return bytes_.data(); }
  std::size_t bytes() const { return fill_; }

 private:
  std::size_t words_;
  std::vector<unsigned char> bytes_;
  std::size_t fill_ = 0;
  std::size_t count_ = 0;
};

class StateQueue {
 public:
  explicit StateQueue(std::size_t words) : words_(words) {}

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  void push(const PackedStates& states) {
    if (states.size() == 0) return;
    size_ += states.size();
    Block* last = blocks_.empty() ? nullptr : &blocks_.back();
    if (!last || last->room - last->end < states.bytes())
      last = &add_block(states.bytes());
    std::memcpy(&last->bytes[last->end], states.data(), states.bytes());
    last->end += states.bytes();
  }

  // Takes the first state out.
  void pop(Word* words) {
    const Block& first = blocks_.front();
    const unsigned char* at = &first.bytes[read_];
    const std::size_t bytes = at[0] * words_;
    unpack(at + 1, bytes, words_, words);
    read_ += 1 + bytes;
    --size_;
    if (read_ < first.end) return;
    if (first.room == kBlock) spare_ = std::move(blocks_.front());
    bytes_ -= blocks_.front().room;
    blocks_.pop_front();
    read_ = 0;
  }

  std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kBlock = 64 * 1024;

  struct Block {
    std::unique_ptr<unsigned char[]> bytes;
    std::size_t room = 0;
    std::size_t end = 0;
  };

  Block& add_block(std::size_t at_least) {
    const std::size_t room = std::max(kBlock, at_least);
    if (room == kBlock && spare_.bytes) {
      blocks_.push_back(std::move(spare_));
      blocks_.back().end = 0;
    } else {
      blocks_.push_back(
          {std::make_unique_for_overwrite<unsigned char[]>(room), room, 0});
    }
    bytes_ += room;
    return blocks_.back();
  }

  const std::size_t words_;
  std::deque<Block> blocks_;
  Block spare_;
  std::size_t read_ = 0;  // of the first block
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace picket
