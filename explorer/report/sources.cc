#include "explorer/report/sources.h"

namespace picket {

const SourceText& source_of(const Sources& sources, const std::string& file) {
  static const SourceText none;
  const auto it = sources.find(file);
  return it == sources.end() ? none : it->second;
}

}  // namespace picket
