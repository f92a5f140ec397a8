#include "spec/model/containment.h"

#include <algorithm>

namespace picket {
namespace {

void sort_once(std::vector<ObjectId>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

void add_at_start(const Object& o, std::vector<ObjectId>& inside) {
  inside.insert(inside.end(), o.fences.begin(), o.fences.end());
  for (const ObjectId one : {o.fence, o.prev})
    if (one.valid()) inside.push_back(one);
}

void add_by_step(const Scenario& s, const Step& step, Containment& out) {
  const auto into = [&](std::size_t k) -> std::vector<ObjectId>& {
    return out.inside[step.operands[k].object().index()];
  };
  switch (step.op) {
    case Op::dma_fence_array_create: {
      const auto& all = members_of(s, step);
      into(0).insert(into(0).end(), all.begin(), all.end());
      return;
    }
    case Op::dma_fence_chain_init:
      for (const std::size_t k : {1, 2})
        if (step.operands[k].given())
          into(0).push_back(step.operands[k].object());
      return;
    default: return;
  }
}

// Objects by the smallest one that they are connected with.
std::vector<std::size_t> components(const Containment& c) {
  std::vector<std::size_t> of(c.inside.size());
  for (std::size_t i = 0; i < of.size(); ++i) of[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < of.size(); ++i)
      for (const ObjectId x : c.inside[i]) {
        const std::size_t least = std::min(of[i], of[x.index()]);
        changed |= of[i] != least || of[x.index()] != least;
        of[i] = of[x.index()] = least;
      }
  }
  return of;
}

void add_around(Containment& c) {
  c.around.resize(c.inside.size());
  for (std::size_t container = 0; container < c.inside.size(); ++container) {
    std::vector<ObjectId> open = c.inside[container];
    for (std::size_t k = 0; k < open.size(); ++k) {
      auto& around = c.around[open[k].index()];
      if (!around.empty() && around.back() == ObjectId(container)) continue;
      around.push_back(ObjectId(container));
      const auto& deeper = c.inside[open[k].index()];
      open.insert(open.end(), deeper.begin(), deeper.end());
    }
  }
}

}  // namespace

bool may_be_freed(const Scenario& s, ObjectId fence) {
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    return (step.op == Op::dma_fence_put || step.op == Op::free_) &&
           step.operands[0].object() == fence &&
           !s.function(step.function).implicit;
  });
}

const std::vector<ObjectId>& members_of(const Scenario& s, const Step& step) {
  return s.object_lists[static_cast<std::size_t>(step.operands[1].value)];
}

Containment containment(const Scenario& s) {
  Containment out;
  out.inside.resize(s.objects.size());
  out.related.resize(s.objects.size());
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    add_at_start(s.objects[i], out.inside[i]);
  for (const Step& step : s.steps) add_by_step(s, step, out);
  for (auto& list : out.inside) sort_once(list);
  add_around(out);
  const std::vector<std::size_t> of = components(out);
  for (std::size_t i = 0; i < of.size(); ++i)
    for (std::size_t j = 0; j < of.size(); ++j)
      if (of[i] == of[j]) out.related[i].push_back(ObjectId(j));
  for (auto& list : out.related)
    if (list.size() == 1) list.clear();
  return out;
}

}  // namespace picket
