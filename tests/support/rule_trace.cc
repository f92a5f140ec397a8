#include "tests/support/rule_trace.h"

#include "explorer/check/order_graph.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

namespace picket::test {
namespace {

std::unique_ptr<Scenario> with_rule(const std::string& yaml,
                                    const std::string& rule) {
  return std::make_unique<Scenario>(scenario_of("scenario: by-hand\n" + yaml +
                                                "rules:\n  r: " + rule + "\n"));
}

}  // namespace

RuleTrace::RuleTrace(const std::string& yaml, const std::string& rule)
    : scenario_(with_rule(yaml, rule)),
      plans_(plan_rules(*scenario_)),
      events_(plans_),
      violations_(plans_) {
  trace_.contexts = scenario_->contexts.size();
  open_.resize(trace_.contexts);
  for (const Context& c : scenario_->contexts)
    next_.push_back(scenario_->function(c.body).entry);
}

Event RuleTrace::event(const std::string& thread, const std::string& text) {
  const Scenario& s = *scenario_;
  Event e;
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    if (s.contexts[c].name == thread) e.context = ContextId(c);
  StepId& at = next_[e.context.index()];
  CHECK_TEXT(at.valid(), text.c_str());
  STRCMP_EQUAL(text.c_str(), describe(s, s.step(at)).c_str());
  e.step = at;
  at = s.step(at).next;
  e.begins = true;
  for (const ObjectId o : objects_of(s, s.step(e.step)))
    e.footprint.write(static_cast<std::uint32_t>(o.index()));
  return e;
}

RuleTrace& RuleTrace::does(const std::string& thread, const std::string& text,
                           std::int32_t result) {
  Event e = event(thread, text);
  const Step& step = scenario_->step(e.step);
  e.happens = true;
  e.result = result;
  auto& open = open_[e.context.index()];
  switch (step.op) {
    case Op::dma_fence_signal:
      if (result == 0) e.signals = step.operands[0].object();
      break;
    case Op::publish_: e.published = step.operands[0].object(); break;
    case Op::dma_resv_add_fence: e.published = step.operands[1].object(); break;
    case Op::dma_fence_begin_signalling:
      e.section = static_cast<std::int32_t>(open.size());
      open.push_back(e.section);
      break;
    case Op::dma_fence_end_signalling:
      e.section = open.back();
      open.pop_back();
      break;
    default: break;
  }
  append_event(trace_, e);
  return *this;
}

RuleTrace& RuleTrace::crashes(const std::string& thread,
                              const std::string& text) {
  Event e = event(thread, text);
  e.crashes = true;
  append_event(trace_, e);
  return *this;
}

RuleTrace& RuleTrace::stays(const std::string& thread,
                            const std::string& text) {
  const Event e = event(thread, text);
  trace_.pending.push_back({e.context, e.step, false});
  return *this;
}

RuleEvents& RuleTrace::events() {
  events_.read(trace_);
  return events_;
}

bool RuleTrace::violated() {
  events_.read(trace_);
  violations_.find(events_, 0, cases_);
  OrderGraph graph;
  graph.begin(events_.order());
  return graph.ask(cases_) == OrderAnswer::possible;
}

bool RuleTrace::applied() {
  violated();
  return violations_.applied();
}

}  // namespace picket::test
