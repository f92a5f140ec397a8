#include "spec/semantics/outward.h"

#include "spec/semantics/grace_period.h"
#include "spec/semantics/rcu.h"

namespace picket {

Outward::Outward(const Program& program, const Word* words, ContextId context)
    : reading_(program.layout.rcu.valid() &&
               reads_rcu(program, words, context)) {}

void Outward::note_change(Run& run) const {
  const Layout& layout = run.program.layout;
  if (!layout.rcu.valid()) return;
  const bool reading = reads_rcu(run.program, run.words, run.self);
  if (reading && !reading_) section_began(run, layout.rcu);
  if (!reading && reading_) section_ended(run, layout.rcu);
}

}  // namespace picket
