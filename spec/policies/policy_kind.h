// The annotation policies by name.
//
// Must not know: what they do.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace picket {

enum class PolicyKind : std::uint8_t {
#define POLICY(id, name, doc) id,
#include "spec/policies/policies.def"
#undef POLICY
};

struct PolicyFacts {
  PolicyKind kind;
  std::string_view name;
  std::string_view doc;
};

const std::vector<PolicyFacts>& all_policies();
const std::vector<PolicyFacts>& watching_policies();  // all but `none`
const PolicyFacts& facts(PolicyKind kind);
std::optional<PolicyKind> policy_named(std::string_view name);

}  // namespace picket
