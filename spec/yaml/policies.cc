#include "spec/yaml/policies.h"

namespace picket {

const std::vector<std::string>& report_policies() {
  static const std::vector<std::string> words = {
      "lockdep",  "dma-fence-map", "dma-fence-map-trylock",
      "wait-map", "cross-release", "dept",
      "none"};
  return words;
}

const std::vector<std::string>& report_verdicts() {
  static const std::vector<std::string> words = {
      "none", "report", "real", "potential", "false-positive", "contract"};
  return words;
}

}  // namespace picket
