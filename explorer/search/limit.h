// Watches the limits of a search: says when to stop and why.
#pragma once

#include <chrono>

#include "explorer/search/search.h"

namespace picket {

// Did schedules end before they were over, and nothing else stop the search?
// Then only a larger limit on their length lets it go on.
bool is_about_length(const std::string& limit);

// One per worker; not thread-safe. Cheap enough for every transition: the
// clock is read only now and then.
class Gauge {
 public:
  explicit Gauge(const SearchOptions& options);

  // May the search go on? Once false, always false. `depth` is for who watches
  // its progress.
  bool go_on(const SearchSummary& so_far, std::size_t depth);

  // May a schedule be that long?
  bool depth_allowed(std::size_t depth) const;
  // One is longer: it is not followed further, the search goes on elsewhere.
  void too_long();
  // The same where that could go on for ever: after many such schedules the
  // search ends.
  void cut_off();

  // Tells the summary which limit was hit, if any.
  void finish(SearchSummary& summary) const;

  bool stopped() const { return stopped_; }

 private:
  bool stop(std::string why);

  const SearchOptions& options_;
  std::chrono::steady_clock::time_point start_;
  std::uint64_t calls_ = 0;
  std::uint64_t cut_off_ = 0;
  std::string why_;
  bool stopped_ = false;
  bool interrupted_ = false;
};

}  // namespace picket
