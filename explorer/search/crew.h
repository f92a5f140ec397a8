// The threads of one search: who has nothing to do, and branches given away for
// them. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "explorer/search/branch.h"

namespace picket {

class Crew {
 public:
  explicit Crew(int workers) : workers_(workers) {}

  // Does somebody wait for work? Cheap; may be out of date.
  bool hungry() const { return hungry_.load(std::memory_order_relaxed) > 0; }

  void give(Branch branch);

  // Waits for a branch; none: all work is done, or the search was stopped.
  std::optional<Branch> take();

  void stop();
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

 private:
  const int workers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Branch> branches_;
  int idle_ = 0;
  bool done_ = false;
  std::atomic<int> hungry_{0};
  std::atomic<bool> stopped_{false};
};

}  // namespace picket
