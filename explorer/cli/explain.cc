#include <iostream>
#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"
namespace picket {
int explain_command(const std::string& topic) { return complain(topic); }
}  // namespace picket
