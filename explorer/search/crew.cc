#include "explorer/search/crew.h"

#include <algorithm>

namespace picket {

// Before the first errand all threads but the caller's count as idle; they are
// started when there is one.
Crew::Crew(int threads, Explore explore)
    : threads_(threads), explore_(std::move(explore)), wanted_(threads - 1) {}

Crew::~Crew() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& t : team_) t.join();
}

void Crew::start() {
  for (int worker = 1; worker < threads_; ++worker)
    team_.emplace_back([this, worker] { work(worker); });
}

void Crew::give(SharedErrand errand) {
  {
    const std::lock_guard lock(mutex_);
    if (team_.empty()) {
      wanted_ = 0;
      start();
    }
    waiting_.push_back(std::move(errand));
    --wanted_;
  }
  changed_.notify_all();
}

void Crew::wait(std::unique_lock<std::mutex>& lock) {
  ++wanted_;
  changed_.wait(lock);
  --wanted_;
}

void Crew::do_next(std::unique_lock<std::mutex>& lock, int worker) {
  const SharedErrand errand = std::move(waiting_.front());
  waiting_.pop_front();
  ++wanted_;
  errand->stage = Errand::Stage::running;
  lock.unlock();
  try {
    if (!errand->in_vain) explore_(*errand, worker);
  } catch (...) {
    errand->failure = std::current_exception();
  }
  lock.lock();
  errand->stage = Errand::Stage::done;
  changed_.notify_all();
}

void Crew::work(int worker) {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (waiting_.empty())
      wait(lock);
    else
      do_next(lock, worker);
  }
}

// False: it does not wait any more.
bool Crew::take_back(const Errand& errand) {
  const auto it =
      std::find_if(waiting_.begin(), waiting_.end(),
                   [&](const SharedErrand& e) { return e.get() == &errand; });
  if (it == waiting_.end()) return false;
  waiting_.erase(it);
  ++wanted_;
  return true;
}

void Crew::drop(Errand& errand) {
  errand.in_vain = true;
  const std::lock_guard lock(mutex_);
  take_back(errand);
}

bool Crew::await(Errand& errand, int worker) {
  std::unique_lock lock(mutex_);
  if (take_back(errand)) return false;
  while (errand.stage != Errand::Stage::done) {
    if (waiting_.empty())
      wait(lock);
    else
      do_next(lock, worker);
  }
  return true;
}

}  // namespace picket
