#include "explorer/check/batch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace picket {

void check_all(const std::vector<const Scenario*>& scenarios,
               const CheckOptions& options,
               const std::function<void(const Scenario&)>& begin,
               const std::function<bool(CheckResult)>& done) {
  const std::size_t n = scenarios.size();
  std::vector<std::promise<CheckResult>> promises(n);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  CheckOptions each = options;
  const auto jobs = static_cast<std::size_t>(std::max(1, options.jobs));
  if (n > 1) each.jobs = 1;

  const auto work = [&] {
    for (std::size_t i = next++; i < n; i = next++) {
      if (stop || (options.interrupt && options.interrupt->load())) {
        // Whoever waits for it learns that it was left out.
        std::promise<CheckResult>().swap(promises[i]);
        continue;
      }
      begin(*scenarios[i]);
      try {
        promises[i].set_value(check(*scenarios[i], each));
      } catch (...) {
        promises[i].set_exception(std::current_exception());
      }
    }
  };
  std::vector<std::future<CheckResult>> results;
  for (auto& promise : promises) results.push_back(promise.get_future());
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < std::min(jobs, n); ++t)
    threads.emplace_back(work);
  const auto finish = [&] {
    stop = true;
    for (std::thread& t : threads)
      if (t.joinable()) t.join();
  };
  const auto ready = [&](std::size_t i, int milliseconds) {
    return results[i].wait_for(std::chrono::milliseconds(milliseconds)) ==
           std::future_status::ready;
  };
  try {
    for (std::size_t i = 0; i < n; ++i) {
      while (!ready(i, 50))
        if (options.interrupt && options.interrupt->load()) finish();
      // What no thread has begun before an interrupt is left out.
      if (!done(results[i].get())) break;
    }
  } catch (const std::future_error&) {
    finish();
  } catch (...) {
    finish();
    throw;
  }
  finish();
}

}  // namespace picket
