#include "spec/semantics/evaluate.h"

#include "spec/semantics/fence.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/store_buffer.h"

namespace picket {
namespace {

std::int32_t wrap(std::int64_t v) { return static_cast<std::int32_t>(v); }

std::int32_t leaf(Run& run, const Expr& e) {
  switch (e.kind) {
    case ExprKind::number: return e.value;
    case ExprKind::local: return local(run, LocalId(e.value));
    default: break;
  }
  const ObjectId o = run.meant(ObjectId(e.value));
  if (dead(run, o)) return 0;
  switch (e.kind) {
    case ExprKind::held: run.reads(o); return holds(run, o);
    case ExprKind::variable: return load(run, o);
    case ExprKind::done: run.reads(o); return run.block(o)[0];
    case ExprKind::signaled: run.reads(o); return fence_signaled(run, o);
    case ExprKind::published: run.reads(o); return fence_published(run, o);
    default: return 0;
  }
}

std::int32_t divide(std::int64_t a, std::int64_t b, bool modulo) {
  if (b == 0) return 0;
  return wrap(modulo ? a % b : a / b);
}

}  // namespace

std::int32_t apply(ExprKind kind, std::int64_t a, std::int64_t b) {
  switch (kind) {
    case ExprKind::not_: return a == 0;
    case ExprKind::negate: return wrap(-a);
    case ExprKind::and_: return a != 0 && b != 0;
    case ExprKind::or_: return a != 0 || b != 0;
    case ExprKind::add: return wrap(a + b);
    case ExprKind::subtract: return wrap(a - b);
    case ExprKind::multiply: return wrap(a * b);
    case ExprKind::divide: return divide(a, b, false);
    case ExprKind::modulo: return divide(a, b, true);
    case ExprKind::equal: return a == b;
    case ExprKind::not_equal: return a != b;
    case ExprKind::less: return a < b;
    case ExprKind::less_equal: return a <= b;
    case ExprKind::greater: return a > b;
    case ExprKind::greater_equal: return a >= b;
    default: return 0;
  }
}

std::int32_t evaluate(Run& run, ExprId id) {
  const Expr& e = run.scenario().expr(id);
  switch (e.kind) {
    case ExprKind::number:
    case ExprKind::local:
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held: return leaf(run, e);
    case ExprKind::done: return leaf(run, e) != 0;
    case ExprKind::not_:
    case ExprKind::negate: return apply(e.kind, evaluate(run, e.left), 0);
    case ExprKind::and_: return evaluate(run, e.left) && evaluate(run, e.right);
    case ExprKind::or_: return evaluate(run, e.left) || evaluate(run, e.right);
    default: break;
  }
  const std::int64_t a = evaluate(run, e.left);
  const std::int64_t b = evaluate(run, e.right);
  return apply(e.kind, a, b);
}

}  // namespace picket
