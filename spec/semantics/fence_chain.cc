// dma_fence_chain: a node of a timeline of fences, which signals when its fence
// and those of all nodes before it have.
//
// Follows drivers/dma-buf/dma-fence-chain.c of Linux 6.12. Who walks down a
// chain takes out the nodes before whose fence is signalled, and so drops the
// references to them. A node has one callback at a time, with the newest fence
// that is not signalled; its irq_work looks for the next one.
#include "spec/semantics/fence_chain.h"

#include <algorithm>
#include <utility>

#include "spec/semantics/container.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/lifetime.h"

namespace picket {
namespace {

// Words behind those of every container.
struct Node {
  Word& prev;   // + 1
  Word& fence;  // + 1
  Word& seqno;
  Word& prev_seqno;
  Word& context;  // the node that has opened it, + 1

  explicit Node(Word* inside)
      : prev(inside[1]),
        fence(inside[2]),
        seqno(inside[3]),
        prev_seqno(inside[4]),
        context(inside[5]) {}
};

bool is_chain(const Scenario& s, ObjectId fence) {
  return s.object(fence).type == ObjectType::dma_fence_chain;
}

Node node_in(const Program& program, Word* words, ObjectId chain) {
  const ObjectLayout& at = program.layout.objects[chain.index()];
  return Node(words + at.words + at.inside);
}

Node node_of(const Run& run, ObjectId chain) {
  return node_in(run.program, run.words, chain);
}

// The fence of a node; another fence stands for itself. None: the node is being
// released.
ObjectId contained(Run& run, ObjectId fence) {
  if (!is_chain(run.scenario(), fence)) return fence;
  reads_inside(run, fence);
  return ObjectId(node_of(run, fence).fence - 1);
}

// A later point of the same timeline, or the first of a new one.
void fill(const Program& program, Word* words, ObjectId chain, ObjectId prev,
          ObjectId fence, Word seqno) {
  const Node node = node_in(program, words, chain);
  node.prev = prev.value + 1;
  node.fence = fence.value + 1;
  node.seqno = seqno;
  node.context = chain.value + 1;
  if (!prev.valid() || !is_chain(program.scenario, prev)) return;
  const Node before = node_in(program, words, prev);
  if (seqno > before.seqno) {
    node.context = before.context;
    node.prev_seqno = before.seqno;
  } else {
    node.seqno = std::max(before.seqno, seqno);
  }
}

// What a walk keeps in scratch words 1 and 2: the node where it is, to which it
// has a reference, and the one before while that is looked at; each + 1.
Word& here(const Run& run) { return scratch(run, 1); }
Word& before(const Run& run) { return scratch(run, 2); }
ObjectId node_here(const Run& run) { return ObjectId(here(run) - 1); }

ChainStage chain_stage(const Run& run) {
  return static_cast<ChainStage>(stage(run));
}
void set_stage(Run& run, ChainStage stage) {
  set_stage(run, static_cast<int>(stage));
}

std::optional<Act> move_back(Run& run) {
  const ObjectId left = node_here(run);
  here(run) = std::exchange(before(run), 0);
  set_stage(run, ChainStage::moved);
  return drop_inside(run, left);
}

// Takes the node before, whose fence is signalled, out of the chain, unless
// somebody else has.
std::optional<Act> take_out(Run& run) {
  const ObjectId node = node_here(run);
  const ObjectId gone(std::exchange(before(run), 0) - 1);
  set_stage(run, ChainStage::walking);
  reads_inside(run, node);
  Node at = node_of(run, node);
  if (at.prev == gone.value + 1) {
    const bool chain = is_chain(run.scenario(), gone);
    if (chain) reads_inside(run, gone);
    const Word next = chain ? node_of(run, gone).prev : 0;
    if (next != 0) take_reference(run, ObjectId(next - 1));
    writes_inside(run, node);
    at.prev = next;
    // The walker has a reference of its own.
    if (has_last_reference(run, gone))
      return run.misuse(Misuse::use_after_free, gone);
    drop_reference(run, gone);
  }
  return drop_inside(run, gone);
}

// The node before this one; 0 where there is none.
std::optional<Act> look_back(Run& run) {
  const ObjectId node = node_here(run);
  if (auto gone = dead(run, node)) return gone;
  before(run) = 0;
  if (!is_chain(run.scenario(), node)) return {};
  reads_inside(run, node);
  const Word prev = node_of(run, node).prev;
  if (prev == 0) return {};
  if (auto gone = dead(run, ObjectId(prev - 1))) return gone;
  before(run) = prev;
  take_reference(run, ObjectId(prev - 1));
  return {};
}

// The fence of the node, which lives. Crashed: it does not.
std::optional<Act> fence_of(Run& run, ObjectId node, ObjectId& fence) {
  if (auto gone = dead(run, node)) return gone;
  fence = contained(run, node);
  if (!fence.valid()) return run.misuse(Misuse::use_after_free, node);
  return dead(run, fence);
}

// dma_fence_chain_walk, at the stages `walking` and `polled`. None: it is at
// the next node, or at none.
std::optional<Act> walk(Run& run) {
  bool signaled = std::exchange(scratch(run, 0), 0) != 0;
  for (bool known = chain_stage(run) == ChainStage::polled;; known = false) {
    if (!known) {
      if (auto act = look_back(run)) return act;
      if (before(run) == 0) return move_back(run);
      ObjectId fence;
      if (auto gone = fence_of(run, ObjectId(before(run) - 1), fence))
        return gone;
      signaled = looks_signaled(run, fence);
      if (!signaled && has_driver(run, fence)) {
        set_stage(run, ChainStage::polled);
        return run_own(run, run.scenario().object(fence).poll);
      }
    }
    if (!signaled) return move_back(run);
    if (auto act = take_out(run)) return act;
  }
}

// The walk ends here; the operation ends at the stage that is given.
std::optional<Act> end_walk(Run& run, ChainStage end) {
  set_stage(run, end);
  const ObjectId node = node_here(run);
  here(run) = 0;
  return node.valid() ? drop_inside(run, node) : std::nullopt;
}

bool is_walking(const Run& run) {
  return chain_stage(run) == ChainStage::walking ||
         chain_stage(run) == ChainStage::polled;
}

// The callback with the fence of this node was refused or accepted. Added, it
// keeps the reference to the fence; else the walk goes on.
std::optional<Act> added(Run& run) {
  if (std::exchange(scratch(run, 0), 0) == 0)
    return end_walk(run, ChainStage::promised);
  ObjectId fence;
  if (auto gone = fence_of(run, node_here(run), fence)) return gone;
  set_stage(run, ChainStage::walking);
  return drop_inside(run, fence);
}

Act add_here(Run& run) {
  ObjectId fence;
  if (auto gone = fence_of(run, node_here(run), fence)) return *gone;
  take_reference(run, fence);
  set_stage(run, ChainStage::visited);
  return run_own(run, run.scenario().object(fence).add);
}

}  // namespace

void begin_walk(Run& run, ObjectId head) {
  take_reference(run, head);
  here(run) = head.value + 1;
  set_stage(run, ChainStage::moved);
}

std::optional<Act> walk_to_end(Run& run) {
  while (here(run) != 0) {
    if (!is_walking(run)) set_stage(run, ChainStage::walking);
    if (auto act = walk(run)) return act;
  }
  return {};
}

ChainNode chain_node(Run& run, ObjectId chain) {
  reads_inside(run, chain);
  const Node node = node_of(run, chain);
  return {ObjectId(node.fence - 1), ObjectId(node.prev - 1)};
}

std::optional<Act> find_point(Run& run, ObjectId head, Word seqno) {
  if (chain_stage(run) == ChainStage::begin) {
    if (auto gone = dead(run, head)) return gone;
    begin_walk(run, head);
  }
  for (;;) {
    if (is_walking(run))
      if (auto act = walk(run)) return act;
    const ObjectId node = node_here(run);
    if (!node.valid() || !is_chain(run.scenario(), node)) return {};
    reads_inside(run, node);
    const Node at = node_of(run, node);
    if (at.context != node_of(run, head).context || at.prev_seqno < seqno)
      return {};
    set_stage(run, ChainStage::walking);
  }
}

ObjectId found_point(const Run& run) { return node_here(run); }

bool has_point(Run& run, ObjectId fence, Word seqno) {
  if (!is_chain(run.scenario(), fence)) return false;
  reads_inside(run, fence);
  return node_of(run, fence).seqno >= seqno;
}

// dma_fence_chain_init.
Act make_chain_node(Run& run, ObjectId chain, ObjectId prev, ObjectId fence,
                    Word seqno) {
  for (const ObjectId f : {prev, fence})
    if (f.valid())
      if (auto no = unusable(run, f)) return *no;
  if (is_chain(run.scenario(), fence))
    return run.misuse(Misuse::nested_container, fence);
  // Who walks the chain would never come to its end.
  if (prev == chain) return run.misuse(Misuse::nested_container, chain);
  if (in_use(run, chain)) return Act::limited;
  if (prev.valid() && is_chain(run.scenario(), prev)) reads_inside(run, prev);
  make_fence(run, chain);
  fill(run.program, run.words, chain, prev, fence, seqno);
  return Act::done;
}

Act make_chain(Run& run) {
  const ObjectId prev = run.operand(1).given() ? run.object(1) : ObjectId{};
  return make_chain_node(run, run.named(), prev, run.object(2),
                         run.operand(3).value);
}

// dma_fence_chain_find_seqno, of which a scenario sees what it returns.
Act find_seqno(Run& run) {
  const ObjectId head = run.object();
  const Word seqno = run.operand(1).value;
  if (chain_stage(run) == ChainStage::begin) {
    if (auto no = unusable(run, head)) return *no;
    if (seqno == 0) return run.result(0);
    if (!has_point(run, head, seqno)) return run.result(kEInval);
  }
  if (chain_stage(run) == ChainStage::promised) return run.result(0);
  if (auto act = find_point(run, head, seqno)) return *act;
  if (auto act = end_walk(run, ChainStage::promised)) return *act;
  return run.result(0);
}

// dma_fence_chain_enable_signaling, the node's lock held; from the irq_work
// without. A callback holds a reference to the node and one to the fence.
Act enable_chain(Run& run) {
  const ObjectId chain = run.object();
  switch (chain_stage(run)) {
    case ChainStage::begin:
      if (auto gone = dead(run, chain)) return *gone;
      take_reference(run, chain);
      begin_walk(run, chain);
      break;
    case ChainStage::promised: return run.result(1);
    case ChainStage::refused: return run.result(0);
    case ChainStage::visited:
      if (auto act = added(run)) return *act;
      if (chain_stage(run) == ChainStage::promised) return run.result(1);
      break;
    default: break;
  }
  if (is_walking(run))
    if (auto act = walk(run)) return *act;
  if (here(run) != 0) return add_here(run);
  set_stage(run, ChainStage::refused);
  if (auto act = drop_inside(run, chain)) return *act;
  return run.result(0);
}

// dma_fence_chain_signaled.
Act ask_chain(Run& run) {
  const ObjectId chain = run.object();
  bool signaled = false;
  switch (chain_stage(run)) {
    case ChainStage::begin:
      if (looks_signaled(run, chain)) return run.result(1);
      begin_walk(run, chain);
      break;
    case ChainStage::refused: return run.result(0);
    case ChainStage::visited:
      signaled = std::exchange(scratch(run, 0), 0) != 0;
      set_stage(run, signaled ? ChainStage::walking : ChainStage::moved);
      if (signaled) break;
      if (auto act = end_walk(run, ChainStage::refused)) return *act;
      return run.result(0);
    default: break;
  }
  for (;;) {
    if (is_walking(run))
      if (auto act = walk(run)) return *act;
    if (here(run) == 0) return run.result(1);
    ObjectId fence;
    if (auto gone = fence_of(run, node_here(run), fence)) return *gone;
    if (looks_signaled(run, fence)) {
      set_stage(run, ChainStage::walking);
    } else if (has_driver(run, fence)) {
      set_stage(run, ChainStage::visited);
      return run_own(run, run.scenario().object(fence).poll);
    } else {
      if (auto act = end_walk(run, ChainStage::refused)) return *act;
      return run.result(0);
    }
  }
}

// dma_fence_chain_release: node by node as long as it has the last reference,
// so that the stack does not grow with the chain.
Act release_chain(Run& run) {
  const ObjectId chain = run.object();
  scratch(run, 0) = 0;
  reads_inside(run, chain);
  Node node = node_of(run, chain);
  while (node.prev != 0) {
    writes_inside(run, chain);
    const ObjectId prev(node.prev - 1);
    if (is_chain(run.scenario(), prev) && has_last_reference(run, prev)) {
      writes_inside(run, prev);
      node.prev = std::exchange(node_of(run, prev).prev, 0);
    } else {
      node.prev = 0;
    }
    if (auto act = drop_inside(run, prev)) return *act;
  }
  if (node.fence == 0) return Act::done;
  writes_inside(run, chain);
  const ObjectId fence(std::exchange(node.fence, 0) - 1);
  if (auto act = drop_inside(run, fence)) return *act;
  return Act::done;
}

// dma_fence_chain_cb: the fence's lock is held.
std::optional<Act> chain_member_done(Run& run, ObjectId chain, ObjectId fence) {
  if (auto gone = dead(run, chain)) return gone;
  queue_irq_work(run, chain);
  return drop_inside(run, fence);
}

std::vector<ObjectId> needed_by_chain(const Program& program, const Word* words,
                                      ObjectId chain) {
  std::vector<ObjectId> out;
  const auto add = [&](ObjectId fence) {
    if (!fence_signaled(program, words, fence)) out.push_back(fence);
  };
  for (ObjectId at = chain; at.valid();) {
    if (!is_chain(program.scenario, at)) {
      add(at);
      break;
    }
    const Node node = node_in(program, const_cast<Word*>(words), at);
    if (node.fence == 0) break;
    add(ObjectId(node.fence - 1));
    at = ObjectId(node.prev - 1);
  }
  return out;
}

void initialise_chain(const Program& program, Word* words, ObjectId chain) {
  const Object& o = program.scenario.object(chain);
  if (!o.fence.valid()) return;
  // Whatever the order in which the file declares them.
  if (o.prev.valid() && is_chain(program.scenario, o.prev) &&
      node_in(program, words, o.prev).fence == 0)
    initialise_chain(program, words, o.prev);
  fill(program, words, chain, o.prev, o.fence, o.seqno);
}

}  // namespace picket
