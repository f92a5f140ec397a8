// The YAML parser's complaints, said so that a scenario's author can mend
// them.
//
// Must not know: yaml-cpp's types; it gets its message and place.
#pragma once

#include <string>

#include "spec/yaml/raw_text.h"

namespace picket {

void add_yaml_error(const std::string& file, const RawText& raw,
                    SourceSpan span, const std::string& message,
                    Mistakes& mistakes);

}  // namespace picket
