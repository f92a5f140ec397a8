#include "explorer/search/limit.h"

#include <algorithm>
#include <string_view>

namespace picket {

namespace {

constexpr std::uint64_t kMostCutOff = 1000;
constexpr std::uint64_t kMostKept = 16'000'000;  // steps of those cut off
constexpr std::string_view kTooLong = "a schedule reached ";

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
    why_ = std::string(kTooLong) + counted(options_.limits.steps, "step");
}

// Each is kept to go on from, and they must not fill the memory.
void Gauge::cut_off() {
  too_long();
  const std::uint64_t length =
      std::max<std::uint64_t>(1, options_.limits.steps);
  const std::uint64_t most =
      std::clamp<std::uint64_t>(kMostKept / length, 1, kMostCutOff);
  if (++cut_off_ >= most) stop(why_);
}

bool is_about_length(const std::string& limit) {
  return limit.starts_with(kTooLong);
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
