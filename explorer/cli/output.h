// Standard output and standard error of the commands.
#pragma once

#include <string>

namespace picket {

// "picket: MESSAGE" on standard error; the exit status for bad input.
int complain(const std::string& message);

// Flushes standard output; what could not be written is bad input, unless the
// status says something worse already.
int output_status(int status);

}  // namespace picket
