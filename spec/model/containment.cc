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

// Points are connected with their timeline.
void add_points(const Scenario& s, Containment& out) {
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].parent.valid())
      out.inside[s.objects[i].parent.index()].push_back(ObjectId(i));
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
    case Op::dma_fence_unwrap_merge: {
      const auto& all = members_of(s, step);
      into(0).insert(into(0).end(), all.begin(), all.end());
      into(0).push_back(s.stub);
      return;
    }
    case Op::sync_file_create:
    case Op::drm_syncobj_replace_fence:
      if (step.operands[1].given())
        into(0).push_back(step.operands[1].object());
      return;
    case Op::sync_file_merge: {
      const ObjectId array = s.object(step.operands[0].object()).merged;
      into(0).insert(into(0).end(), {array, s.stub});
      for (const std::size_t k : {1, 2})
        out.inside[array.index()].push_back(step.operands[k].object());
      return;
    }
    // What was in the syncobj comes before the new node.
    case Op::drm_syncobj_add_point:
      into(0).push_back(step.operands[1].object());
      into(1).push_back(step.operands[2].object());
      into(1).push_back(step.operands[0].object());
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

bool may_mean(const Scenario& s, ObjectId name, ObjectId fence) {
  if (name == fence) return true;
  const auto& around = s.object(fence).around;
  return s.object(name).stands_for &&
         std::find(around.begin(), around.end(), name) != around.end();
}

bool may_be_freed(const Scenario& s, ObjectId fence) {
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    if (s.function(step.function).implicit) return false;
    const ObjectId name = step.operands[0].object();
    return (step.op == Op::dma_fence_put && may_mean(s, name, fence)) ||
           (step.op == Op::free_ && name == fence);
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
  add_points(s, out);
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
