#include "spec/semantics/ww_context.h"

#include <algorithm>

#include "spec/semantics/lifetime.h"

namespace picket {
namespace {

bool is_own(Run& run, ObjectId ctx) {
  return ww_context(run, ctx).owner == run.self.value + 1;
}

}  // namespace

WwContext ww_context(Run& run, ObjectId ctx) {
  Word* w = run.block(ctx);
  return {w[0], w[1], w[2], w[3], w[4], w[5]};
}

bool older(Run& run, ObjectId a, ObjectId b) {
  return ww_context(run, a).stamp < ww_context(run, b).stamp;
}

void wound(Run& run, ObjectId ctx) {
  WwContext hurt = ww_context(run, ctx);
  run.adds(ContextId(hurt.owner - 1));  // wounding twice is wounding once
  hurt.wounded = 1;
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
  if (auto gone = dead(run, c)) return *gone;
  run.writes(c);
  WwContext ctx = ww_context(run, c);
  if (!is_own(run, c) || ctx.done) return run.misuse(Misuse::ww_misuse, c);
  ctx.done = 1;
  return Act::done;
}

Act finish_transaction(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  run.writes(c);
  if (!is_own(run, c) || ww_context(run, c).acquired > 0)
    return run.misuse(Misuse::ww_misuse, c);
  std::fill_n(run.block(c), run.program.layout.objects[c.index()].size, 0);
  return Act::done;
}

}  // namespace picket
