#include "explorer/cli/named_things.h"

#include <algorithm>

#include "spec/model/object.h"
#include "spec/model/operation.h"
#include "spec/policies/policy_kind.h"

namespace picket {
namespace {

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string in_capitals(std::string name) {
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

// What stands for the argument in an example.
std::string placeholder(const Parameter& p) {
  if (p.kind == "int") return "N";
  if (p.kind == "bool") return "true";
  if (p.kind == "expr") return "EXPR";
  if (p.kind == "gfp") return "GFP_KERNEL";
  if (p.kind == "task_state") return "TASK_UNINTERRUPTIBLE";
  if (p.kind == "usage") return "WRITE";
  if (p.kind == "fences") return "[F, G]";
  if (p.kind == "wait_flags") return "[WAIT_ALL]";
  if (p.kind == "assignments") return "{x: EXPR}";
  if (p.kind == "steps") return "[..]";
  if (p.kind == "branches") return "[[..], [..]]";
  return in_capitals(p.name);
}

std::string all_arguments(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& p : parameters)
    text += (text.empty() ? "" : ", ") + p.name + ": " + placeholder(p);
  return "{" + text + "}";
}

std::vector<std::string> ways_to_write(const OperationFacts& op) {
  const std::string name(op.name);
  const auto& parameters = op.parameters;
  if (op.group == OpGroup::control) return {};
  const auto required = std::count_if(parameters.begin(), parameters.end(),
                                      [](const auto& p) { return p.required; });
  std::vector<std::string> ways;
  if (required == 0) ways.push_back("- " + name);
  if (!parameters.empty() && required <= 1)
    ways.push_back("- " + name + ": " + placeholder(parameters.front()));
  if (parameters.size() > 1)
    ways.push_back("- " + name + ": " + all_arguments(parameters));
  return ways;
}

NamedThing operation(const OperationFacts& op) {
  NamedThing thing{std::string(op.name),
                   "operation",
                   std::string(op.doc),
                   ways_to_write(op),
                   {}};
  for (const Parameter& p : op.parameters)
    thing.facts.push_back(p.name + ": " + p.kind +
                          (p.required ? "" : ", optional"));
  if (!op.result.empty())
    thing.facts.push_back("into: NAME receives " + std::string(op.result));
  if (op.blocking)
    thing.facts.push_back("it may wait: rules can name the attempt, " +
                          thing.name + ".enter, and the return, " + thing.name);
  if (!op.modelled) thing.facts.push_back("it is not modelled yet");
  return thing;
}

bool takes(const OperationFacts& op, const std::string& type) {
  return std::any_of(op.parameters.begin(), op.parameters.end(),
                     [&](const Parameter& p) { return p.kind == type; });
}

NamedThing object_type(const ObjectTypeFacts& type) {
  NamedThing thing{std::string(type.name),
                   "object type",
                   std::string(type.doc),
                   {"NAME: " + std::string(type.name)},
                   {}};
  std::vector<std::string> attributes, operations;
  for (const Parameter& p : type.attributes)
    attributes.push_back(p.name + " (" + p.kind +
                         (p.required ? ", required)" : ")"));
  const bool needs = std::any_of(type.attributes.begin(), type.attributes.end(),
                                 [](const auto& p) { return p.required; });
  if (needs) thing.written.clear();
  if (!attributes.empty()) {
    thing.written.push_back("NAME: {type: " + thing.name + ", " +
                            type.attributes.front().name + ": ..}");
    thing.facts.push_back("attributes: " + list_of(attributes));
  }
  for (const OperationFacts& op : all_operations())
    if (op.group != OpGroup::implicit && takes(op, thing.name))
      operations.emplace_back(op.name);
  if (!operations.empty())
    thing.facts.push_back("operations: " + list_of(operations));
  return thing;
}

// "mutex_lock.enter" is an event of the operation.
std::string without_event(const std::string& name) {
  return name.ends_with(".enter") ? name.substr(0, name.size() - 6) : name;
}

}  // namespace

std::optional<NamedThing> thing_named(const std::string& name) {
  if (const auto op = operation_named(without_event(name)))
    return operation(facts(*op));
  if (const auto type = object_type_named(name))
    return object_type(facts(*type));
  if (const auto kind = policy_named(name))
    return NamedThing{
        name, "annotation policy", std::string(facts(*kind).doc), {}, {}};
  return std::nullopt;
}

std::vector<std::string> names_of_things() {
  std::vector<std::string> names;
  for (const OperationFacts& op : all_operations())
    if (op.group != OpGroup::implicit) names.emplace_back(op.name);
  for (const ObjectTypeFacts& type : all_object_types())
    if (!type.implicit) names.emplace_back(type.name);
  for (const PolicyFacts& policy : all_policies())
    names.emplace_back(policy.name);
  return names;
}

}  // namespace picket
