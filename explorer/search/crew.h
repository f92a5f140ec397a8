// Several threads explore one tree of schedules.
//
// What is left to explore at a place of the tree depends only on the way there,
// so that any part of it can be given to another thread as an errand, and the
// counts of all parts add up to the same whatever the threads did.
//
// Must not know: how an errand is explored.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "explorer/search/errand.h"

namespace picket {

class Crew {
 public:
  using Explore = std::function<void(const Errand&, int worker)>;

  // `threads` in all; the caller's is number 0.
  Crew(int threads, Explore explore);

  // Explores these and all that are given meanwhile. Rethrows what `explore`
  // throws.
  void run(Errands errands);

  // Is a thread idle for which no errand waits? Cheap.
  bool wants_work() const {
    return wanted_.load(std::memory_order_relaxed) > 0;
  }

  // To be called while errands are explored.
  void give(Errand errand);

  // Nothing more is to be begun.
  void stop();
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  // After run(): those that nobody has begun.
  Errands left() const { return {waiting_.begin(), waiting_.end()}; }

 private:
  void work(int worker);
  void start();

  const int threads_;
  const Explore explore_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Errand> waiting_;
  int busy_ = 0;
  std::exception_ptr failure_;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> wanted_ = 0;  // idle threads, less the errands that wait
  std::vector<std::thread> team_;
};

}  // namespace picket
