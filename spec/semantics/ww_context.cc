#include "spec/semantics/ww_context.h"

#include <algorithm>

#include "spec/semantics/lifetime.h"

namespace picket {

std::optional<Act> not_own(Run& run, ObjectId c) {
  if (auto gone = dead(run, c)) return gone;
  run.writes(c);
  if (ww_context(run, c).owner == run.self.value + 1) return {};
  return run.misuse(Misuse::ww_misuse, c);
}

Act begin_transaction(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  run.writes(c);
  WwContext ctx = ww_context(run, c);
  if (ctx.owner != 0) return run.misuse(Misuse::ww_misuse, c);
  const std::size_t klass = run.scenario().object(c).klass.index();
  run.effect.footprint.write(run.program.layout.stamp_location[klass]);
  ctx.owner = run.self.value + 1;
  ctx.stamp = ++run.words[run.program.layout.stamps[klass]];
  return Act::done;
}

Act close_acquisition(Run& run) {
  const ObjectId c = run.object();
  if (auto broken = not_own(run, c)) return *broken;
  WwContext ctx = ww_context(run, c);
  if (ctx.done) return run.misuse(Misuse::ww_misuse, c);
  ctx.done = 1;
  return Act::done;
}

Act finish_transaction(Run& run) {
  const ObjectId c = run.object();
  if (auto broken = not_own(run, c)) return *broken;
  if (ww_context(run, c).acquired > 0) return run.misuse(Misuse::ww_misuse, c);
  std::fill_n(run.block(c), run.program.layout.objects[c.index()].size, 0);
  return Act::done;
}

}  // namespace picket
