#include "explorer/report/blocked_text.h"

#include <algorithm>

namespace picket {
namespace {

class Sentences {
 public:
  Sentences(const Scenario& s, const std::vector<BlockedContext>& blocked)
      : scenario_(s), blocked_(blocked), told_(blocked.size(), false) {}

  std::vector<std::string> take() {
    for (std::size_t i = 0; i < blocked_.size(); ++i)
      if (blocked_[i].root) tell_cycle(i);
    for (std::size_t i = 0; i < blocked_.size(); ++i) tell_alone(i, 0);
    return std::move(lines_);
  }

 private:
  // A root, the root it waits on, and so on; then whoever waits for them.
  void tell_cycle(std::size_t first) {
    std::vector<std::size_t> cycle;
    for (std::size_t i = first; i < blocked_.size() && !told_[i];
         i = next_root(i)) {
      tell(i, 0);
      cycle.push_back(i);
    }
    for (std::size_t i : cycle) tell_waiters(i, 1);
  }

  std::size_t next_root(std::size_t i) const {
    for (std::size_t j = 0; j < blocked_.size(); ++j)
      if (blocked_[j].root && !told_[j] && waits_on(i, j)) return j;
    return blocked_.size();
  }

  void tell_waiters(std::size_t i, std::size_t indent) {
    for (std::size_t j = 0; j < blocked_.size(); ++j)
      if (!blocked_[j].root && waits_on(j, i)) tell_alone(j, indent);
  }

  void tell_alone(std::size_t i, std::size_t indent) {
    if (told_[i]) return;
    tell(i, indent);
    tell_waiters(i, indent + 1);
  }

  void tell(std::size_t i, std::size_t indent) {
    told_[i] = true;
    const BlockedContext& b = blocked_[i];
    lines_.push_back(std::string(2 * indent, ' ') +
                     scenario_.context(b.context).name + " waits for " +
                     b.waits_for);
  }

  bool waits_on(std::size_t i, std::size_t j) const {
    const auto& on = blocked_[i].waits_on;
    return std::find(on.begin(), on.end(), blocked_[j].context) != on.end();
  }

  const Scenario& scenario_;
  const std::vector<BlockedContext>& blocked_;
  std::vector<bool> told_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> blocked_sentences(
    const Scenario& scenario, const std::vector<BlockedContext>& blocked) {
  return Sentences(scenario, blocked).take();
}

}  // namespace picket
