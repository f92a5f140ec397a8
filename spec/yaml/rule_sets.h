// Rule sets: names for several rules, the built-in contract, what derives from
// it and what is said to be stricter than another set.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/yaml/reading.h"

namespace picket {

// A rule, or a set of rules, with what stands beside its pattern.
struct RuleGroup {
  NodePtr key;
  std::vector<Rule> rules;
  NodePtr derives;        // null: nothing
  NodePtr stricter_than;  // null: nothing
};

// A rule of the built-in contract as if it stood at `key`; nothing if all that
// it is about is not modelled yet.
std::optional<Rule> built_in_rule(Reading& reading, const Node& key,
                                  std::string_view code);

// The fence classes that a rule names; none: it is about all.
std::vector<ClassId> classes_of(const Scenario& scenario, const Rule& rule);

// After the rules: reads the sets, adds the rules that something derives in
// front of the scenario's own, and notes what is said to be stricter.
void read_rule_sets(Reading& reading, const Node* map,
                    std::vector<RuleGroup> groups);

}  // namespace picket
