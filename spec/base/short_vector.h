// A vector of plain data that keeps its first N elements in itself: copying a
// short one costs no allocation.
//
// Must not know: what it holds.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace picket {

template <class T, std::size_t N>
class ShortVector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  T* begin() { return more_.empty() ? few_.data() : more_.data(); }
  T* end() { return begin() + size_; }
  const T* begin() const { return more_.empty() ? few_.data() : more_.data(); }
  const T* end() const { return begin() + size_; }
  T& operator[](std::size_t i) { return begin()[i]; }
  const T& operator[](std::size_t i) const { return begin()[i]; }
  T& back() { return begin()[size_ - 1]; }
  const T& back() const { return begin()[size_ - 1]; }
  const T& front() const { return begin()[0]; }

  void push_back(const T& value) {
    const T kept = value;  // it may be one of ours
    make_room(size_ + 1);
    begin()[size_++] = kept;
  }
  void pop_back() { --size_; }
  void clear() { size_ = 0; }
  void resize(std::size_t size) {
    make_room(size);
    for (std::size_t i = size_; i < size; ++i) begin()[i] = T{};
    size_ = size;
  }

 private:
  // Once there were more than N, they all live outside.
  void make_room(std::size_t size) {
    if (more_.empty() && size <= N) return;
    if (more_.empty()) more_.assign(few_.begin(), few_.end());
    if (more_.size() < size) more_.resize(2 * size);
  }

  std::array<T, N> few_{};
  std::vector<T> more_;
  std::size_t size_ = 0;
};

}  // namespace picket
