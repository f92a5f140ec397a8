#include "spec/yaml/flow_checks.h"

#include <algorithm>
#include <set>

#include "spec/yaml/expressions.h"
#include "spec/yaml/function_uses.h"

namespace picket {
namespace {

FunctionId callee(const Step& step) {
  const bool calls =
      step.op == Op::call_ && step.operands[0].kind == Operand::Kind::function;
  return calls ? FunctionId(step.operands[0].value) : FunctionId{};
}

template <class Visit>
void for_each_successor(const Step& step, Visit visit) {
  if (step.next.valid()) visit(step.next);
  if (step.other.valid()) visit(step.other);
  for (const StepId branch : step.branches)
    if (branch.valid()) visit(branch);
}

// Steps that a fact may hold before, spread forward from where it begins.
class Spread {
 public:
  explicit Spread(const Scenario& scenario)
      : scenario_(scenario), reached_(scenario.steps.size()) {}

  void from(StepId step) {
    if (!step.valid() || reached_[step.index()]) return;
    reached_[step.index()] = true;
    waiting_.push_back(step);
  }
  void behind(const Step& step) {
    for_each_successor(step, [&](StepId next) { from(next); });
  }
  void into(FunctionId function) {
    if (function.valid()) from(scenario_.function(function).entry);
  }
  bool next(StepId& step) {
    if (waiting_.empty()) return false;
    step = waiting_.back();
    waiting_.pop_back();
    return true;
  }
  bool holds_before(StepId step) const { return reached_[step.index()]; }

 private:
  const Scenario& scenario_;
  std::vector<bool> reached_;
  std::vector<StepId> waiting_;
};

StepId step_id(std::size_t k) { return StepId(k); }

Place place_of(const Scenario& scenario, const Step& step,
               const SourceSpan& span) {
  return {scenario.function(step.function).file, span};
}

// Assigned in a step: visible behind it, and in the functions called there.
// What a called function assigns itself is gone when it returns.
Spread spread_of_local(const Scenario& scenario, LocalId local) {
  Spread spread(scenario);
  for (const Step& step : scenario.steps)
    if (step.into == local) spread.behind(step);
  for (StepId id; spread.next(id);) {
    const Step& step = scenario.step(id);
    spread.behind(step);
    spread.into(callee(step));
  }
  return spread;
}

struct Read {
  StepId step;
  SourceSpan span;
};

void check_local(Reading& reading, LocalId local,
                 const std::vector<Read>& reads) {
  const Scenario& scenario = reading.scenario;
  const Spread spread = spread_of_local(scenario, local);
  // Unrolled copies share their text: it is wrong only if all of them are.
  std::set<SourceSpan> good;
  for (const Read& read : reads)
    if (spread.holds_before(read.step)) good.insert(read.span);
  for (const Read& read : reads) {
    if (good.count(read.span)) continue;
    reading.mistakes.add(
        Mistake::unassigned_local,
        place_of(scenario, scenario.step(read.step), read.span),
        in_quotes(scenario.locals[local.index()]) + " is never assigned here",
        "a local belongs to the thread, function or callback whose `into` "
        "assigns it, and is seen in the functions that calls");
  }
}

// A section that the context may have opened before: it stays open over
// calls and returns. What runs as a callback sees the sections of the thread
// that it interrupts.
class SectionSpread {
 public:
  SectionSpread(const Scenario& scenario, const std::vector<FunctionUse>& uses)
      : spread_(scenario), callers_(uses.size()), left_open_(uses.size()) {
    for (const Step& step : scenario.steps)
      if (callee(step).valid()) callers_[callee(step).index()].push_back(&step);
    for (const Step& step : scenario.steps)
      if (step.op == Op::dma_fence_begin_signalling) pass(step);
    for (std::size_t f = 0; f < uses.size(); ++f)
      if (uses[f].inside_a_thread) spread_.into(FunctionId(f));
    for (StepId id; spread_.next(id);) {
      pass(scenario.step(id));
      spread_.into(callee(scenario.step(id)));
    }
  }

  bool may_be_open_before(StepId step) const {
    return spread_.holds_before(step);
  }

 private:
  // A section may be open behind this step, and behind the calls of its
  // function if the function may end here.
  void pass(const Step& step) {
    spread_.behind(step);
    if (!may_end(step) || left_open_[step.function.index()]) return;
    left_open_[step.function.index()] = true;
    for (const Step* call : callers_[step.function.index()]) pass(*call);
  }

  static bool may_end(const Step& step) {
    switch (step.op) {
      case Op::if_:
      case Op::while_: return !step.next.valid() || !step.other.valid();
      case Op::choose_:
        return std::any_of(step.branches.begin(), step.branches.end(),
                           [](StepId branch) { return !branch.valid(); });
      default: return !step.next.valid();
    }
  }

