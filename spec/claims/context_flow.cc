#include "spec/claims/context_flow.h"

#include <algorithm>

namespace picket {

ContextFlow::ContextFlow(const StepReader& reader, ContextId context)
    : reader_(reader),
      s_(reader.scenario()),
      context_(context),
      step_count_(s_.steps.size()),
      seen_(step_count_, 0),
      facts_(step_count_),
      at_start_(reader.facts_of_start(context)),
      at_end_(reader.facts_of_end(context)),
      next_(step_count_ + s_.functions.size()),
      previous_(next_.size()) {
  std::vector<StepId> open;
  const auto visit = [&](StepId id) {
    if (!id.valid() || seen_[id.index()]) return;
    seen_[id.index()] = 1;
    open.push_back(id);
  };
  visit(s_.function(s_.context(context).body).entry);
  while (!open.empty()) {
    const StepId id = open.back();
    open.pop_back();
    const Step& step = s_.step(id);
    visit(step.next);
    visit(step.other);
    for (const StepId b : step.branches) visit(b);
    for (const RunFunction& f : reader_.runs(id))
      visit(s_.function(f.function).entry);
  }
  for (std::size_t i = 0; i < step_count_; ++i) {
    if (!seen_[i]) continue;
    steps_.push_back(StepId(i));
    facts_[i] = reader_.facts(context, StepId(i));
  }
  for (const StepId id : steps_) add_step(id);
  find_inside();
}

void ContextFlow::add_edge(Node from, Node to) {
  std::vector<Node>& list = next_[from];
  if (std::find(list.begin(), list.end(), to) != list.end()) return;
  list.push_back(to);
  previous_[to].push_back(from);
}

// From a node to wherever control goes when the step is over: to its
// successors, or to the end of its function.
void ContextFlow::lead_on(Node from, StepId after) {
  const Step& step = s_.step(after);
  const Node end = end_of(step.function);
  const auto to = [&](StepId target) {
    add_edge(from, target.valid() ? target.index() : end);
  };
  if (step.op == Op::return_) {
    add_edge(from, end);
    if (step.when.valid()) to(step.next);
    return;
  }
  for (const StepId b : step.branches) to(b);
  if (step.branches.empty() || step.when.valid()) to(step.next);
  if (step.op == Op::if_ || step.op == Op::while_) to(step.other);
}

void ContextFlow::add_step(StepId id) {
  const std::vector<RunFunction> runs = reader_.runs(id);
  const Step& step = s_.step(id);
  const bool passes = step.op != Op::call_ || step.when.valid();
  if (passes) lead_on(id.index(), id);
  for (const RunFunction& f : runs) {
    const StepId entry = s_.function(f.function).entry;
    const Node first = entry.valid() ? entry.index() : end_of(f.function);
    add_edge(id.index(), first);
    const Node end = end_of(f.function);
    lead_on(end, id);
    if (step.op == Op::call_) continue;
    // One callback after another.
    for (const RunFunction& g : runs)
      if (const StepId other = s_.function(g.function).entry; other.valid())
        add_edge(end, other.index());
  }
}

std::vector<char> ContextFlow::reach(
    const std::vector<Node>& from, const std::vector<std::vector<Node>>& edges,
    ObjectId until) const {
  std::vector<char> found(next_.size(), 0);
  std::vector<Node> open;
  const auto expand = [&](Node n) {
    for (const Node m : edges[n])
      if (!found[m]) {
        found[m] = 1;
        open.push_back(m);
      }
  };
  for (const Node n : from) expand(n);
  while (!open.empty()) {
    const Node n = open.back();
    open.pop_back();
    if (until.valid() && n < step_count_ && facts_[n].drops == until &&
        !s_.steps[n].when.valid())
      continue;
    expand(n);
  }
  return found;
}

std::vector<StepId> ContextFlow::steps_of(
    const std::vector<char>& nodes) const {
  std::vector<StepId> out;
  for (const StepId id : steps_)
    if (nodes[id.index()]) out.push_back(id);
  return out;
}

std::vector<StepId> ContextFlow::before(StepId step) const {
  const Node node =
      step.valid() ? step.index() : end_of(s_.context(context_).body);
  return steps_of(reach({node}, previous_, {}));
}

bool ContextFlow::repeats(StepId step) const {
  return reach({step.index()}, next_, {})[step.index()] != 0;
}

std::vector<StepId> ContextFlow::under(ObjectId lock) const {
  std::vector<Node> taken;
  for (const StepId id : steps_)
    if (facts(id).acquires == lock) taken.push_back(id.index());
  const std::vector<StepId> inside = steps_of(reach(taken, next_, lock));
  // Taken twice, it is still held after the first release.
  const bool nested = std::any_of(inside.begin(), inside.end(), [&](StepId id) {
    return facts(id).acquires == lock;
  });
  return nested ? steps_of(reach(taken, next_, {})) : inside;
}

bool ContextFlow::balanced(ObjectId lock) const {
  const StepId entry = s_.function(s_.context(context_).body).entry;
  for (const StepId drop : steps_) {
    if (facts(drop).drops != lock) continue;
    std::vector<char> found(next_.size(), 0);
    std::vector<Node> open{drop.index()};
    while (!open.empty()) {
      const Node n = open.back();
      open.pop_back();
      if (n == entry.index()) return false;
      for (const Node m : previous_[n]) {
        const bool step = m < step_count_;
        if (step && facts_[m].drops == lock) return false;
        // One that may fail, or be skipped, has taken nothing.
        if (step && facts_[m].acquires == lock && !s_.steps[m].when.valid() &&
            picket::facts(s_.steps[m].op).result.empty())
          continue;
        if (found[m]) continue;
        found[m] = 1;
        open.push_back(m);
      }
    }
  }
  return true;
}

void ContextFlow::find_inside() {
  for (const StepId id : steps_)
    for (const RunFunction& f : reader_.runs(id)) {
      if (!f.fence.valid()) continue;
      const auto same = [&](const Inside& i) {
        return i.fence == f.fence && i.why == f.why &&
               std::find(i.steps.begin(), i.steps.end(),
                         s_.function(f.function).entry) != i.steps.end();
      };
      const StepId entry = s_.function(f.function).entry;
      if (!entry.valid() || std::any_of(inside_.begin(), inside_.end(), same))
        continue;
      // Its own steps and those of what they run.
      std::vector<char> in(step_count_, 0);
      std::vector<StepId> open{entry};
      in[entry.index()] = 1;
      const auto visit = [&](StepId s) {
        if (!s.valid() || in[s.index()]) return;
        in[s.index()] = 1;
        open.push_back(s);
      };
      while (!open.empty()) {
        const StepId at = open.back();
        open.pop_back();
        visit(s_.step(at).next);
        visit(s_.step(at).other);
        for (const StepId b : s_.step(at).branches) visit(b);
        for (const RunFunction& g : reader_.runs(at))
          visit(s_.function(g.function).entry);
      }
      Inside inside{f.fence, f.why, {}};
      for (const StepId s : steps_)
        if (in[s.index()]) inside.steps.push_back(s);
      inside_.push_back(std::move(inside));
    }
}

}  // namespace picket
