// Objects: declared with their types first, so that everything can refer to
// them, then read with their attributes.
#pragma once

#include "spec/yaml/families.h"

namespace picket {

// Enters names and types. The members are needed again below.
std::vector<Member> declare_objects(Reading& reading, const Node* map);

// Attributes, classes, sequence numbers; fences' own locks are appended.
void read_objects(Reading& reading, const std::vector<Member>& members);

// The mmap_lock of the process that all threads belong to, made when first
// asked for; and what its operations are about.
ObjectId mmap_lock(Reading& reading);
void settle_mmap_lock(Reading& reading);
// The lock that bottom halves are turned off with, on PREEMPT_RT.
void add_softirq_lock(Reading& reading);

// The workqueue behind schedule_work, made when first asked for.
ObjectId system_queue(Reading& reading);

}  // namespace picket
