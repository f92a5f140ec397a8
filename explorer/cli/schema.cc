// picket schema: the JSON Schema of the scenario language.
#include <iostream>

#include "explorer/cli/commands.h"
#include "spec/yaml/schema.h"

namespace picket {

int schema_command() {
  std::cout << json_schema() << "\n";
  return kAsExpected;
}

}  // namespace picket
