#include "explorer/search/calm.h"

#include <algorithm>

namespace picket {
namespace {

class Calm {
 public:
  Calm(const Trace& trace, bool causes_only)
      : trace_(trace), by_context_(trace.contexts), taken_(trace.contexts) {
    const std::size_t n = trace.events.size();
    for (std::size_t e = 0; e < n; ++e) {
      if (causes_only && e + 1 < n && !trace.before(EventId(e), EventId(n - 1)))
        continue;
      by_context_[trace.events[e].context.index()].push_back(e);
      ++events_;
    }
  }

  // The best over all contexts to begin with.
  Schedule best() {
    Schedule best;
    for (std::size_t c = 0; c < trace_.contexts; ++c) {
      if (reach(c, nullptr) == 0) continue;
      Schedule found = beginning_with(c);
      if (best.empty() || context_switches(found) < context_switches(best))
        best = std::move(found);
    }
    return best;
  }

 private:
  Schedule beginning_with(std::size_t context) {
    std::fill(taken_.begin(), taken_.end(), 0);
    Schedule out;
    while (out.size() < events_) {
      reach(context, &out);
      context = longest_reach();
    }
    std::fill(taken_.begin(), taken_.end(), 0);
    return out;
  }

  std::size_t longest_reach() {
    std::size_t best = 0, longest = 0;
    for (std::size_t c = 0; c < trace_.contexts; ++c)
      if (const std::size_t n = reach(c, nullptr); n > longest) {
        longest = n;
        best = c;
      }
    return best;
  }

  // How many events the context can take in a row now; takes them if asked to.
  std::size_t reach(std::size_t context, Schedule* out) {
    const auto& own = by_context_[context];
    std::size_t n = taken_[context];
    while (n < own.size() && ready(own[n], context)) {
      const Event& e = trace_.events[own[n]];
      if (out) out->push_back({e.context, e.alternative});
      ++n;
    }
    const std::size_t length = n - taken_[context];
    if (out) taken_[context] = n;
    return length;
  }

  bool ready(std::size_t event, std::size_t context) const {
    for (std::size_t c = 0; c < trace_.contexts; ++c)
      if (c != context &&
          trace_.clocks[event * trace_.contexts + c] > taken_[c])
        return false;
    return true;
  }

  const Trace& trace_;
  std::vector<std::vector<std::size_t>> by_context_;
  std::vector<std::size_t> taken_;
  std::size_t events_ = 0;
};

}  // namespace

Schedule calmed(const Program& program, const Schedule& schedule,
                bool causes_only) {
  const Execution run = execute(program, schedule, false);
  Schedule out = Calm(run.trace, causes_only).best();
  const bool fewer = out.size() < schedule.size() ||
                     context_switches(out) < context_switches(schedule);
  return fewer && !out.empty() ? out : schedule;
}

}  // namespace picket
