// What one search has met of a scenario, to be held against what others have.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "explorer/check/judge.h"
#include "tests/oracle/trace_class.h"

namespace picket::oracle {

using Keys = std::set<std::string>;

class Witness : public Judge {
 public:
  explicit Witness(const Program& program)
      : Judge(program, SolverKind::native, 1, false), program_(program) {}

  bool on_schedule(const Trace& trace, const State& state, int worker) override;
  bool on_end(const State& state, const Path& path, int worker) override;
  bool on_livelock(const std::vector<ContextId>& movers, const Schedule& lasso,
                   std::size_t loop) override;

  Keys keys();

  std::map<std::string, Fingerprint> classes;  // and what is known of each
  std::uint64_t duplicates = 0;
  std::set<State> ends;
  std::string broken;  // what is wrong with what the search told

 private:
  const Program& program_;
};

}  // namespace picket::oracle
