#include "tests/support/linear_orders.h"

#include <algorithm>
#include <unordered_map>

namespace picket::test {
namespace {

struct Enumeration {
  const Precedence& before;
  const std::function<bool(const std::vector<int>&)>& look;
  std::vector<int> order;
  std::vector<char> used;

  bool ready(int node) const {
    for (std::size_t a = 0; a < before.size(); ++a)
      if (before[a][static_cast<std::size_t>(node)] && !used[a]) return false;
    return true;
  }

  // True: stopped.
  bool extend() {
    if (order.size() == before.size()) return !look(order);
    for (std::size_t n = 0; n < before.size(); ++n) {
      if (used[n] || !ready(static_cast<int>(n))) continue;
      used[n] = 1;
      order.push_back(static_cast<int>(n));
      const bool stop = extend();
      order.pop_back();
      used[n] = 0;
      if (stop) return true;
    }
    return false;
  }
};

// Orders of what is left when `done` has been put in order (an ideal).
struct Counting {
  using Ideal = std::uint64_t;

  std::vector<Ideal> needs;  // per node: all before it
  Ideal all;
  std::uint64_t most;
  std::unordered_map<Ideal, std::uint64_t> known;

  std::uint64_t orders_from(Ideal done) {
    if (done == all) return 1;
    if (const auto it = known.find(done); it != known.end()) return it->second;
    std::uint64_t sum = 0;
    for (std::size_t n = 0; n < needs.size() && sum < most; ++n) {
      const Ideal one = Ideal{1} << n;
      if ((done & one) || (needs[n] & ~done)) continue;
      sum = std::min(most, sum + orders_from(done | one));
    }
    known.emplace(done, sum);
    return sum;
  }
};

}  // namespace

void close(Precedence& before) {
  const std::size_t n = before.size();
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        before[i][j] |= before[i][k] && before[k][j];
}

std::uint64_t linear_orders(const Precedence& before, std::uint64_t most) {
  const std::size_t n = before.size();
  if (n >= 64) return most;
  Counting counting{
      std::vector<std::uint64_t>(n, 0), (std::uint64_t{1} << n) - 1, most, {}};
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b)
      if (before[a][b]) counting.needs[b] |= std::uint64_t{1} << a;
  return counting.orders_from(0);
}

bool each_linear_order(
    const Precedence& before,
    const std::function<bool(const std::vector<int>&)>& look) {
  Enumeration e{before, look, {}, std::vector<char>(before.size(), 0)};
  return e.extend();
}

}  // namespace picket::test
