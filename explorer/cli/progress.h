// What the status line says while checks run. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "explorer/check/check.h"
#include "explorer/report/console.h"

namespace picket {

class ProgressLine {
 public:
  explicit ProgressLine(std::size_t checks) : checks_(checks) {}

  // Has the checks tell this line how they go on; nothing without a terminal.
  void watch(CheckOptions& options);
  void begin(const std::string& name);

  // Takes the line away, lets something else be written.
  void aside(const std::function<void()>& write);

 private:
  using Clock = std::chrono::steady_clock;

  void show(const Progress& progress);

  std::mutex mutex_;
  StatusLine line_;
  std::size_t checks_;
  std::size_t begun_ = 0;
  std::string name_;
  Clock::time_point start_;
};

}  // namespace picket
