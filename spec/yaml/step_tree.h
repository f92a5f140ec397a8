// The steps of one thread or function as written, before control flow becomes
// edges.
#pragma once

#include <string>
#include <vector>

#include "spec/yaml/reading.h"

namespace picket {

struct StepTree;
using StepTrees = std::vector<StepTree>;

struct StepTree {
  Step step;         // everything but the edges
  std::string jump;  // goto: the label
  Place jump_place;
  std::int32_t times = 0;        // repeat
  std::vector<StepTrees> lists;  // if: then, else; loops: do; choose: branches
  Place place;                   // of the operation
};

// if, while, repeat, choose: what holds steps of its own.
bool is_structure(Op op);
// goto, break, continue, return: what does not go on to the next step.
bool is_jump(Op op);

// The steps in a list. `what` names it.
StepTrees read_steps(Reading& reading, const Node& list,
                     const std::string& what);

// Adds the names that `into` assigns anywhere below a node.
void collect_into_names(const Node& node, std::set<std::string>& names);

}  // namespace picket
