// Why one event comes before another in all schedules of a class, as sentences.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/order_solver.h"
#include "explorer/check/rule_check.h"
#include "spec/semantics/program.h"

namespace picket {

// The edges as sentences, in the order in which they happen: those of one
// thread that follow each other become one.
std::vector<std::string> order_facts(const Program& program,
                                     const BaseOrder& base,
                                     std::vector<BaseEdge> edges);

}  // namespace picket
