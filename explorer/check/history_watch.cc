#include "explorer/check/history_watch.h"

#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"

namespace picket {
namespace {

// So many are looked at, each no longer than that; fewer if for long there has
// been nothing new in them.
constexpr std::uint64_t kMostSchedules = 20'000;
constexpr std::uint64_t kMostSteps = 400;
constexpr std::uint64_t kLong = 500;

class HistoryWatch : public ScheduleVisitor {
 public:
  explicit HistoryWatch(Observed& seen)
      : seen_(seen), possible_(seen.history.possible(seen.ways)) {}

  bool knows_all() const { return seen_.history.edges().size() >= possible_; }

  bool on_schedule(const Trace& trace, const State&, int) override {
    const std::size_t known = seen_.history.edges().size();
    seen_.history.add(trace);
    ++looked_at_;
    if (seen_.history.edges().size() > known) last_new_ = looked_at_;
    return !knows_all() && looked_at_ < kLong + 4 * last_new_;
  }

 private:
  Observed& seen_;
  const std::size_t possible_;
  std::uint64_t looked_at_ = 0;
  std::uint64_t last_new_ = 0;  // showed something new
};

}  // namespace

void watch_histories(const Program& program, Observed& seen) {
  HistoryWatch watch(seen);
  if (watch.knows_all()) return;
  SearchOptions options;
  options.in_order = true;
  options.limits.schedules = kMostSchedules;
  options.limits.steps = kMostSteps;
  search_schedules(program, options, watch);
}

}  // namespace picket
