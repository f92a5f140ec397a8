// Expressions of a scenario: names resolved, constants folded, entered into
// Scenario::expressions.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

enum class Locals { visible, none };

// The expression in a scalar; invalid after a mistake. `what` names it.
ExprId read_expression(Reading& reading, const Node& node,
                       const std::string& what,
                       Locals locals = Locals::visible);

// The locals that the expressions of a step read, with the places where they
// do.
struct LocalRead {
  LocalId local;
  SourceSpan span;
};
std::vector<LocalRead> locals_read(const Scenario& scenario, const Step& step);

bool reads_shared(const Scenario& scenario, ExprId expr);

}  // namespace picket
