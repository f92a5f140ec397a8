#include "explorer/check/stuck_cycle.h"

#include "explorer/check/judge.h"

namespace picket {

namespace {

// Who has not begun, or is kept off its CPU, does not wait for what its step
// names.
StepId waiting_step(const Waiter& w) {
  switch (w.want.kind) {
    case Want::Kind::slot:
    case Want::Kind::condition:
    case Want::Kind::line:
    case Want::Kind::cpu: return StepId{};
    default: return w.step;
  }
}

}  // namespace

void StuckCycles::keep(StuckCycle cycle) {
  std::vector<std::int32_t> key;
  for (const ContextId c : cycle.contexts) key.push_back(c.value);
  for (const StepId s : cycle.steps) key.push_back(s.value);
  for (const ObjectId o : cycle.twice) key.push_back(o.value);
  const auto it = cycles_.find(key);
  if (it == cycles_.end())
    cycles_.emplace(std::move(key), std::move(cycle));
  else if (better_witness(cycle.witness, it->second.witness))
    it->second = std::move(cycle);
}

void StuckCycles::add(const EndAnalysis& end, const Schedule& witness) {
  const auto add_one = [&](const std::vector<ContextId>& contexts) {
    StuckCycle cycle;
    cycle.contexts = contexts;
    for (const ContextId c : contexts)
      for (const Waiter& w : end.waiters)
        if (w.context == c) cycle.steps.push_back(waiting_step(w));
    cycle.witness = witness;
    keep(std::move(cycle));
  };
  for (const EndFinding& finding : end.findings)
    if (finding.code == FindingCode::deadlock) add_one(finding.contexts);
  for (const std::vector<ContextId>& circle : end.circles) add_one(circle);
}

void StuckCycles::add_recursion(ContextId context, StepId step, ObjectId lock,
                                const Schedule& witness) {
  keep({{context}, {step}, {lock}, witness});
}

void StuckCycles::add(const StuckCycles& other) {
  for (const auto& [key, cycle] : other.cycles_) keep(cycle);
  for (const auto& [step, witness] : other.sleeps_) add_sleep(step, witness);
}

void StuckCycles::add_sleep(StepId step, const Schedule& witness) {
  const auto [it, fresh] = sleeps_.emplace(step, witness);
  if (!fresh && better_witness(witness, it->second)) it->second = witness;
}

const Schedule* StuckCycles::sleeping(StepId step) const {
  const auto it = sleeps_.find(step);
  return it == sleeps_.end() ? nullptr : &it->second;
}

std::vector<const StuckCycle*> StuckCycles::all() const {
  std::vector<const StuckCycle*> list;
  for (const auto& [key, cycle] : cycles_) list.push_back(&cycle);
  return list;
}

}  // namespace picket
