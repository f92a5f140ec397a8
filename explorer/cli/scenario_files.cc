#include "explorer/cli/scenario_files.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "explorer/cli/output.h"
#include "spec/yaml/scenario_folder.h"

namespace picket {
namespace {

namespace fs = std::filesystem;

// "./a.yaml" and "a.yaml" are one file; the user's spelling is kept.
std::string spelled(const fs::path& path) {
  const std::string text = path.lexically_normal().string();
  return text.empty() ? path.string() : text;
}

bool add_folder(const std::string& folder, std::vector<std::string>& files) {
  const FolderListing found = scenario_files_below(folder);
  if (!found.error.empty()) complain(folder + ": " + found.error);
  files.insert(files.end(), found.files.begin(), found.files.end());
  return found.error.empty();
}

std::vector<std::string> files_of(const std::vector<std::string>& paths,
                                  bool& bad) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (path.empty()) {
      complain("an empty path");
      bad = true;
    } else if (fs::is_directory(path, ignored)) {
      bad |= !add_folder(path, files);
    } else {
      files.push_back(spelled(path));
    }
  }
  std::set<std::string> seen;
  std::erase_if(files,
                [&](const std::string& f) { return !seen.insert(f).second; });
  return files;
}

void show(const Diagnostics& diagnostics, const Sources& sources) {
  for (const Diagnostic& d : diagnostics)
    std::cerr << render(d, source_of(sources, d.file));
}

void show_count(const ScenarioFiles& read) {
  std::size_t mistakes = 0, files = 0;
  for (const ReadResult& file : read.files) {
    const auto n = std::count_if(
        file.diagnostics.begin(), file.diagnostics.end(),
        [](const Diagnostic& d) { return d.severity == Severity::error; });
    mistakes += static_cast<std::size_t>(n);
    files += n > 0;
  }
  if (mistakes > 1)
    std::cerr << "picket: " << mistakes << " mistakes in " << files
              << (files == 1 ? " file" : " files") << "; nothing was checked\n";
}

}  // namespace

bool name_matches(const std::string& name, const std::string& pattern) {
  if (pattern.empty()) return true;
  if (pattern.find_first_of("*?[") == pattern.npos)
    return name.find(pattern) != name.npos;
  return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

ScenarioFiles read_scenarios(const std::vector<std::string>& paths,
                             const Parameters& parameters,
                             const std::string& only) {
  ScenarioFiles read;
  const std::vector<std::string> here = {"."};
  ReadOptions options;
  options.parameters = parameters;
  const auto files = files_of(paths.empty() ? here : paths, read.bad);
  options.several_files = files.size() > 1;
  std::set<std::string> known;
  for (const std::string& path : files) {
    read.files.push_back(read_scenario_file(path, options));
    ReadResult& file = read.files.back();
    read.sources.insert(file.sources.begin(), file.sources.end());
    show(file.diagnostics, file.sources);
    read.bad |= has_errors(file.diagnostics);
    known.insert(file.parameters.begin(), file.parameters.end());
    for (const Scenario& s : file.scenarios)
      if (name_matches(s.name, only)) read.scenarios.push_back(&s);
  }
  show_count(read);
  for (const auto& [name, value] : parameters)
    if (options.several_files && !read.bad && !known.count(name)) {
      complain("no scenario has a parameter `" + name + "`");
      read.bad = true;
    }
  if (!read.bad && read.scenarios.empty()) {
    complain(only.empty() ? "there is no scenario to check"
                          : "no check matches `" + only + "`");
    read.bad = true;
  }
  return read;
}

}  // namespace picket
