#include "explorer/search/schedules.h"

#include <algorithm>
#include <memory>

#include "explorer/search/crew.h"
#include "explorer/search/subtree.h"

namespace picket {
namespace {

void add(SearchSummary& sum, const SearchSummary& part) {
  sum.schedules += part.schedules;
  sum.deadlocked += part.deadlocked;
  sum.transitions += part.transitions;
  sum.sleep_blocked += part.sleep_blocked;
  sum.looked_ahead += part.looked_ahead;
  sum.peak_bytes += part.peak_bytes;
  if (sum.limit.empty()) sum.limit = part.limit;
  sum.interrupted |= part.interrupted;
  sum.stopped |= part.stopped;
  sum.left.insert(sum.left.end(), part.left.begin(), part.left.end());
}

}  // namespace

// A limit on schedules or on their length, or the first finding, says which
// ones are seen: then they come in the order of one thread.
SearchSummary search_schedules(const Program& program,
                               const SearchOptions& options, Visitor& visitor) {
  const bool alone = options.in_order || options.limits.schedules > 0 ||
                     options.limits.steps > 0;
  const int threads = alone ? 1 : std::max(1, options.jobs);
  std::vector<std::unique_ptr<Subtree>> parts(
      static_cast<std::size_t>(threads));
  SearchOptions quiet = options;
  quiet.progress = nullptr;
  Crew* team = nullptr;
  Crew crew(threads, [&](const Errand& errand, int worker) {
    auto& part = parts[static_cast<std::size_t>(worker)];
    if (!part)
      part = std::make_unique<Subtree>(program, worker == 0 ? options : quiet,
                                       visitor, worker, *team);
    if (!part->explore(errand)) team->stop();
  });
  team = &crew;
  crew.run(options.errands.empty() ? Errands{Errand{}} : options.errands);
  SearchSummary summary;
  for (const auto& part : parts)
    if (part) add(summary, part->summary());
  const Errands waiting = crew.left();
  summary.left.insert(summary.left.end(), waiting.begin(), waiting.end());
  return summary;
}

}  // namespace picket
