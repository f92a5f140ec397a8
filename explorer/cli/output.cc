#include "explorer/cli/output.h"

#include <iostream>

#include "explorer/cli/exit_status.h"

namespace picket {

int complain(const std::string& message) {
  std::cerr << "picket: " << message << "\n";
  return kBadInput;
}

int output_status(int status) {
  std::cout.flush();
  if (std::cout.good() || status == kInternalError) return status;
  return complain("standard output cannot be written");
}

}  // namespace picket
