// What `picket explain` knows: one entry for every code that picket prints and
// every pattern of a rule, from the tables of the reader, the findings and
// the examples.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace picket {

struct Explanation {
  enum class Kind { finding, misuse, pattern, contract, mistake, other };
  Kind kind = Kind::finding;
  std::string code;
  std::string title;
  std::string why;
  std::string kernel;  // what the kernel says about it; "" if nothing more
  std::string bad;     // scenarios, "" where none can be shown
  std::string good;
};

// In the order of their tables.
const std::vector<Explanation>& all_explanations();
const Explanation* explanation_of(std::string_view code);
std::string_view kind_name(Explanation::Kind kind);

}  // namespace picket
