#include "explorer/check/order_fact.h"

#include <algorithm>

#include "explorer/check/rule_wording.h"
#include "spec/model/step_place.h"
#include "spec/rules/lock_change.h"

namespace picket {
namespace {

bool same_context(const BaseOrder& base, const BaseEdge& e) {
  return base.context(e.from).valid() &&
         base.context(e.from) == base.context(e.to);
}

// Where the node stands in the schedule the trace was made from.
std::int32_t rank(const BaseOrder& base, NodeId n) {
  const NodeFacts f = base.facts(n);
  if (!base.context(n).valid()) return -1;  // at the start
  if (!f.event.valid()) return 2 * static_cast<std::int32_t>(base.size());
  return 2 * f.event.value + (f.kind == NodeKind::transition);
}

// a -> b -> c of one context, with nothing else at b, is a -> c.
void merge_chains(const BaseOrder& base, std::vector<BaseEdge>& edges) {
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const NodeId middle = edges[i].to;
    std::size_t in = 0, out = 0, next = 0;
    for (std::size_t j = 0; j < edges.size(); ++j) {
      in += edges[j].to == middle;
      if (edges[j].from == middle) ++out, next = j;
    }
    if (in != 1 || out != 1 || !same_context(base, edges[i]) ||
        !same_context(base, edges[next]))
      continue;
    edges[i].to = edges[next].to;
    edges.erase(edges.begin() + static_cast<std::ptrdiff_t>(next));
    i = static_cast<std::size_t>(-1);
  }
}

std::string place(const Scenario& s, const RulePoint& p) {
  std::string out = s.context(p.context).name;
  if (p.step.valid()) out += place_remark(s, s.step(p.step));
  return out;
}

const Event* event_of(const BaseOrder& base, NodeId n) {
  const NodeFacts f = base.facts(n);
  return f.kind == NodeKind::transition ? &base.trace().events[f.event.index()]
                                        : nullptr;
}

// What both transitions touch, one of them to change it.
std::string what_both_touch(const Program& program, const Event& a,
                            const Event& b) {
  for (std::uint32_t l = 0; l < program.layout.locations; ++l) {
    Footprint only;
    only.write(l);
    Footprint x = a.footprint, y = b.footprint;
    for (std::size_t w = 0; w < Footprint::kWords; ++w)
      for (Footprint* f : {&x, &y}) {
        f->reads[w] &= only.writes[w];
        f->writes[w] &= only.writes[w];
        f->adds[w] &= only.writes[w];
      }
    if (conflict(x, y))
      return location_name(program.scenario, program.layout, l);
  }
  return "";
}

// "mutex m is taken by evict (line 9) only after commit_tail (line 7) has
// released it"; "" if the edge is not a lock's.
std::string lock_fact(const Scenario& s, const RulePoint& a,
                      const RulePoint& b) {
  if (!a.step.valid() || !b.step.valid()) return "";
  const Step& from = s.step(a.step);
  const Step& to = s.step(b.step);
  const Operand& lock = from.operands[0];
  if (lock.kind != Operand::Kind::object ||
      to.operands[0].kind != Operand::Kind::object ||
      to.operands[0].object() != lock.object())
    return "";
  const LockChange taken = lock_change(to.op);
  if (lock_change(from.op) != LockChange::release ||
      taken == LockChange::none || taken == LockChange::release)
    return "";
  const Object& o = s.object(lock.object());
  return std::string(facts(o.type).name) + " " + o.name + " is taken by " +
         place(s, b) + " only after " + place(s, a) + " has released it";
}

std::string fact(const Program& program, const BaseOrder& base,
                 const BaseEdge& e) {
  const Scenario& s = program.scenario;
  const RulePoint a = point_of(base, e.from), b = point_of(base, e.to);
  if (!base.context(e.from).valid())
    return name_of(s, a) + " comes before everything";
  const std::string order =
      name_of(s, a) + " comes before " + name_of(s, b) + ": ";
  if (same_context(base, e)) return order + "same thread";
  if (const std::string lock = lock_fact(s, a, b); !lock.empty()) return lock;
  const Event* x = event_of(base, e.from);
  const Event* y = event_of(base, e.to);
  if (!x || !y) return order + "nothing was attempted before";
  if (x->signals.valid())
    return order + "that needs " + s.object(x->signals).name + " signalled";
  return order + "both touch " + what_both_touch(program, *x, *y);
}

}  // namespace

std::vector<std::string> order_facts(const Program& program,
                                     const BaseOrder& base,
                                     std::vector<BaseEdge> edges) {
  merge_chains(base, edges);
  std::sort(edges.begin(), edges.end(),
            [&](const BaseEdge& a, const BaseEdge& b) {
              return std::pair(rank(base, a.to), rank(base, a.from)) <
                     std::pair(rank(base, b.to), rank(base, b.from));
            });
  std::vector<std::string> out;
  for (const BaseEdge& e : edges) {
    std::string sentence = fact(program, base, e);
    if (std::find(out.begin(), out.end(), sentence) == out.end())
      out.push_back(std::move(sentence));
  }
  return out;
}

}  // namespace picket
