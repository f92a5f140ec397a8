// PICKET_REQUIRE states an invariant of the program itself. A broken one is a
// defect of picket, never of a scenario; it throws ContractViolation, which
// main() turns into exit status 3.
#pragma once

#include <stdexcept>
#include <string>

namespace picket {

struct ContractViolation : std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void contract_violated(const char* what, const char* file,
                                           int line) {
  throw ContractViolation(std::string(file) + ":" + std::to_string(line) +
                          ": broken invariant: " + what);
}

}  // namespace picket

#define PICKET_REQUIRE(condition, sentence) \
  ((condition) ? void(0)                    \
               : ::picket::contract_violated(sentence, __FILE__, __LINE__))
