// Texts that users see, kept byte for byte in tests/golden.
#pragma once

#include <string>

namespace picket::test {

// Fails the test unless tests/golden/NAME holds exactly this text. With
// PICKET_UPDATE_GOLDEN set in the environment the file is written instead.
void check_golden(const std::string& name, const std::string& text);

}  // namespace picket::test
