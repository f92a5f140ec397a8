// libFuzzer entry: any bytes must give scenarios or mistakes, never a crash,
// a hang, or a scenario beside an error of its own.
#include <cstdint>
#include <string>

#include "spec/base/contract.h"
#include "spec/yaml/scenario_reader.h"

namespace {

// What every reader of a scenario relies on.
void require_sound(const picket::Scenario& s) {
  const auto steps = static_cast<std::int32_t>(s.steps.size());
  const auto valid = [&](picket::StepId id) {
    return id.value >= -1 && id.value < steps;
  };
  for (const picket::Step& step : s.steps) {
    PICKET_REQUIRE(valid(step.next) && valid(step.other),
                   "edges lead to steps");
    for (const picket::StepId branch : step.branches)
      PICKET_REQUIRE(valid(branch), "branches lead to steps");
    PICKET_REQUIRE(step.function.valid(), "a step belongs to a function");
    PICKET_REQUIRE(!picket::describe(s, step).empty(), "steps can be said");
    const picket::OperationFacts& op = picket::facts(step.op);
    PICKET_REQUIRE(op.modelled, "only modelled operations are accepted");
  }
  for (const picket::Object& object : s.objects)
    PICKET_REQUIRE(picket::facts(object.type).modelled,
                   "only modelled objects are accepted");
  for (const picket::Context& context : s.contexts)
    PICKET_REQUIRE(context.body.valid(), "a context has a body");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const picket::ReadResult result =
      picket::read_scenario_text("fuzz/fuzz.yaml", text, {});
  for (const picket::Scenario& scenario : result.scenarios)
    require_sound(scenario);
  for (const picket::Diagnostic& d : result.diagnostics) {
    const auto it = result.sources.find(d.file);
    render(d, it == result.sources.end() ? picket::SourceText{} : it->second);
  }
  return 0;
}
