#include "explorer/check/rule_wording.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

std::string quoted(const std::string& text) { return "`" + text + "`"; }

std::string place(const Scenario& s, const RulePoint& p) {
  std::string out;
  if (p.context.valid()) out += " by " + s.context(p.context).name;
  if (p.step.valid()) out += place_remark(s, s.step(p.step));
  return out;
}

// A signal or a publication may be the doing of an operation of another name.
std::string event_name(const Scenario& s, const RulePoint& p) {
  if (!p.step.valid()) return "the start";
  const Step& step = s.step(p.step);
  std::string own = describe(s, step);
  if (!p.object.valid()) return own;
  const std::string& fence = s.object(p.object).name;
  const bool publishes =
      step.op == Op::publish_ || step.op == Op::dma_resv_add_fence;
  const bool signals =
      step.op == Op::dma_fence_signal || step.op == Op::dma_fence_signal_locked;
  if (publishes || signals) return own;
  return own + " signalling " + fence;
}

std::string list(const Scenario& s, const std::vector<RulePoint>& points) {
  std::string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0) out += i + 1 == points.size() ? " and " : ", ";
    out += name_of(s, points[i]);
  }
  return out;
}

std::string never(const Scenario& s, const Rule& rule,
                  const std::vector<RulePoint>& points) {
  std::string out = name_of(s, points.back());
  if (!rule.has_within) return out + " must never happen";
  out += " happens within " + quoted(rule.interval.text);
  if (points.size() > 1) out += ", open since " + name_of(s, points.front());
  return out;
}

}  // namespace

std::string name_of(const Scenario& s, const RulePoint& p) {
  switch (p.kind) {
    case NodeKind::published_at_start:
      return "publish(" + s.object(p.object).name + ") at the start";
    case NodeKind::signaled_at_start:
      return "dma_fence_signal(" + s.object(p.object).name + ") at the start";
    case NodeKind::attempt:
      return "the attempt at " + describe(s, s.step(p.step)) + place(s, p);
    case NodeKind::transition: break;
  }
  return event_name(s, p) + place(s, p);
}

std::string rule_message(const Scenario& s, const Rule& rule,
                         const std::vector<RulePoint>& points) {
  if (points.empty())
    return "rule " + rule.id + " does not hold in every order";
  const std::string first = name_of(s, points.front());
  const std::string last = name_of(s, points.back());
  switch (rule.pattern) {
    case Rule::Pattern::never: return never(s, rule, points);
    case Rule::Pattern::only_if:
      return first + " happens with no " + quoted(rule.b.text) + " before it";
    case Rule::Pattern::order: return first + " can come before " + last;
    case Rule::Pattern::leads_to:
      return first + " is never followed by " + quoted(rule.b.text);
    case Rule::Pattern::in_order:
      return first + " can come before " + last + ", whose " + rule.by +
             " is lower";
    case Rule::Pattern::at_most:
      return "more than " + std::to_string(rule.number) + " " +
             quoted(rule.interval.text) + " at once: opened by " +
             list(s, points);
    case Rule::Pattern::exclusive:
      return quoted(rule.interval.text) + " and " + quoted(rule.second.text) +
             " overlap: opened by " + list(s, points);
    case Rule::Pattern::acyclic:
      return "the waits go in a circle: " + list(s, points);
  }
  return "";
}

}  // namespace picket
