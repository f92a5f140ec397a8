#include "spec/policies/coverage.h"

#include <algorithm>

#include "spec/model/event_facts.h"
#include "spec/policies/fences_waited_for.h"

namespace picket {
namespace {

bool is_fence(const Object& o) { return type_fits(o.type, "fence"); }

bool names(const Operand& o, const Scenario& s, ObjectId object) {
  if (o.kind == Operand::Kind::klass)
    return s.object(object).klass == ClassId(o.value);
  return o.kind == Operand::Kind::object &&
         (o.object() == object ||
          (s.object(o.object()).klass.valid() &&
           s.object(o.object()).klass == s.object(object).klass &&
           !is_fence(s.object(object))));
}

// What somebody else may need in order to signal.
bool helps(Op op) {
  if (op == Op::up_) return true;
  switch (group_of(op)) {
    case OpGroup::completion:
    case OpGroup::wait_queue:
    case OpGroup::work:
    case OpGroup::data: return !facts(op).blocking;
    default: return false;
  }
}

}  // namespace

// May hold up who takes it: waits, or reclaims.
bool Coverage::delays(const Step& step) const {
  const OperationFacts& f = facts(step.op);
  // The lock of a fence is held by who signals it, and not for long.
  if (f.group == OpGroup::fence && !waited_for(step).valid() &&
      step.op != Op::dma_fence_wait_any &&
      step.op != Op::dma_fence_wait_any_timeout)
    return false;
  if (f.group != OpGroup::memory) return f.blocking;
  if (step.op == Op::might_fault) return true;
  if (step.operands[0].kind != Operand::Kind::word) return f.blocking;
  const std::string& gfp =
      s_.words[static_cast<std::size_t>(step.operands[0].value)];
  return gfp != "GFP_ATOMIC" && gfp != "GFP_NOWAIT";
}

// A section without a class is one of every fence.
bool Coverage::is_for(StepId begin, ObjectId fence) const {
  const Operand& klass = s_.step(begin).operands[0];
  if (klass.kind != Operand::Kind::klass) return true;
  const ClassId k(klass.value);
  return k == s_.object(fence).klass || s_.classes[k.index()] == "dma_fence";
}

bool Coverage::linked(ObjectId from, ObjectId to) const {
  return std::any_of(s_.steps.begin(), s_.steps.end(), [&](const Step& step) {
    return step.op == Op::link_ && names(step.operands[0], s_, from) &&
           names(step.operands[1], s_, to);
  });
}

// An event, not a lock.
ObjectId Coverage::waited_for(const Step& step) const {
  const OperationFacts& f = facts(step.op);
  const bool event = f.blocking && (step.op == Op::dma_fence_wait ||
                                    step.op == Op::dma_fence_wait_timeout ||
                                    f.group == OpGroup::completion);
  if (!event || step.operands[0].kind != Operand::Kind::object) return {};
  const ObjectId named = step.operands[0].object();
  const ObjectId fence = fence_meant(s_, named);
  return fence.valid() ? fence : named;
}

std::vector<StepId> Coverage::sections_of(const Flow& flow) const {
  std::vector<StepId> out;
  for (const Open& open : flow.sections) out.push_back(open.begin);
  return out;
}

void Coverage::add(const Trace& trace) {
  flows_.assign(s_.contexts.size(), {});
  published_.clear();
  for (std::size_t c = 0; c < s_.contexts.size(); ++c)
    flows_[c].atomic = s_.contexts[c].kind == ContextKind::hardirq ||
                       s_.contexts[c].kind == ContextKind::softirq;
  for (std::size_t i = 0; i < trace.events.size(); ++i)
    if (trace.events[i].published.valid())
      published_.try_emplace(trace.events[i].published, i);
  for (std::size_t i = 0; i < trace.events.size(); ++i) look(trace, EventId(i));
  // What would have come behind the end nobody knows.
  for (std::size_t c = 0; c < flows_.size(); ++c)
    for (const Open& open : flows_[c].sections) {
      const Where where{ContextId(c), open.begin};
      unended_.insert(where);
    }
}

void Coverage::look(const Trace& trace, EventId id) {
  const Event& e = trace.events[id.index()];
  if (!e.step.valid() || e.crashes) return;
  const Step& step = s_.step(e.step);
  Flow& flow = flows_[e.context.index()];
  if (is_jump(e, group_of(step.op))) return;
  if (e.begins) {
    flow.within.push_back(e.step);
    if (delays(step)) {
      flow.delays.push_back({id, e.step, sections_of(flow), waited_for(step)});
      for (const Open& open : flow.sections)
        inside_[{e.context, open.begin}].insert(e.step);
    }
    if (helps(step.op))
      for (const Open& open : flow.sections)
        useful_.insert({e.context, open.begin});
  }
  if (e.section >= 0) look_at_section(flow, e, step);
  if (e.signals.valid()) {
    look_at_signal(trace, id, flow);
    look_at_chain(e, flow);
  }
  if (e.ends && !flow.within.empty()) flow.within.pop_back();
}

void Coverage::look_at_section(Flow& flow, const Event& e, const Step& step) {
  if (step.op == Op::dma_fence_begin_signalling) {
    flow.sections.push_back({e.section, e.step});
    inside_[{e.context, e.step}];
  } else {
    std::erase_if(flow.sections, [&](const Open& open) {
      if (open.slot != e.section) return false;
      ended_.insert({e.context, open.begin});
      return true;
    });
  }
}

// What the context did since the fence became visible had to be done first.
void Coverage::look_at_signal(const Trace& trace, EventId id,
                              const Flow& flow) {
  const Event& e = trace.events[id.index()];
  const ObjectId fence = e.signals;
  const auto seen = published_.find(fence);
  if (seen == published_.end() && !s_.object(fence).published) return;
  if (seen != published_.end() && trace.before(id, seen->second)) return;
  applies_ = true;
  const Signal signal{fence, {e.context, e.step}};
  const bool covered =
      flow.atomic ||
      std::any_of(flow.sections.begin(), flow.sections.end(),
                  [&](const Open& open) { return is_for(open.begin, fence); });
  (covered ? covered_ : uncovered_).insert(signal);
  for (const Open& open : flow.sections)
    if (is_for(open.begin, fence)) useful_.insert({e.context, open.begin});
  for (const Delay& delay : flow.delays) {
    const bool before =
        seen != published_.end() && trace.before(delay.event, seen->second);
    if (before) continue;
    bool inside = flow.atomic;
    for (const StepId begin : delay.sections) {
      if (!is_for(begin, fence)) continue;
      inside = true;
      needed_[{e.context, begin}].insert(delay.step);
    }
    if (!inside) early_[signal].insert(delay.step);
    if (inside && delay.waited.valid()) wait_inside(e, delay);
  }
}

void Coverage::wait_inside(const Event& e, const Delay& delay) {
  if (delay.waited != e.signals && !linked(e.signals, delay.waited))
    unlinked_.try_emplace({e.signals, delay.waited},
                          Where{e.context, delay.step});
}

// A fence that is signalled by the callback of another.
void Coverage::look_at_chain(const Event& e, const Flow& flow) {
  for (const StepId outer : flow.within) {
    const Step& step = s_.step(outer);
    if (outer == e.step || (step.op != Op::dma_fence_signal &&
                            step.op != Op::dma_fence_signal_locked))
      continue;
    const ObjectId cause = step.operands[0].object();
    if (cause != e.signals && !linked(e.signals, cause))
      unlinked_.try_emplace({e.signals, cause}, Where{e.context, e.step});
  }
}

std::vector<CoverageGap> Coverage::gaps() const {
  using Kind = CoverageGap::Kind;
  std::vector<CoverageGap> out;
  const auto steps = [](const std::set<StepId>& set) {
    return std::vector<StepId>(set.begin(), set.end());
  };
  for (const Signal& s : uncovered_) {
    CoverageGap gap{
        Kind::missing, s.second.first, s.first, {}, s.second.second, {}};
    if (const auto it = early_.find(s); it != early_.end())
      gap.steps = steps(it->second);
    out.push_back(std::move(gap));
  }
  for (const auto& [s, set] : early_)
    if (!uncovered_.count(s))
      out.push_back({Kind::narrow,
                     s.second.first,
                     s.first,
                     {},
                     s.second.second,
                     steps(set)});
  for (const auto& [where, set] : inside_) {
    std::set<StepId> needless = set;
    if (const auto it = needed_.find(where); it != needed_.end())
      for (const StepId step : it->second) needless.erase(step);
    // Where it never ends, nobody knows what would have come behind.
    if (unended_.count(where) && !ended_.count(where)) continue;
    const bool useless = !useful_.count(where);
    // What helps somebody else may be needed to its end.
    if (!useless && (needless.empty() || !needed_.count(where))) continue;
    out.push_back(
        {Kind::wide, where.first, {}, {}, where.second, steps(needless)});
  }
  for (const auto& [pair, where] : unlinked_)
    out.push_back({Kind::unlinked,
                   where.first,
                   pair.first,
                   pair.second,
                   where.second,
                   {}});
  return out;
}

}  // namespace picket
