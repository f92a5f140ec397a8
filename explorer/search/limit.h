// Watches the limits of a search: says when to stop and why.
#pragma once

#include <chrono>

#include "explorer/search/search.h"

namespace picket {

// One per worker; not thread-safe. Cheap enough for every transition: the
// clock is read only now and then.
class Gauge {
 public:
  explicit Gauge(const SearchOptions& options);

  // May the search take another transition at this depth? Once false, always
  // false for a limit that ends the whole search.
  bool go_on(const SearchSummary& so_far, std::size_t depth);

  // The search cut off a schedule at the step limit and goes on elsewhere.
  bool depth_allowed(std::size_t depth);

  // Tells the summary which limit was hit, if any.
  void finish(SearchSummary& summary) const;

  bool stopped() const { return stopped_; }

 private:
  bool stop(std::string why);

  const SearchOptions& options_;
  std::chrono::steady_clock::time_point start_;
  std::uint64_t calls_ = 0;
  std::string why_;
  bool stopped_ = false;
  bool interrupted_ = false;
};

}  // namespace picket
