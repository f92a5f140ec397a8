#include "spec/base/suggest.h"

#include <algorithm>

namespace picket {
namespace {

// Optimal string alignment distance, given up (returns limit + 1) as soon as
// it must exceed `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b,
                          std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit)
    return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1),
      row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t swap_cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + swap_cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string closest_name(std::string_view word,
                         const std::vector<std::string>& known) {
  const std::size_t limit = word.size() < 4 ? 1 : word.size() < 9 ? 2 : 3;
  std::size_t best_distance = limit + 1;
  std::string best;
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(word, name, limit);
    if (distance < best_distance) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace picket
