// One slip, one message: a key that is misspelled is missing, too, but to say
// so would only hide which of the two is to be mended.
#pragma once

#include "spec/base/diagnostic.h"

namespace picket {

// Drops "X needs the key `k`" where another mistake says of what is there that
// it was meant as `k`. Never the last mistake.
void drop_missing_that_are_misspelled(Diagnostics& mistakes);

}  // namespace picket
