// A state is a flat array of words; semantics/layout says what stands where.
// Copying is a memcpy, comparing a memcmp, hashing one pass. Words that mean
// nothing at the moment are zero, so equal states are equal memory.
#pragma once

#include <cstdint>
#include <vector>

namespace picket {

using Word = std::int32_t;
using State = std::vector<Word>;

}  // namespace picket
