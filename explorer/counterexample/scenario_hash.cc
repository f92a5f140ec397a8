// Over the words of the scenario: names, types, steps and their edges.
#include "explorer/counterexample/text_hash.h"
#include "explorer/counterexample/witness.h"

namespace picket {
namespace {

void add_object(TextHash& hash, const Scenario& s, const Object& o) {
  hash.add(o.name);
  hash.add(std::string(facts(o.type).name));
  for (std::int64_t n : {o.initial, o.count, o.done, o.seqno, o.max_active})
    hash.add(n);
  hash.add(static_cast<std::int64_t>(o.algorithm));
  hash.add((o.signaled ? 1 : 0) + (o.initialized ? 2 : 0) +
           (o.published ? 4 : 0) + (o.ordered ? 8 : 0) +
           (o.mem_reclaim ? 16 : 0) + (o.signal_on_any ? 32 : 0));
  for (const ObjectId f : o.fences) hash.add(f.value);
  for (std::int64_t id :
       {o.klass.value, o.on_stack_of.value, o.lock.value,
        o.enable_signaling.value, o.release.value, o.function.value})
    hash.add(id);
  for (const ObjectId f : {o.fence, o.prev})
    if (f.valid()) hash.add(f.value);
  hash.add(o.signaled_op.valid() ? describe(s, o.signaled_op) : "");
}

void add_step(TextHash& hash, const Scenario& s, const Step& step) {
  hash.add(describe(s, step));
  hash.add(step.when.valid() ? describe(s, step.when) : "");
  for (std::int64_t id : {step.into.value, step.next.value, step.other.value,
                          step.function.value})
    hash.add(id);
  for (StepId branch : step.branches) hash.add(branch.value);
}

}  // namespace

std::string scenario_hash(const Scenario& s) {
  TextHash hash;
  for (const Object& o : s.objects) add_object(hash, s, o);
  for (const Context& c : s.contexts) {
    hash.add(c.name);
    hash.add(static_cast<std::int64_t>(c.kind));
    hash.add(c.body.value);
    hash.add(c.daemon);
    hash.add(c.starts.valid() ? describe(s, c.starts) : "");
  }
  for (const Step& step : s.steps) add_step(hash, s, step);
  for (const ReclaimEntry& r : s.reclaim) {
    hash.add(r.function.value);
    hash.add(static_cast<std::int64_t>(r.needs));
  }
  return hash.hex();
}

}  // namespace picket
