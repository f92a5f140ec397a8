#include "spec/yaml/one_scenario.h"

#include "spec/model/container_code.h"
#include "spec/yaml/claims.h"
#include "spec/yaml/contexts.h"
#include "spec/yaml/expectation.h"
#include "spec/yaml/flow_checks.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/objects.h"
#include "spec/yaml/rules.h"
#include "spec/yaml/runners.h"
#include "spec/yaml/sections.h"
#include "spec/yaml/settings.h"

namespace picket {
namespace {

constexpr std::size_t kMostLocals = 1000;

void refuse_unmodelled(Reading& reading, const Node& root) {
  for (const FileSection& section : all_sections()) {
    const Entry* entry = find_entry(root, section.name);
    if (entry && !section.modelled)
      reading.mistakes.add(Mistake::not_modelled_yet, place_of(*entry->key),
                           in_quotes(section.name) + " is not modelled yet");
  }
}

// Inside its entry an index hides an object of that name.
void check_indices(Reading& reading) {
  for (const auto& [index, place] : reading.indices)
    if (reading.objects.count(index))
      reading.mistakes.add(
          Mistake::name_clash, place,
          "the index " + in_quotes(index) + " has the name of an object",
          "choose another letter");
}

void check_flow(Reading& reading) {
  const std::size_t before = reading.mistakes.errors;
  check_recursion(reading);
  if (reading.scenario.locals.size() > kMostLocals)
    reading.mistakes.add(Mistake::program_too_large, {reading.file, {}},
                         "the program has more than " +
                             std::to_string(kMostLocals) + " local variables");
  if (reading.too_large || reading.mistakes.errors > before) return;
  check_locals(reading);
  check_sections(reading);
  check_handlers(reading);
  check_ww_classes(reading);
}

}  // namespace

void read_one_scenario(Reading& reading, const Node& root,
                       const std::map<std::string, std::int32_t>& parameters) {
  const auto section = [&](const char* name) { return find(root, name).get(); };
  read_header(reading, root);
  refuse_unmodelled(reading, root);
  read_config(reading, section("config"));
  read_parameters(reading, section("parameters"), parameters);

  const auto objects = declare_objects(reading, section("objects"));
  declare_functions(reading, section("functions"));
  const Entry* thread_map = require_entry(reading.mistakes, root, "threads",
                                          place_of(root), "a scenario");
  const auto threads = thread_map ? declare_threads(reading, *thread_map->value)
                                  : std::vector<Member>{};

  read_limits(reading, section("limits"));
  read_objects(reading, objects);
  add_runners(reading);
  read_reclaim(reading, section("reclaim"));
  read_bodies(reading, section("functions"), threads);
  settle_kthreads(reading);
  settle_mmap_lock(reading);
  add_softirq_lock(reading);
  // It goes by the operands of steps, which a mistake may have left out.
  if (reading.mistakes.errors == 0) add_container_code(reading.scenario);
  add_rcu_callbacks(reading);
  add_store_buffers(reading);
  read_rules(reading, section("rules"), section("rule_sets"));
  read_claims(reading, section("claims"));
  read_expectation(reading, section("expect"));
  read_reports(reading, section("reports"));
  check_flow(reading);
  check_indices(reading);
}

}  // namespace picket
