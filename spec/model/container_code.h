// The kernel's own code that runs when fences are inside of fences, as steps of
// the scenario: so whoever looks at what a context may run or touch finds it
// where everything else is.
//
// A container's enable_signaling, signaled and release are functions of one
// step, whose operation is of the group `implicit`. They in turn add callbacks
// to members, poll them and put them: functions of one step each, whose
// operation any file could name. A function of this kind returns the result of
// its operation. What an irq_work does stands in the body of a context of its
// own, named after the container: there is one for each.
#pragma once

#include "spec/model/scenario.h"

namespace picket {

// To be called once, when every step has been read.
void add_container_code(Scenario& scenario);

// Is an object of this type run as an irq_work: itself, or that of a container,
// of which scenario.context(c).work is the container?
bool has_irq_work(ObjectType type);

// Does the operation run functions of fences inside of its first operand?
bool works_on_members(Op op);

// What the kernel's code may do with the fences inside of the container, at
// whatever depth: functions that add callbacks, poll and put.
std::vector<FunctionId> member_code(const Scenario& scenario,
                                    ObjectId container);

}  // namespace picket
