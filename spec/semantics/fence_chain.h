// Walking a chain of fences: for dma_fence_chain itself and for who looks for a
// point of one.
#pragma once

#include <optional>
#include <vector>

#include "spec/semantics/frame.h"

namespace picket {

// Where an operation that walks a chain stands between two transitions.
enum class ChainStage : std::uint8_t {
  begin,
  visited,   // it has added a callback to the fence of this node, or polled it
  walking,   // on to the node before
  polled,    // the fence of the node before was polled
  moved,     // at another node, or at the end
  promised,  // over, and references dropped
  refused,   // the same with the other answer
};

// dma_fence_chain_find_seqno from the head on, which has the point. None: it is
// found; the walker has a reference to it. Uses scratch words 1 and 2 and the
// stages above.
std::optional<Act> find_point(Run& run, ObjectId head, Word seqno);

// What it found; none: everything from there on is signalled and taken out.
ObjectId found_point(const Run& run);

// A walk over the whole chain, from a node on: begins it; and goes on until it
// is over (none).
void begin_walk(Run& run, ObjectId head);
std::optional<Act> walk_to_end(Run& run);

// What is in a node.
struct ChainNode {
  ObjectId fence;
  ObjectId prev;
};
ChainNode chain_node(Run& run, ObjectId chain);

// Is it a chain that has come as far as the point?
bool has_point(Run& run, ObjectId fence, Word seqno);

// dma_fence_chain_init as a part of any operation.
Act make_chain_node(Run& run, ObjectId chain, ObjectId prev, ObjectId fence,
                    Word seqno);

}  // namespace picket
