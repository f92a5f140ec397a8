#include "explorer/check/chain_break.h"

#include <algorithm>
#include <optional>

#include "explorer/check/chain_words.h"
#include "explorer/check/knock_out.h"
#include "spec/model/step_place.h"
#include "spec/rules/lock_change.h"

namespace picket {
namespace {

// Not every one of them is worth a long search.
constexpr std::uint64_t kMostStates = 200'000;
constexpr std::size_t kMostCandidates = 100;

struct Candidate {
  Scenario scenario;
  std::string words;
};

void make_nothing(Step& step) {
  step.op = Op::nop;
  step.operands = {};
  step.into = LocalId{};
}

std::string lines(const std::vector<int>& list) {
  std::string text = list.size() == 1 ? "line " : "lines ";
  for (std::size_t i = 0; i < list.size(); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(list[i]);
  return text;
}

// Who runs the step's function: the thread whose body it is, else the function.
std::string owner(const Scenario& s, const Step& step) {
  for (const Context& c : s.contexts)
    if (c.body == step.function) return c.name;
  return s.function(step.function).name;
}

// A lock that only plain operations take and drop: none whose result counts.
std::optional<Candidate> without_lock(const Scenario& s, ObjectId lock) {
  Candidate c{s, ""};
  std::vector<int> taken;
  for (Step& step : c.scenario.steps) {
    bool concerns = false;
    for (const Operand& o : step.operands)
      concerns |= o.kind == Operand::Kind::object && o.object() == lock;
    if (!concerns) continue;
    const LockChange how = lock_change(step.op);
    if (how == LockChange::none || step.into.valid()) return {};
    if (how != LockChange::release) taken.push_back(step.span.line);
    make_nothing(step);
  }
  if (taken.empty()) return {};
  std::sort(taken.begin(), taken.end());
  taken.erase(std::unique(taken.begin(), taken.end()), taken.end());
  const Object& o = s.object(lock);
  c.words = "the gate lock " + std::string(facts(o.type).name) + " " + o.name +
            " (" + lines(taken) + ")";
  return c;
}

std::optional<Op> untimed(Op op) {
  switch (op) {
    case Op::wait_for_completion_timeout: return Op::wait_for_completion;
    case Op::wait_event_timeout: return Op::wait_event;
    case Op::dma_fence_wait_timeout: return Op::dma_fence_wait;
    case Op::dma_fence_wait_any_timeout: return Op::dma_fence_wait_any;
    case Op::schedule_timeout: return Op::schedule;
    default: return std::nullopt;
  }
}

// The wait goes on until it succeeds, and says so: 1.
std::optional<Candidate> without_time_out(const Scenario& s, std::size_t at) {
  const auto op = untimed(s.steps[at].op);
  if (!op) return {};
  Candidate c{s, ""};
  Scenario& n = c.scenario;
  const Step before = n.steps[at];
  n.steps[at].op = *op;
  n.steps[at].into = LocalId{};
  const std::size_t kept = facts(*op).parameters.size();
  for (std::size_t i = *op == Op::dma_fence_wait ? 1 : kept; i < kMaxOperands;
       ++i)
    n.steps[at].operands[i] = {};
  if (before.into.valid()) {
    Expr one;
    one.kind = ExprKind::number;
    one.value = 1;
    n.expressions.push_back(one);
    Step answer;
    answer.op = Op::return_;
    answer.operands[0] = {Operand::Kind::expression,
                          static_cast<std::int32_t>(n.expressions.size()) - 1};
    answer.silent = true;
    answer.function = FunctionId(n.functions.size());
    n.steps.push_back(answer);
    n.functions.push_back({"succeed", StepId(n.steps.size() - 1), {}, {}, ""});
    Step call;
    call.op = Op::call_;
    call.operands[0] = {Operand::Kind::function, answer.function.value};
    call.into = before.into;
    call.when = before.when;
    call.next = before.next;
    call.function = before.function;
    call.silent = !before.when.valid();
    n.steps.push_back(call);
    n.steps[at].next = StepId(n.steps.size() - 1);
  }
  c.words = "the time-out of " + owner(s, before) + "'s wait" +
            place_remark(s, before);
  return c;
}

bool orders(Op op) {
  switch (op) {
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_any:
    case Op::wait_for_completion:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable:
    case Op::wait_event:
    case Op::wait_event_interruptible:
    case Op::wait_event_killable:
    case Op::wait_event_exclusive:
    case Op::wait_event_interruptible_exclusive:
    case Op::flush_work:
    case Op::flush_workqueue:
    case Op::drain_workqueue:
    case Op::down_: return true;
    default: return false;
  }
}

// Nobody waits there any more.
std::optional<Candidate> without_wait(const Scenario& s, std::size_t at,
                                      ObjectId object) {
  const Step& step = s.steps[at];
  if (!orders(step.op) || step.into.valid()) return {};
  if (step.operands[0].kind == Operand::Kind::object &&
      step.operands[0].object() == object)
    return {};
  Candidate c{s, ""};
  make_nothing(c.scenario.steps[at]);
  c.words = "the order: " + owner(s, step) + " comes to " + describe(s, step) +
            " first" + place_remark(s, step);
  return c;
}

std::optional<Candidate> without_start(const Scenario& s, std::size_t context) {
  const Context& of = s.contexts[context];
  if (!of.starts.valid()) return {};
  Candidate c{s, ""};
  c.scenario.contexts[context].starts = ExprId{};
  c.words = "the order: " + of.name + " starts when " + describe(s, of.starts);
  return c;
}

// The fence is visible from the start.
std::optional<Candidate> published_at_once(const Scenario& s, ObjectId fence) {
  if (s.object(fence).published) return {};
  Candidate c{s, ""};
  c.scenario.objects[fence.index()].published = true;
  std::vector<int> at;
  for (const Step& step : s.steps) {
    const std::size_t which = step.op == Op::publish_ ? 0
                              : step.op == Op::dma_resv_add_fence
                                  ? 1
                                  : kMaxOperands;
    if (which < kMaxOperands && step.operands[which].object() == fence)
      at.push_back(step.span.line);
  }
  c.words = "the order: fence " + s.object(fence).name +
            (at.empty() ? " is never published"
                        : " is published only then (" + lines(at) + ")");
  return c;
}

class Breaking {
 public:
  Breaking(const Scenario& s, ObjectId object, ObjectId fence,
           const SearchOptions& options)
      : s_(s), object_(object), fence_(fence), options_(options) {
    auto& most = options_.limits.states;
    most = most == 0 ? kMostStates : std::min(most, kMostStates);
  }

  std::vector<ChainBreak> run() {
    for (std::size_t o = 0; o < s_.objects.size(); ++o)
      if (type_fits(s_.objects[o].type, "lock") && !s_.objects[o].implicit)
        ask(without_lock(s_, ObjectId(o)));
    for (std::size_t i = 0; i < s_.steps.size(); ++i)
      ask(without_time_out(s_, i));
    for (std::size_t i = 0; i < s_.steps.size(); ++i)
      ask(without_wait(s_, i, object_));
    for (std::size_t c = 0; c < s_.contexts.size(); ++c)
      ask(without_start(s_, c));
    if (found_.empty()) ask(published_at_once(s_, fence_));
    return std::move(found_);
  }

 private:
  // Is it this that keeps the fence from being blocked?
  void ask(std::optional<Candidate> candidate) {
    if (!candidate || ++asked_ > kMostCandidates) return;
    for (const ChainBreak& known : found_)
      if (known.words == candidate->words) return;
    const Scenario& open = candidate->scenario;
    if (!find_losses(without_signals_of(open, object_), options_)
             .fences.count(fence_))
      return;
    const Losses whole = find_losses(open, options_);
    if (!whole.limit.empty() || whole.fences.count(fence_)) return;
    Closure closure(open);
    found_.push_back(
        {candidate->words,
         chain_words(open, closure, closure.path(fence_, object_))});
  }

  const Scenario& s_;
  ObjectId object_, fence_;
  SearchOptions options_;
  std::size_t asked_ = 0;
  std::vector<ChainBreak> found_;
};

}  // namespace

std::vector<ChainBreak> what_breaks_it(const Scenario& s, ObjectId object,
                                       ObjectId fence,
                                       const SearchOptions& options) {
  return Breaking(s, object, fence, options).run();
}

}  // namespace picket
