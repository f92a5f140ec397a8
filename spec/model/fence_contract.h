// The built-in rule set `dma_fence`: rules of the contract, as text of the rule
// language. What they mean is what the reader makes of them.
#pragma once

#include <string_view>
#include <vector>

namespace picket {

inline constexpr std::string_view kContractName = "dma_fence";

struct ContractRule {
  std::string_view code;  // its id in a scenario
  std::string_view number;
  std::string_view rule;  // the inside of a YAML mapping
  std::string_view title;
  std::string_view why;
};

const std::vector<ContractRule>& contract_rules();

// Null: no rule of the contract has that code.
const ContractRule* contract_rule(std::string_view code);

}  // namespace picket
