#include "explorer/search/limit.h"

namespace picket {

namespace {

constexpr std::uint64_t kMostCutOff = 1000;

std::string counted(std::uint64_t n, const char* what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

}  // namespace

Gauge::Gauge(const SearchOptions& options)
    : options_(options), start_(std::chrono::steady_clock::now()) {}

bool Gauge::stop(std::string why) {
  if (why_.empty()) why_ = std::move(why);
  stopped_ = true;
  return false;
}

bool Gauge::depth_allowed(std::size_t depth) const {
  const SearchLimits& limits = options_.limits;
  return limits.steps == 0 || depth < limits.steps;
}

void Gauge::too_long() {
  if (why_.empty())
    why_ = "a schedule reached " + counted(options_.limits.steps, "step");
}

void Gauge::cut_off() {
  too_long();
  if (++cut_off_ == kMostCutOff) stop(why_);
}

bool Gauge::go_on(const SearchSummary& so_far, std::size_t depth) {
  if (stopped_) return false;
  const SearchLimits& limits = options_.limits;
  if (limits.schedules && so_far.schedules >= limits.schedules)
    return stop(counted(limits.schedules, "schedule") + " explored");
  if (limits.states && so_far.states >= limits.states)
    return stop(counted(limits.states, "state") + " explored");
  if (limits.bytes && so_far.peak_bytes >= limits.bytes)
    return stop("the memory limit was reached");
  if ((++calls_ & 1023) != 0) return true;
  if (options_.interrupt && options_.interrupt->load()) {
    interrupted_ = true;
    return stop("interrupted");
  }
  const std::chrono::duration<double> spent =
      std::chrono::steady_clock::now() - start_;
  if (limits.seconds > 0 && spent.count() >= limits.seconds)
    return stop("the time limit was reached");
  if (options_.progress)
    options_.progress({so_far.schedules, so_far.states, depth});
  return true;
}

void Gauge::finish(SearchSummary& summary) const {
  if (summary.limit.empty()) summary.limit = why_;
  summary.interrupted |= interrupted_;
}

}  // namespace picket
