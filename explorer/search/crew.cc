#include "explorer/search/crew.h"

namespace picket {

void Crew::give(Branch branch) {
  const std::lock_guard lock(mutex_);
  branches_.push_back(std::move(branch));
  hungry_ = idle_ - static_cast<int>(branches_.size());
  wake_.notify_one();
}

std::optional<Branch> Crew::take() {
  std::unique_lock lock(mutex_);
  ++idle_;
  hungry_ = idle_ - static_cast<int>(branches_.size());
  if (idle_ == workers_ && branches_.empty()) done_ = true;
  if (done_) wake_.notify_all();
  wake_.wait(lock, [&] { return done_ || stopped() || !branches_.empty(); });
  if (branches_.empty() || stopped()) return std::nullopt;
  --idle_;
  Branch branch = std::move(branches_.front());
  branches_.pop_front();
  hungry_ = idle_ - static_cast<int>(branches_.size());
  return branch;
}

void Crew::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  wake_.notify_all();
}

}  // namespace picket
