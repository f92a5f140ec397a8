// Commands that can be pasted into a shell.
#pragma once

#include <string>

namespace picket {

// The word, quoted if a shell would take it for something else.
std::string shell_word(const std::string& word);

}  // namespace picket
