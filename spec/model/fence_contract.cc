#include "spec/model/fence_contract.h"

namespace picket {

const std::vector<ContractRule>& contract_rules() {
  static const std::vector<ContractRule> table = {
#define CONTRACT(code, number, rule, title, why) \
  {code, number, rule, title, why},
#define OTHERWISE(number, what, who)
#include "spec/model/fence_contract.def"
#undef OTHERWISE
#undef CONTRACT
  };
  return table;
}

const ContractRule* contract_rule(std::string_view code) {
  for (const ContractRule& rule : contract_rules())
    if (rule.code == code) return &rule;
  return nullptr;
}

}  // namespace picket
