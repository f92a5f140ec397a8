// What all containers of fences share: the words behind those of the fence, the
// callbacks they have with others, and references to what is inside.
//
// Follows drivers/dma-buf/dma-fence-{array,chain}.c of Linux 6.12. What is
// inside of a container has a location of its own in footprints: looking at the
// container's flag does not depend on a member that is done.
#pragma once

#include <optional>
#include <vector>

#include "spec/semantics/run.h"

namespace picket {

// The words of a container, behind those of the fence: who has queued its
// irq_work (a context + 1, see irq_work.h), then those of its kind.
Word* inside_of(Run& run, ObjectId container);
void reads_inside(Run& run, ObjectId container);
void writes_inside(Run& run, ObjectId container);

bool is_container(const Run& run, ObjectId object);

// Does anything of it still go on: its lock is held, it has a callback with a
// fence inside, its irq_work is queued or running, a chain goes through it? To
// make it anew would need another piece of memory, which a file has no name
// for.
bool in_use(Run& run, ObjectId container);

// A fence as dma_fence_init() leaves it, visible unless the file says
// otherwise.
void make_fence(Run& run, ObjectId container);

// In the same transition: it was not needed after all.
void unmake_fence(Run& run, ObjectId container);

// A member's list of callbacks runs the container's: under the member's lock.
// None: over in this transition.
std::optional<Act> member_done(Run& run, ObjectId container, ObjectId member);

// Drops a reference as a part of a function of the container's: one that is not
// the last at once, else by running dma_fence_put() in a frame of its own.
std::optional<Act> drop_inside(Run& run, ObjectId fence);

// Runs a function of the kernel's own, which Object::add, poll, put and
// signaled_code name. Its result is in scratch word 0 when the operation goes
// on.
Act run_own(Run& run, FunctionId function);

// The fences directly inside of it without whose signal it is not done now.
std::vector<ObjectId> needed_by(const Program& program, const Word* words,
                                ObjectId container);

// From the start on, a container has a reference to each fence inside.
void count_references(const Program& program, Word* words, ObjectId container);

// One function per operation, by the file it stands in.

Act make_array(Run& run);  // fence_array.cc
Act enable_array(Run& run);
Act ask_array(Run& run);
Act release_array(Run& run);
std::optional<Act> array_member_done(Run& run, ObjectId array, ObjectId member);
std::vector<ObjectId> needed_by_array(const Program& program, const Word* words,
                                      ObjectId array);
void initialise_array(const Program& program, Word* words, ObjectId array);

struct ArrayMembers {
  Word* members;  // + 1
  Word& count;
};
ArrayMembers array_members(Run& run, ObjectId array);
void wait_for_members(Run& run, ObjectId array);  // all of them

Act make_chain(Run& run);  // fence_chain.cc
Act find_seqno(Run& run);
Act enable_chain(Run& run);
Act ask_chain(Run& run);
Act release_chain(Run& run);
std::optional<Act> chain_member_done(Run& run, ObjectId chain, ObjectId fence);
std::vector<ObjectId> needed_by_chain(const Program& program, const Word* words,
                                      ObjectId chain);
void initialise_chain(const Program& program, Word* words, ObjectId chain);

Act merge_fences(Run& run);  // unwrap.cc
Act make_file(Run& run);
Act get_file_fence(Run& run);

Act inc_timeline(Run& run);  // sw_sync.cc

Act replace_fence(Run& run);  // syncobj.cc
Act add_point(Run& run);
Act wait_for_point(Run& run);

}  // namespace picket
