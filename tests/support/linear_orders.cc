#include "tests/support/linear_orders.h"

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

}  // namespace

void close(Precedence& before) {
  const std::size_t n = before.size();
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        before[i][j] |= before[i][k] && before[k][j];
}

bool each_linear_order(
    const Precedence& before,
    const std::function<bool(const std::vector<int>&)>& look) {
  Enumeration e{before, look, {}, std::vector<char>(before.size(), 0)};
  return e.extend();
}

}  // namespace picket::test
