// picket version: its own and those of the libraries that verdicts and
// positions depend on.
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/report/version.h"

namespace picket {

int version_command() {
  std::cout << "picket " << picket_version() << "\n"
            << "Z3 " << z3_version() << "\n"
            << "yaml-cpp " << yaml_version() << "\n";
  return kAsExpected;
}

}  // namespace picket
