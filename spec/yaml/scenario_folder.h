// Which files of a folder are scenario files.
#pragma once

#include <string>
#include <vector>

namespace picket {

struct FolderListing {
  std::vector<std::string> files;  // "folder/sub/name.yaml", sorted
  std::string error;               // "" or why there are none, as a clause
};

// The *.yaml and *.yml files in the folder and below, links followed to files
// only. Names that begin with a dot (.picket, .git) are passed over.
FolderListing scenario_files_below(const std::string& folder);

}  // namespace picket
