#include "explorer/search/components.h"

namespace picket {

Components::Components(const Graph& graph) : graph_(graph) {
  const std::size_t n = graph.links.size();
  first_.assign(n + 1, 0);
  for (const Edge& e : graph.edges) ++first_[e.from + 1];
  for (std::size_t i = 0; i < n; ++i) first_[i + 1] += first_[i];
  number_.assign(n, 0);
  low_.assign(n, 0);
  inside_.assign(n, 0);
  on_stack_.assign(n, 0);
}

std::vector<States> Components::of(const States& among, const Movers& movers) {
  std::vector<States> out;
  counter_ = 0;
  for (const StateIndex s : among) {
    number_[s] = 0;
    inside_[s] = 1;
  }
  for (const StateIndex s : among)
    if (number_[s] == 0) visit(s, movers, out);
  for (const StateIndex s : among) inside_[s] = 0;
  return out;
}

void Components::open(StateIndex s) {
  number_[s] = low_[s] = ++counter_;
  stack_.push_back(s);
  on_stack_[s] = 1;
  frames_.push_back({s, begin(s)});
}

void Components::visit(StateIndex root, const Movers& movers,
                       std::vector<States>& out) {
  open(root);
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const StateIndex s = frame.state;
    if (frame.next != end(s)) {
      const Edge& e = *frame.next++;
      if (!inside_[e.to] || !movers[e.context]) continue;
      if (number_[e.to] == 0)
        open(e.to);
      else if (on_stack_[e.to])
        low_[s] = std::min(low_[s], number_[e.to]);
      continue;
    }
    frames_.pop_back();
    if (!frames_.empty())
      low_[frames_.back().state] =
          std::min(low_[frames_.back().state], low_[s]);
    if (low_[s] == number_[s]) close(s, movers, out);
  }
}

void Components::close(StateIndex s, const Movers& movers,
                       std::vector<States>& out) {
  const auto from = std::find(stack_.rbegin(), stack_.rend(), s).base() - 1;
  States part(from, stack_.end());
  stack_.erase(from, stack_.end());
  for (const StateIndex at : part) on_stack_[at] = 0;
  const bool turns =
      part.size() > 1 || std::any_of(begin(s), end(s), [&](const Edge& e) {
        return e.to == s && movers[e.context];
      });
  if (!turns) return;
  std::sort(part.begin(), part.end());
  out.push_back(std::move(part));
}

}  // namespace picket
