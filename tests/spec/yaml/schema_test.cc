#include "spec/yaml/schema.h"

#include <nlohmann/json.hpp>

#include "spec/model/object.h"
#include "spec/model/operation.h"
#include "spec/yaml/sections.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using Json = nlohmann::json;

TEST_GROUP(schema) { Json schema = Json::parse(json_schema()); };

TEST(schema, it_is_draft_07) {
  CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
}

TEST(schema, every_section_and_operation_is_described) {
  for (const FileSection& section : all_sections())
    CHECK(!schema["properties"][section.name]["description"].is_null());
  const Json& step = schema["definitions"]["step"]["anyOf"][1]["properties"];
  for (const OperationFacts& op : all_operations())
    CHECK(!step[std::string(op.name)]["description"].is_null());
}

TEST(schema, every_object_type_has_its_attributes) {
  std::size_t types = 0;
  for (const Json& option : schema["definitions"]["object"]["anyOf"]) {
    if (!option.contains("properties")) continue;
    const auto type = object_type_named(
        option["properties"]["type"]["const"].get<std::string>());
    CHECK(type.has_value());
    for (const Parameter& p : facts(*type).attributes)
      CHECK(option["properties"].contains(p.name));
    ++types;
  }
  std::size_t nameable = 0;
  for (const ObjectTypeFacts& type : all_object_types())
    nameable += type.implicit ? 0 : 1;
  CHECK_EQUAL(nameable, types);
}
