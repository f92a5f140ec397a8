// The annotation policies that `reports` may name, and their verdicts.
#pragma once

#include <string>
#include <vector>

namespace picket {

const std::vector<std::string>& report_policies();
const std::vector<std::string>& report_verdicts();

}  // namespace picket
