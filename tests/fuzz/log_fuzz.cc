// libFuzzer entry: any bytes must be read as a kernel log, and what is written
// from it must be scenarios that the reader accepts.
#include <cstdint>
#include <string>

#include "explorer/exchange/import.h"
#include "spec/base/contract.h"
#include "spec/yaml/scenario_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const picket::Imported imported =
      picket::import_log(text, picket::LogKind::any);
  if (imported.scenarios == 0) return 0;
  const picket::ReadResult read =
      picket::read_scenario_text("fuzz.yaml", imported.yaml, {});
  PICKET_REQUIRE(!has_errors(read.diagnostics), "what is written can be read");
  PICKET_REQUIRE(
      read.scenarios.size() >= static_cast<std::size_t>(imported.scenarios),
      "every report is a scenario");
  return 0;
}
