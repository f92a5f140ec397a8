// Where the schedules of enlarged scenarios get stuck. Each is searched once,
// however many reports and policies ask.
//
// Must not know: reports.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "explorer/check/enlarge.h"
#include "explorer/check/stuck_cycle.h"
#include "spec/semantics/program.h"

namespace picket {

struct EnlargedEnd {
  explicit EnlargedEnd(Scenario s) : scenario(std::move(s)) {}

  Scenario scenario;
  std::unique_ptr<Program> program;  // none: nothing gets stuck
  StuckCycles stuck;
  std::uint64_t states = 0;
  bool bounded = false;  // there is more than was looked through
};

class EnlargedEnds {
 public:
  // An enlarged scenario is looked through so far and no further.
  static constexpr std::uint64_t kMostStates = 20'000;

  const EnlargedEnd& of(const Enlarged& e);

 private:
  std::map<std::vector<std::int32_t>, std::unique_ptr<EnlargedEnd>> known_;
};

}  // namespace picket
