// The sections of a scenario file, and how variants and included files merge
// with them.
#pragma once

#include <string>
#include <vector>

namespace picket {

struct FileSection {
  std::string name;
  enum class InVariant {
    no,        // not allowed there
    replaces,  // whole; null removes it
    own,       // whole, and never inherited
    by_name,   // each entry replaces the base's of that name
    by_key,    // each entry replaces the base's of that key; none is removed
  } in_variant;
  bool included;  // merged from included files
  bool modelled;
  std::string about;
};

// In the conventional order.
const std::vector<FileSection>& all_sections();
std::vector<std::string> section_names();
std::vector<std::string> variant_section_names();

}  // namespace picket
