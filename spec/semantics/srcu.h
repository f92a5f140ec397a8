// srcu_struct: a domain of RCU whose readers may sleep.
//
// Follows include/linux/srcu.h of Linux 6.12. Its words are those of a domain,
// see grace_period.h; the depths are a byte for each context.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

std::int32_t depth_words(std::size_t contexts);

// Sections of the domain that the context has open.
std::int32_t srcu_depth(const Program& program, const Word* words,
                        ObjectId domain, ContextId context);

Act run_srcu(Run& run);  // srcu_read_lock, srcu_read_unlock

}  // namespace picket
