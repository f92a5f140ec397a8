// A linear order from a partial one: the deterministic witness.
#include <algorithm>

#include "explorer/check/order_solver.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

struct Queue {
  std::vector<NodeId> nodes;  // of one context, in program order
  std::size_t next = 0;
};

bool comes_first(const BaseOrder& base, const std::vector<OrderAtom>& atoms,
                 const std::vector<Queue>& queues,
                 const std::vector<char>& placed, std::size_t mine) {
  const NodeId node = queues[mine].nodes[queues[mine].next];
  for (const Queue& q : queues)
    if (q.next < q.nodes.size() && base.before(q.nodes[q.next], node))
      return false;
  for (const OrderAtom& a : atoms)
    if (a.then == node && !placed[a.first.index()]) return false;
  return true;
}

}  // namespace

void linearise(const BaseOrder& base, const std::vector<OrderAtom>& atoms,
               std::vector<NodeId>& out) {
  out.clear();
  // Queue 0 is for what is there from the start.
  std::vector<Queue> queues(base.trace().contexts + 1);
  for (std::size_t i = 0; i < base.size(); ++i) {
    const ContextId c = base.context(NodeId(i));
    queues[c.valid() ? c.index() + 1 : 0].nodes.push_back(NodeId(i));
  }
  for (Queue& q : queues)
    std::sort(q.nodes.begin(), q.nodes.end(), [&](NodeId a, NodeId b) {
      return base.position(a) < base.position(b);
    });
  std::vector<char> placed(base.size(), 0);
  while (out.size() < base.size()) {
    std::size_t k = 0;
    while (k < queues.size() && (queues[k].next == queues[k].nodes.size() ||
                                 !comes_first(base, atoms, queues, placed, k)))
      ++k;
    PICKET_REQUIRE(k < queues.size(), "the order asked for has no cycle");
    const NodeId node = queues[k].nodes[queues[k].next++];
    placed[node.index()] = 1;
    out.push_back(node);
  }
}

}  // namespace picket