  Spread spread_;
  std::vector<std::vector<const Step*>> callers_;
  std::vector<bool> left_open_;
};

bool expects_misuse(const Expectation& expect) {
  return std::any_of(
      expect.patterns.begin(), expect.patterns.end(),
      [](const Pattern& p) { return p.code == FindingCode::misuse; });
}

struct CallGraph {
  Reading& reading;
  std::vector<std::vector<const Step*>> calls;  // by function
  std::vector<int> state;                       // 0 new, 1 open, 2 done
};

void visit_calls(CallGraph& graph, FunctionId function) {
  graph.state[function.index()] = 1;
  for (const Step* step : graph.calls[function.index()]) {
    const FunctionId to = callee(*step);
    if (graph.state[to.index()] == 0)
      visit_calls(graph, to);
    else if (graph.state[to.index()] == 1)
      graph.reading.mistakes.add(
          Mistake::recursive_call,
          place_of(graph.reading.scenario, *step, step->span),
          "this call of " +
              in_quotes(graph.reading.scenario.function(to).name) +
              " closes a circle of calls",
          "use a loop; functions cannot be recursive");
  }
  graph.state[function.index()] = 2;
}

}  // namespace

void check_recursion(Reading& reading) {
  const Scenario& scenario = reading.scenario;
  const std::size_t count = scenario.functions.size();
  CallGraph graph{reading, {}, std::vector<int>(count)};
  graph.calls.resize(count);
  for (const Step& step : scenario.steps)
    if (callee(step).valid())
      graph.calls[step.function.index()].push_back(&step);
  for (std::size_t f = 0; f < count; ++f)
    if (graph.state[f] == 0) visit_calls(graph, FunctionId(f));
}

void check_locals(Reading& reading) {
  const Scenario& scenario = reading.scenario;
  const auto uses = function_uses(scenario);
  std::vector<std::vector<Read>> reads(scenario.locals.size());
  for (std::size_t k = 0; k < scenario.steps.size(); ++k) {
    const Step& step = scenario.steps[k];
    // Nobody runs it, so nobody's locals are missing: a variant may have
    // replaced the thread that called it.
    if (!uses[step.function.index()].used()) continue;
    for (const LocalRead& read : locals_read(scenario, step))
      reads[read.local.index()].push_back({step_id(k), read.span});
  }
  for (std::size_t l = 0; l < reads.size(); ++l)
    if (!reads[l].empty() && !reading.doubtful_locals.count(scenario.locals[l]))
      check_local(reading, LocalId(l), reads[l]);
}

void check_sections(Reading& reading) {
  const Scenario& scenario = reading.scenario;
  if (expects_misuse(scenario.expect) || !reading.broken.empty()) return;
  const auto uses = function_uses(scenario);
  const SectionSpread spread(scenario, uses);
  std::set<SourceSpan> good;
  const auto closes = [&](const Step& step) {
    return step.op == Op::dma_fence_end_signalling &&
           !step.operands[0].given() && uses[step.function.index()].used();
  };
  for (std::size_t k = 0; k < scenario.steps.size(); ++k)
    if (closes(scenario.steps[k]) && spread.may_be_open_before(step_id(k)))
      good.insert(scenario.steps[k].span);
  for (const Step& step : scenario.steps)
    if (closes(step) && !good.count(step.span))
      reading.mistakes.add(
          Mistake::unbalanced_section, place_of(scenario, step, step.span),
          "no dma_fence_begin_signalling can run before this",
          "if that is the point, expect `misuse: unbalanced-signalling`");
}

void check_ww_classes(Reading& reading) {
  const Scenario& scenario = reading.scenario;
  if (expects_misuse(scenario.expect)) return;
  for (const Step& step : scenario.steps) {
    const OpGroup group = group_of(step.op);
    if (group != OpGroup::ww && group != OpGroup::resv) continue;
    const Operand& first = step.operands[0];
    const Operand& second = step.operands[1];
    if (first.kind != Operand::Kind::object ||
        second.kind != Operand::Kind::object || !first.object().valid() ||
        !second.object().valid())
      continue;
    const Object& lock = scenario.object(first.object());
    const Object& ctx = scenario.object(second.object());
    if (ctx.type != ObjectType::ww_acquire_ctx || lock.klass == ctx.klass ||
        !lock.klass.valid())
      continue;
    const std::string& klass = scenario.classes[lock.klass.index()];
    reading.mistakes.add(
        Mistake::ww_class_differs, place_of(scenario, step, step.span),
        in_quotes(ctx.name) + " is a transaction of " +
            in_quotes(scenario.classes[ctx.klass.index()]) + ", " +
            in_quotes(lock.name) + " a lock of " + in_quotes(klass),
        "declare " + ctx.name + ": { type: ww_acquire_ctx, class: " + klass +
            " }");
  }
}

void check_handlers(Reading& reading) {
  const Scenario& scenario = reading.scenario;
  for (const Step& step : scenario.steps) {
    if (step.op != Op::disable_irq && step.op != Op::enable_irq &&
        step.op != Op::synchronize_irq)
      continue;
    const ContextId handler(step.operands[0].value);
    if (!handler.valid()) continue;
    const Context& context = scenario.context(handler);
    if (context.kind == ContextKind::hardirq ||
        context.kind == ContextKind::kthread)
      continue;
    reading.mistakes.add(
        Mistake::wrong_object_type, place_of(scenario, step, step.span),
        in_quotes(context.name) + " is no interrupt handler",
        "only a thread with `context: hardirq`, or `kthread` for a threaded "
        "handler, has an interrupt line");
  }
}

}  // namespace picket
