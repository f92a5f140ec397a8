#include "explorer/check/misuse_wording.h"

#include "spec/base/contract.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/task.h"
#include "spec/semantics/ww_context.h"

namespace picket {
namespace {

struct Told {
  const Program& program;
  const State& state;
  const RawFinding& finding;
  const Scenario& scenario;
  ContextId context;
  std::string who;   // the context
  std::string what;  // the object
  std::string call;  // the step
};

std::string named(const Scenario& s, ObjectId id) {
  if (!id.valid()) return "";
  const Object& o = s.object(id);
  return std::string(facts(o.type).name) + " " + o.name;
}

bool spins(ObjectType type) {
  return type == ObjectType::spinlock_t || type == ObjectType::raw_spinlock_t ||
         type == ObjectType::rwlock_t;
}

// Why the context may not sleep.
std::string not_sleeping_because(const Told& t) {
  for (std::size_t o = 0; o < t.scenario.objects.size(); ++o)
    if (spins(t.scenario.objects[o].type) &&
        holds(t.program, t.state.data(), ObjectId(o), t.context))
      return "while it holds " + named(t.scenario, ObjectId(o));
  if (is_interrupt(t.scenario, t.context)) return "in an interrupt";
  const Atomic a = atomic(t.program, t.state.data(), t.context);
  if (a.irqs_off) return "with interrupts off";
  if (a.softirq > 0) return "with bottom halves off";
  if (a.preempt > 0) return "with preemption off";
  return "where it must not";
}

std::string why_wrong_context(const Told& t) {
  if (!t.finding.step.valid()) return "";
  switch (t.scenario.step(t.finding.step).op) {
    case Op::flush_work:
    case Op::flush_delayed_work:
    case Op::flush_workqueue:
      return ": reclaim, or an item of a queue with WQ_MEM_RECLAIM, must not "
             "wait for a queue without";
    case Op::queue_work:
    case Op::schedule_work:
    case Op::queue_delayed_work:
    case Op::mod_delayed_work:
      return ": the queue is being drained, and only its own items may still "
             "queue there";
    default: return "";
  }
}

// The words of a transaction: see spec/semantics/ww_context.h.
enum WwWord { kOwner, kStamp, kAcquired, kContending, kDone };

Word word_of(const Told& t, ObjectId ctx, WwWord which) {
  const auto begin = t.program.layout.objects[ctx.index()].words;
  return t.state[static_cast<std::size_t>(begin) + which];
}

// What is wrong with working on the transaction itself.
std::string about_transaction(const Told& t, ObjectId ctx) {
  const Word owner = word_of(t, ctx, kOwner);
  if (t.scenario.step(t.finding.step).op == Op::ww_acquire_init)
    return t.what + " has begun already and is not finished yet";
  if (owner == 0) return t.what + " has not begun: ww_acquire_init is missing";
  if (owner != t.context.value + 1)
    return t.what + " belongs to " +
           t.scenario.context(ContextId(owner - 1)).name +
           ", which called ww_acquire_init";
  if (word_of(t, ctx, kAcquired) > 0 && word_of(t, ctx, kDone) == 0)
    return "locks of the transaction are still held";
  return word_of(t, ctx, kDone) != 0 && word_of(t, ctx, kAcquired) == 0
             ? "it was called before"
             : "locks of the transaction are still held";
}

// What is wrong with taking the lock within the transaction.
std::string about_lock(const Told& t, ObjectId ctx) {
  const Scenario& s = t.scenario;
  if (word_of(t, ctx, kDone) != 0)
    return "ww_acquire_done has said that no further lock is taken";
  if (s.object(ctx).klass != s.object(t.finding.object).klass)
    return "the transaction is of another ww_class than the lock";
  const Word lost = word_of(t, ctx, kContending);
  if (lost == 0) return "the slow path is only for after -EDEADLK";
  const std::string contended = named(s, ObjectId(lost - 1));
  if (word_of(t, ctx, kAcquired) > 0)
    return "after -EDEADLK from " + contended +
           ", every lock of the transaction must be released first";
  return "after -EDEADLK from " + contended + ", that lock must be taken first";
}

std::string why_ww(const Told& t) {
  const Step& step = t.scenario.step(t.finding.step);
  if (t.finding.object.valid() &&
      t.scenario.object(t.finding.object).type == ObjectType::ww_acquire_ctx) {
    if (step.op == Op::ww_acquire_done &&
        word_of(t, t.finding.object, kDone) != 0)
      return "it was called before";
    return about_transaction(t, t.finding.object);
  }
  const Operand& ctx = step.operands[1];
  return ctx.given() ? about_lock(t, ctx.object())
                     : "the slow path needs a transaction";
}

std::string lock_sentence(const Told& t, Misuse kind) {
  switch (kind) {
    case Misuse::recursive_lock:
      return t.who + " takes " + t.what + " in " + t.call +
             ", but holds it already";
    case Misuse::unlock_not_held:
      return t.what.empty()
                 ? t.who + " ends in " + t.call + " what it has not begun"
                 : t.who + " releases " + t.what + " in " + t.call +
                       ", but does not hold it";
    case Misuse::lock_not_held:
      return t.who + " needs " + t.what + " for " + t.call +
             ", but does not hold it";
    case Misuse::init_held_lock:
      return t.who + " initialises " + t.what + " in " + t.call +
             " while it is held or in use";
    case Misuse::free_held_lock:
      return t.who + " frees " + t.what + " in " + t.call +
             " while somebody holds it";
    case Misuse::lock_held_at_exit:
      return t.what.empty() ? t.who +
                                  " ends with a section still open, or with "
                                  "interrupts, bottom halves or preemption off"
                            : t.who + " ends and still holds " + t.what;
    default: return "";
  }
}

std::string other_sentence(const Told& t, Misuse kind) {
  switch (kind) {
    case Misuse::sleep_in_atomic:
      return t.who + " may sleep in " + t.call + " " + not_sleeping_because(t);
    case Misuse::wrong_context:
      return t.who + " must not call " + t.call + " here" +
             why_wrong_context(t);
    case Misuse::signal_uninitialized:
      return t.who + " uses " + t.what + " in " + t.call +
             " before dma_fence_init";
    case Misuse::error_after_signal:
      return t.who + " gives " + t.what + " an error in " + t.call +
             " after it was signalled";
    case Misuse::unbalanced_signalling:
      return t.who + " ends a signalling section in " + t.call +
             ", but none is open";
    case Misuse::use_after_free:
      return t.who + " uses " + t.what + " in " + t.call +
             " after it was freed";
    case Misuse::refcount_underflow:
      return t.who + " drops a reference of " + t.what + " in " + t.call +
             " that nobody holds";
    case Misuse::stack_object_used:
      return t.who + " uses " + t.what + " in " + t.call +
             " after the function whose stack it was on returned";
    case Misuse::ww_misuse:
      return t.who + " must not call " + t.call + " here: " + why_ww(t);
    case Misuse::nested_container:
      return t.who + " puts the container " + t.what + " into another in " +
             t.call;
    case Misuse::no_reserved_slot:
      return t.who + " adds a fence to " + t.what + " in " + t.call +
             " without a reserved slot";
    default: return "";
  }
}

}  // namespace

std::string misuse_message(const Program& program, const State& state,
                           const RawFinding& f) {
  const Scenario& s = program.scenario;
  const ContextId context = f.contexts.front();
  const Told told{program,
                  state,
                  f,
                  s,
                  context,
                  s.context(context).name,
                  named(s, f.object),
                  f.step.valid() ? describe(s, s.step(f.step)) : "its end"};
  const auto kind = misuse_named(f.arguments.front());
  PICKET_REQUIRE(kind.has_value(), "a misuse has a kind");
  const std::string of_lock = lock_sentence(told, *kind);
  return of_lock.empty() ? other_sentence(told, *kind) : of_lock;
}

}  // namespace picket
