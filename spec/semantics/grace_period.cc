#include "spec/semantics/grace_period.h"

#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/rcu.h"
#include "spec/semantics/rcu_callback.h"
#include "spec/semantics/srcu.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

bool is_rcu(const Program& program, ObjectId domain) {
  return program.scenario.object(domain).type == ObjectType::rcu_state;
}

void at_end_location(Run& run, ObjectId domain,
                     void (Footprint::*how)(std::uint32_t)) {
  const ObjectLayout& at = run.program.layout.objects[domain.index()];
  (run.effect.footprint.*how)(at.list_location);
}

}  // namespace

std::int32_t domain_words(std::size_t contexts, bool counts) {
  const auto n = static_cast<std::int32_t>(contexts);
  return (counts ? depth_words(contexts) : 0) + n * set_words(contexts);
}

bool is_reading(const Program& program, const Word* words, ObjectId domain,
                ContextId context) {
  return is_rcu(program, domain)
             ? reads_rcu(program, words, context)
             : srcu_depth(program, words, domain, context) > 0;
}

void section_began(Run& run, ObjectId domain) { run.adds(domain); }

// Who waits for it need not be told apart from who does not: nobody waits for
// the same section twice, and a set that it is not in stays as it is.
void section_ended(Run& run, ObjectId domain) {
  at_end_location(run, domain, &Footprint::add);
  const std::size_t n = run.scenario().contexts.size();
  for (std::size_t c = 0; c < n; ++c)
    awaited_readers(run.program, run.words, domain, ContextId(c))
        .erase(run.self);
  if (is_rcu(run.program, domain)) forget_reader(run);
}

void find_readers(Run& run, ObjectId domain, ContextSet set) {
  run.reads(domain);
  const std::size_t n = run.scenario().contexts.size();
  for (std::size_t c = 0; c < n; ++c)
    if (is_reading(run.program, run.words, domain, ContextId(c)))
      set.insert(ContextId(c));
}

bool readers_are_through(Run& run, ObjectId domain, const ContextSet& set) {
  at_end_location(run, domain, &Footprint::read);
  return set.empty();
}

ContextSet awaited_readers(const Program& program, Word* words, ObjectId domain,
                           ContextId waiter) {
  const std::size_t n = program.scenario.contexts.size();
  const std::int32_t size = set_words(n);
  const std::int32_t first = is_rcu(program, domain) ? 0 : depth_words(n);
  return {words + program.layout.objects[domain.index()].words + first +
              waiter.value * size,
          size};
}

// Where nobody reads, it is over at once: that it had begun shows to nobody.
Act synchronize(Run& run, ObjectId domain) {
  if (auto gone = dead(run, domain)) return *gone;
  const ContextSet set =
      awaited_readers(run.program, run.words, domain, run.self);
  const bool begins = stage(run) == 0;
  if (begins) {
    if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, domain);
    find_readers(run, domain, set);
  }
  if (readers_are_through(run, domain, set)) return Act::done;
  if (begins) {
    set_stage(run, 1);
    return Act::stay;
  }
  Want want;
  want.kind = Want::Kind::readers;
  want.object = domain;
  return run.blocked(want);
}

}  // namespace picket
