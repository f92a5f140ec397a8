// Where what belongs to a scenario is kept. Two files may hold scenarios of one
// name: what is kept for one never replaces what is kept for the other.
#pragma once

#include <string>

namespace picket {

// "FOLDER/NAME". If that is there and belongs to another scenario file that
// still exists, a name with a hash of `file` in it:
// "FOLDER/a.1f3a9c02.witness". Whose it is stands in the kept file itself.
std::string kept_path(const std::string& folder, const std::string& name,
                      const std::string& file);

}  // namespace picket
