// The attributes of one object, and those that objects settle among each
// other: sequence numbers on a timeline, the algorithm of a ww_class.
#pragma once

#include "spec/yaml/families.h"

namespace picket {

void read_attributes(Reading& reading, const Member& member, ObjectId id);

// Fences without seqno get the next one of their timeline, from 1.
void settle_sequence_numbers(Scenario& scenario);

// Chains are finite, and hold no chains but those before.
void check_chains(Reading& reading, const std::vector<Member>& members);

// One algorithm per ww_class; `members` are the first objects, in order.
void settle_algorithms(Reading& reading, const std::vector<Member>& members);

}  // namespace picket
