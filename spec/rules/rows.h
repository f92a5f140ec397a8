// A table of short lists, one per id, in one piece of memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace picket {

template <class T>
class Rows {
 public:
  Rows() = default;
  explicit Rows(const std::vector<std::vector<T>>& lists) {
    begin_.push_back(0);
    for (const std::vector<T>& list : lists) {
      items_.insert(items_.end(), list.begin(), list.end());
      begin_.push_back(static_cast<std::uint32_t>(items_.size()));
    }
  }

  std::span<const T> operator[](std::size_t row) const {
    return {items_.data() + begin_[row], begin_[row + 1] - begin_[row]};
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<T> items_;
};

}  // namespace picket
