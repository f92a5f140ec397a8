#include "explorer/search/team.h"

#include <utility>

namespace picket {

namespace {

// Rounds are short and follow each other closely: falling asleep would often
// take longer than waiting.
template <class Condition>
void wait_a_moment(const Condition& condition) {
  constexpr int kTimes = 200;
  for (int i = 0; i < kTimes && !condition(); ++i) std::this_thread::yield();
}

}  // namespace

Team::~Team() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& t : others_) t.join();
}

void Team::run(const std::function<void(int)>& work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    busy_ = threads_;
    ++round_;
  }
  if (others_.empty())
    for (int worker = 1; worker < threads_; ++worker)
      others_.emplace_back([this, worker] { serve(worker); });
  changed_.notify_all();
  do_work(0);
  wait_a_moment([&] { return busy_ == 0; });
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return busy_ == 0; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Team::serve(int worker) {
  for (std::uint64_t done = 0;; ++done) {
    wait_a_moment([&] { return round_ > done; });
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return over_ || round_ > done; });
      if (over_) return;
    }
    do_work(worker);
  }
}

void Team::do_work(int worker) {
  std::exception_ptr failure;
  try {
    (*work_)(worker);
  } catch (...) {
    failure = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  if (failure && !failure_) failure_ = failure;
  if (--busy_ == 0) changed_.notify_all();
}

}  // namespace picket
