// What the status line says while a check runs.
#pragma once

#include <string>

#include "explorer/check/check.h"
#include "explorer/report/console.h"

namespace picket {

class ProgressLine {
 public:
  explicit ProgressLine(std::size_t checks) : checks_(checks) {}

  // Has the check tell this line how it goes on.
  void begin(const std::string& name, CheckOptions& options);
  void end() { line_.clear(); }

 private:
  void show(const Progress& progress);

  StatusLine line_;
  std::size_t checks_;
  std::size_t number_ = 0;
  std::string name_;
};

}  // namespace picket
