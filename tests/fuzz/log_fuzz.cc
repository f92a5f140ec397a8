// libFuzzer entry: any bytes must be read as a kernel log, and what is written
// from it must be scenarios that the reader accepts.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "explorer/exchange/import.h"
#include "spec/base/contract.h"
#include "spec/yaml/scenario_reader.h"

namespace {

// Of one importer alone, if the environment names it.
picket::LogKind wanted_kind() {
  const char* name = std::getenv("PICKET_LOG_KIND");
  const std::string_view kind = name == nullptr ? "" : name;
  if (kind == "lockdep") return picket::LogKind::lockdep;
  if (kind == "dept") return picket::LogKind::dept;
  if (kind == "hung-task") return picket::LogKind::hung_task;
  if (kind == "ftrace") return picket::LogKind::ftrace;
  return picket::LogKind::any;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static const picket::LogKind kind = wanted_kind();
  const picket::Imported imported = picket::import_log(text, kind);
  if (imported.scenarios == 0) return 0;
  const picket::ReadResult read =
      picket::read_scenario_text("fuzz.yaml", imported.yaml, {});
  PICKET_REQUIRE(!has_errors(read.diagnostics), "what is written can be read");
  PICKET_REQUIRE(
      read.scenarios.size() >= static_cast<std::size_t>(imported.scenarios),
      "every report is a scenario");
  return 0;
}
