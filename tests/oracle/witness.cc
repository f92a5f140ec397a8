#include "tests/oracle/witness.h"

#include "tests/oracle/fair_walk.h"

namespace picket::oracle {

bool Witness::on_schedule(const Trace& trace, const State& state, int worker) {
  const Fingerprint what = class_facts(trace, state);
  const auto [at, fresh] = classes.emplace(class_of(trace), what);
  duplicates += !fresh;
  if (!fresh && at->second != what && broken.empty())
    broken = "two schedules of one class differ in more than order:\n" +
             text_of(trace);
  ends.insert(state);
  return Judge::on_schedule(trace, state, worker);
}

bool Witness::on_end(const State& state, const Path& path, int worker) {
  ends.insert(state);
  return Judge::on_end(state, path, worker);
}

bool Witness::on_livelock(const std::vector<ContextId>& movers,
                          const Schedule& lasso, std::size_t loop) {
  const std::string what = broken_lasso(program_, movers, lasso, loop);
  if (!what.empty() && broken.empty())
    broken = "livelock that is none: " + what + "\n";
  return Judge::on_livelock(movers, lasso, loop);
}

Keys Witness::keys() {
  Keys out;
  for (const auto& [key, finding] : findings()) out.insert(key);
  return out;
}

}  // namespace picket::oracle
