#include "tests/support/golden.h"

#include <cstdlib>

#include "explorer/counterexample/whole_file.h"

#include <CppUTest/TestHarness.h>

namespace picket::test {

void check_golden(const std::string& name, const std::string& text) {
  const std::string path =
      std::string(PICKET_SOURCE_DIR) + "/tests/golden/" + name;
  if (std::getenv("PICKET_UPDATE_GOLDEN") != nullptr) {
    STRCMP_EQUAL("", write_whole_file(path, text).c_str());
    return;
  }
  const FileText golden = read_whole_file(path);
  STRCMP_EQUAL_TEXT("", golden.error.c_str(), name.c_str());
  STRCMP_EQUAL_TEXT(golden.text.c_str(), text.c_str(), name.c_str());
}

}  // namespace picket::test
