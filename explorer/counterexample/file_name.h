// Names for files that picket makes up.
#pragma once

#include <string>

namespace picket {

// The words in letters that every file system and shell takes; runs of others
// become '.'. Not too long, and different for different long words.
std::string file_name(const std::string& words);

}  // namespace picket
