#include "spec/yaml/scenario_folder.h"

#include <algorithm>
#include <filesystem>

namespace picket {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with(".");
}

bool is_scenario_file(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

}  // namespace

FolderListing scenario_files_below(const std::string& folder) {
  FolderListing listing;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error), end;
  while (!error && it != end) {
    std::error_code ignored;
    const bool directory = it->is_directory(ignored);
    if (is_hidden(it->path())) {
      if (directory) it.disable_recursion_pending();
    } else if (!directory && is_scenario_file(it->path())) {
      listing.files.push_back(it->path().lexically_normal().string());
    }
    it.increment(error);
  }
  std::sort(listing.files.begin(), listing.files.end());
  if (error)
    listing = {{}, error.message()};
  else if (listing.files.empty())
    listing.error = "no *.yaml or *.yml file here or below";
  return listing;
}

}  // namespace picket
