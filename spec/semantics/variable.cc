// Shared variables: int and atomic_t, and the life of objects as steps.
//
// Follows include/linux/atomic.h of Linux 6.12. Every access is one transition
// and orders everything, but that stores may be buffered (store_buffer.h).
#include "spec/base/contract.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/store_buffer.h"

namespace picket {
namespace {

// Evaluates the first `n` of the list on the way down, the last first, and
// assigns on the way back, so that every expression sees the values before the
// step.
Act assign(Run& run, const std::vector<Assignment>& list, std::size_t n) {
  if (n == 0) return Act::done;
  const ObjectId variable = list[n - 1].variable;
  const std::int32_t value = evaluate(run, list[n - 1].value);
  if (run.effect.misuse) return Act::crashed;
  if (auto gone = dead(run, variable)) return *gone;
  const Act act = assign(run, list, n - 1);
  if (act == Act::done) store(run, variable, value);
  return act;
}

Act assign(Run& run) {
  const auto at = static_cast<std::size_t>(run.operand(0).value);
  const auto& list = run.scenario().assignment_lists[at];
  if (!has_room(run, static_cast<std::int32_t>(list.size())))
    return run.blocked({});
  return assign(run, list, list.size());
}

Act read(Run& run) {
  const ObjectId v = run.object();
  if (auto gone = dead(run, v)) return *gone;
  return run.result(load(run, v));
}

// Adds without wrapping into undefined behaviour, as the kernel is compiled.
Word sum(Word a, Word b) {
  return static_cast<Word>(static_cast<std::uint32_t>(a) +
                           static_cast<std::uint32_t>(b));
}

Act increment(Run& run) {
  const ObjectId v = run.object();
  if (auto gone = dead(run, v)) return *gone;
  run.adds(v);
  run.block(v)[0] = sum(run.block(v)[0], 1);
  return Act::done;
}

Act decrement_and_test(Run& run) {
  const ObjectId v = run.object();
  if (auto gone = dead(run, v)) return *gone;
  run.writes(v);
  Word& value = run.block(v)[0];
  value = sum(value, -1);
  return run.result(value == 0 ? 1 : 0);
}

Act compare_and_exchange(Run& run) {
  const ObjectId v = run.object();
  if (auto gone = dead(run, v)) return *gone;
  const std::int32_t old = evaluate(run, run.operand(1).expression());
  const std::int32_t fresh = evaluate(run, run.operand(2).expression());
  if (run.effect.misuse) return Act::crashed;
  Word& value = run.block(v)[0];
  const std::int32_t found = value;
  if (found != old) {
    run.reads(v);
    return run.result(found);
  }
  run.writes(v);
  value = fresh;
  return run.result(found);
}

}  // namespace

Act run_data(Run& run) {
  switch (run.step().op) {
    case Op::set_: return assign(run);
    case Op::read_: return read(run);
    case Op::atomic_inc: return increment(run);
    case Op::atomic_dec_and_test: return decrement_and_test(run);
    case Op::cmpxchg: return compare_and_exchange(run);
    case Op::smp_mb: return Act::done;
    case Op::assert_:
      return evaluate(run, run.operand(0).expression()) != 0 &&
                     !run.effect.misuse
                 ? Act::done
                 : Act::crashed;
    case Op::free_: return free_object(run);
    case Op::init_: return init_object(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on data");
  return Act::blocked;
}

}  // namespace picket
