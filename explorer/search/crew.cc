#include "explorer/search/crew.h"

namespace picket {

Crew::Crew(int threads, Explore explore)
    : threads_(threads), explore_(std::move(explore)) {}

// A thread that was not started yet counts as idle.
void Crew::run(Errands errands) {
  waiting_.assign(errands.begin(), errands.end());
  wanted_ = threads_ - static_cast<int>(waiting_.size());
  if (waiting_.size() > 1) start();
  work(0);
  for (std::thread& t : team_) t.join();
  team_.clear();
  if (failure_) std::rethrow_exception(failure_);
}

void Crew::start() {
  for (int worker = 1; worker < threads_; ++worker)
    team_.emplace_back([this, worker] { work(worker); });
}

void Crew::give(Errand errand) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(errand));
    --wanted_;
    if (team_.empty()) start();
  }
  changed_.notify_one();
}

void Crew::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

// Whoever is busy may still give errands, so that the work is over only when
// nobody is.
void Crew::work(int worker) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock,
                  [&] { return stopped_ || !waiting_.empty() || busy_ == 0; });
    if (stopped_ || waiting_.empty()) break;
    const Errand errand = std::move(waiting_.front());
    waiting_.pop_front();
    ++busy_;
    lock.unlock();
    try {
      explore_(errand, worker);
    } catch (...) {
      lock.lock();
      if (!failure_) failure_ = std::current_exception();
      stopped_ = true;
      lock.unlock();
    }
    lock.lock();
    --busy_;
    ++wanted_;
  }
  changed_.notify_all();
}

}  // namespace picket
