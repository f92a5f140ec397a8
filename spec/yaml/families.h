// From the entries of `objects` or `threads` to their members: families
// expanded in order, single members replaced or removed by a variant.
#pragma once

#include <string>
#include <vector>

#include "spec/yaml/reading.h"

namespace picket {

struct Member {
  std::string name;    // "fence[1]"
  std::string family;  // "fence"
  NodePtr key;         // that declares it
  NodePtr value;
  std::string index_name;  // "" outside families
  std::int32_t index = 0;
};

// Members in order; `table` maps each name to positions in the result.
std::vector<Member> expand_members(Reading& reading, const Node& map,
                                   NameTable& table);

// While it lives, the member's index is a constant.
class IndexScope {
 public:
  IndexScope(Reading& reading, const Member& member);
  ~IndexScope();
  IndexScope(const IndexScope&) = delete;
  IndexScope& operator=(const IndexScope&) = delete;

 private:
  Reading& reading_;
  std::string name_;
};

}  // namespace picket
