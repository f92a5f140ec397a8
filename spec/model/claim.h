// Claims (LANGUAGE section 7) as read: what can, and what cannot, block a
// fence. What they mean is spec/claims and explorer/check.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/base/id.h"
#include "spec/base/source_span.h"
#include "spec/model/object.h"

namespace picket {

// Is it waited for, and signalled once in a while? Only such can be claimed
// about; an array's or a chain's signals are its own.
inline bool has_signals(ObjectType type) {
  return type_fits(type, "fence") || type == ObjectType::completion ||
         type == ObjectType::wait_queue_head || type == ObjectType::semaphore;
}

// What is known about a pair of objects; for a claim about several, the worst.
enum class ClaimVerdict : std::uint8_t {
  orthogonal,        // in every schedule of these contexts
  not_blocked_here,  // reachable, but something here breaks it
  undetermined,
  can_block,
};

struct Claim {
  std::string id;
  ClaimVerdict claims = ClaimVerdict::orthogonal;  // never undetermined
  std::string text;               // what it is about, as written
  std::vector<ObjectId> objects;  // one, or all of a family or class
  std::vector<ObjectId> fences;   // `of`; empty: every fence
  SourceSpan span;
  std::string file;  // where it stands: maybe an included file
};

}  // namespace picket
