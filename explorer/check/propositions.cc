#include "explorer/check/propositions.h"

#include <algorithm>

namespace picket {

Propositions::Propositions() {
  nodes_.push_back({Node::Kind::all, 0, 0, 0});  // of nothing: true
}

Formula Propositions::variable() { return add(Node::Kind::variable, 0, {}); }

Formula Propositions::add(Node::Kind kind, std::size_t most,
                          const std::vector<Formula>& of) {
  Node n;
  n.kind = kind;
  n.most = static_cast<std::uint32_t>(most);
  n.first = static_cast<std::uint32_t>(parts_.size());
  n.count = static_cast<std::uint32_t>(of.size());
  parts_.insert(parts_.end(), of.begin(), of.end());
  nodes_.push_back(n);
  return static_cast<Formula>(nodes_.size());
}

Formula Propositions::shared(Node::Kind kind, std::size_t most,
                             const std::vector<Formula>& of) {
  const std::size_t key = kind == Node::Kind::all ? 0 : most + 1;
  const auto [it, fresh] = known_.try_emplace({key, of}, 0);
  if (fresh) it->second = add(kind, most, of);
  return it->second;
}

Formula Propositions::all(std::vector<Formula> of) {
  std::sort(of.begin(), of.end());
  of.erase(std::unique(of.begin(), of.end()), of.end());
  std::erase(of, truth());
  for (const Formula f : of)
    if (f == -truth() || std::binary_search(of.begin(), of.end(), -f))
      return -truth();
  if (of.empty()) return truth();
  return of.size() == 1 ? of.front() : shared(Node::Kind::all, 0, of);
}

Formula Propositions::any(std::vector<Formula> of) {
  for (Formula& f : of) f = -f;
  return -all(std::move(of));
}

Formula Propositions::at_most(std::size_t most, std::vector<Formula> of) {
  std::erase(of, -truth());
  const auto sure = std::erase(of, truth());
  if (sure > most) return -truth();
  most -= sure;
  if (of.size() <= most) return truth();
  if (most == 0) return -any(std::move(of));
  std::sort(of.begin(), of.end());
  return shared(Node::Kind::at_most, most, of);
}

void Propositions::require_one(const std::vector<Formula>& of) {
  require(any(of));
  require(at_most(1, of));
}

}  // namespace picket
