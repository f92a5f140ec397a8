#include "spec/semantics/rcu_callback.h"

#include <algorithm>

#include "spec/base/contract.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/grace_period.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

class Head {
 public:
  Head(const Program& program, Word* words, ObjectId head)
      : words_(words + program.layout.objects[head.index()].words),
        room_(program.layout.objects[head.index()].capacity),
        size_(set_words(program.scenario.contexts.size())) {}

  Word& queued() { return words_[0]; }
  std::int32_t queued() const { return words_[0]; }
  bool full() const { return words_[0] == room_; }
  ContextSet running() const { return {words_ + 1, size_}; }
  ContextSet readers(int i) const { return {entry(i), size_}; }
  ContextSet barriers(int i) const { return {entry(i) + size_, size_}; }

  // The first is the one that runs now.
  void start_first() {
    std::copy_n(entry(0) + size_, size_, words_ + 1);
    std::copy(entry(1), entry(room_), entry(0));
    std::fill_n(entry(room_ - 1), 2 * size_, 0);
    --words_[0];
  }
  void end_running() { std::fill_n(words_ + 1, size_, 0); }

 private:
  Word* entry(int i) const { return words_ + 1 + size_ + i * 2 * size_; }

  Word* words_;
  std::int32_t room_;
  std::int32_t size_;
};

Head head_of(const Program& program, const Word* words, ObjectId head) {
  return {program, const_cast<Word*>(words), head};
}

// The rcu_head that stands for this step and this context.
ObjectId own_head(const Run& run) {
  const Scenario& s = run.scenario();
  const ObjectId mine = s.context(run.self).work;
  const bool callback =
      mine.valid() && s.object(mine).type == ObjectType::rcu_head;
  for (const ObjectId h : run.program.layout.rcu_heads) {
    const Object& head = s.object(h);
    if (head.call == run.effect.step &&
        head.caller == (callback ? ContextId{} : run.self))
      return h;
  }
  PICKET_REQUIRE(false, "every call of call_rcu has an rcu_head");
  return {};
}

// Where its callbacks run: on the CPU of who calls call_rcu, unless that is a
// callback itself.
std::int32_t cpu_of_caller(const Program& program, ObjectId head) {
  const ContextId caller = program.scenario.object(head).caller;
  if (!caller.valid()) return -1;
  const std::int32_t cpu = program.layout.contexts[caller.index()].cpu;
  if (cpu < 0) return -1;
  const CpuLayout& at = program.layout.cpus[static_cast<std::size_t>(cpu)];
  const bool there =
      at.irq_work >= 0 &&
      (at.number >= 0 || program.layout.objects[head.index()].watched);
  return there ? cpu : -1;
}

}  // namespace

std::int32_t head_words(std::size_t contexts, std::int32_t callbacks) {
  return 1 + set_words(contexts) * (1 + 2 * callbacks);
}

Act call_rcu(Run& run) {
  const ObjectId h = own_head(run);
  Head head(run.program, run.words, h);
  run.writes(h);
  if (head.full()) return Act::limited;
  find_readers(run, run.program.layout.rcu, head.readers(head.queued()));
  ++head.queued();
  return Act::done;
}

// Of each head it waits for the last callback that is queued now, or for the
// one that runs: they run in order.
Act rcu_barrier(Run& run) {
  const bool begins = stage(run) == 0;
  if (begins && !may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
  bool waits = false;
  for (const ObjectId h : run.program.layout.rcu_heads) {
    Head head(run.program, run.words, h);
    run.reads(runner_of(run, h));
    if (begins) {
      run.adds(h);
      if (head.queued() > 0)
        head.barriers(head.queued() - 1).insert(run.self);
      else if (deferred_running(run.program, run.words, h))
        head.running().insert(run.self);
    }
    waits |= awaits_callback(run.program, run.words, h, run.self);
  }
  if (!waits) return Act::done;
  if (begins) {
    set_stage(run, 1);
    return Act::stay;
  }
  Want want;
  want.kind = Want::Kind::callbacks;
  return run.blocked(want);
}

// Who begins to wait in rcu_barrier does not see whether it runs already.
Act begin_callback(Run& run) {
  const ObjectId h = run.scenario().context(run.self).work;
  Head head(run.program, run.words, h);
  if (head.queued() == 0) {
    run.reads(h);
    return run.blocked({});
  }
  if (!readers_are_through(run, run.program.layout.rcu, head.readers(0))) {
    run.reads(h);
    Want want;
    want.kind = Want::Kind::readers;
    want.object = run.program.layout.rcu;
    return run.blocked(want);
  }
  const std::int32_t cpu = cpu_of_caller(run.program, h);
  if (!comes_in(run, cpu)) {
    run.reads(h);
    return Act::blocked;
  }
  run.adds(h);
  head.start_first();
  if (is_guest(run, cpu)) enter_cpu(run, cpu);
  return enter_function(run);
}

std::int32_t callback_fires_on(const Program& program, ObjectId head) {
  const std::int32_t cpu = cpu_of_caller(program, head);
  return may_fire_elsewhere(program, cpu) ? -1 : cpu;
}

Act end_callback(Run& run) {
  Head(run.program, run.words, run.scenario().context(run.self).work)
      .end_running();
  run.writes(run.self);
  leave_cpu(run);
  become_idle(run);
  return Act::done;
}

bool callback_queued(const Program& program, const Word* words, ObjectId h) {
  return head_of(program, words, h).queued() > 0;
}

bool waits_for_reader(const Program& program, const Word* words, ObjectId h,
                      ContextId reader) {
  const Head head = head_of(program, words, h);
  return head.queued() > 0 && head.readers(0).has(reader);
}

bool awaits_callback(const Program& program, const Word* words, ObjectId h,
                     ContextId context) {
  const Head head = head_of(program, words, h);
  bool waits = head.running().has(context);
  for (int i = 0; i < head.queued(); ++i)
    waits |= head.barriers(i).has(context);
  return waits;
}

void forget_reader(Run& run) {
  for (const ObjectId h : run.program.layout.rcu_heads) {
    Head head(run.program, run.words, h);
    for (int i = 0; i < head.queued(); ++i) head.readers(i).erase(run.self);
  }
}

}  // namespace picket
