// Several threads explore one tree of schedules, and the result is that of one.
//
// A branch that could go on elsewhere gives away, while a thread is idle, what
// is left at its shallowest place: an errand, with a copy of the way there.
// When the branch itself comes to that place, and what is left there is still
// what it gave away, it takes over the errand's counts and leftovers as if it
// had explored that part itself; else the errand was in vain and is dropped. So
// the order of threads decides only how much is explored twice.
//
// Must not know: how a branch is explored.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "explorer/search/branch.h"
#include "explorer/search/search.h"

namespace picket {

struct Errand {
  // On the way out: the way to a place, where the head of the wakeup tree is
  // to be explored.
  Branch branch;
  // On the way back:
  SearchSummary summary;
  SolverTally tally;
  std::vector<Leftover> leftovers;
  bool ended_early = false;  // a limit was hit
  std::exception_ptr failure;

  enum class Stage { waiting, running, done };
  std::atomic<Stage> stage = Stage::waiting;
  std::atomic<bool> in_vain = false;  // nobody wants the result any more
};

using SharedErrand = std::shared_ptr<Errand>;

class Crew {
 public:
  // Explores the errand on the thread of that number and fills it in.
  using Explore = std::function<void(Errand&, int worker)>;

  // `threads` in all, of which the caller's is number 0.
  Crew(int threads, Explore explore);
  ~Crew();

  // Is some thread idle that no waiting errand is meant for? Cheap.
  bool wants_work() const {
    return wanted_.load(std::memory_order_relaxed) > 0;
  }

  void give(SharedErrand errand);

  // Nobody wants the errand done any more.
  void drop(Errand& errand);

  // Waits until the errand is done, doing others meanwhile. False: nobody had
  // begun it, and nobody will.
  bool await(Errand& errand, int worker);

 private:
  void work(int worker);
  void start();
  bool take_back(const Errand& errand);
  void do_next(std::unique_lock<std::mutex>& lock, int worker);
  void wait(std::unique_lock<std::mutex>& lock);

  const int threads_;
  const Explore explore_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<SharedErrand> waiting_;
  int idle_ = 0;
  bool over_ = false;
  std::atomic<int> wanted_;  // idle_, less the errands that wait
  std::vector<std::thread> team_;
};

}  // namespace picket
