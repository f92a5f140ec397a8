#include "spec/yaml/schema.h"

#include <nlohmann/json.hpp>

#include "spec/model/finding.h"
#include "spec/model/object.h"
#include "spec/model/operation.h"
#include "spec/yaml/arguments.h"
#include "spec/yaml/policies.h"
#include "spec/yaml/sections.h"

namespace picket {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDashedName = "^[A-Za-z_][A-Za-z0-9_.-]*$";
constexpr const char* kLocalName = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr const char* kWords = "^[a-z0-9]+(-[a-z0-9]+)*$";
// name or a family; in variants one member too.
constexpr const char* kDeclared =
    "^ *[A-Za-z_][A-Za-z0-9_.-]* *"
    "(\\[ *[A-Za-z_][A-Za-z0-9_]* *[=:].+\\.\\..+\\])?$";
constexpr const char* kDeclaredOrMember =
    "^ *[A-Za-z_][A-Za-z0-9_.-]* *(\\[.+\\])?$";
constexpr const char* kReference =
    "^[A-Za-z_][A-Za-z0-9_.-]*(\\[.+\\](\\.[A-Za-z_][A-Za-z0-9_.]*)?)?$";

Json described(Json schema, std::string_view text, bool modelled = true) {
  // Draft-07 ignores what stands beside a $ref.
  if (schema.contains("$ref"))
    schema = {{"allOf", Json::array({std::move(schema)})}};
  schema["description"] =
      (modelled ? "" : "Not modelled yet. ") + std::string(text);
  return schema;
}

Json pattern(const char* regex) {
  return {{"type", "string"}, {"pattern", regex}};
}

Json ref(const char* name) {
  return {{"$ref", std::string("#/definitions/") + name}};
}

Json list_of(Json items, int least = 0) {
  Json out = {{"type", "array"}, {"items", std::move(items)}};
  if (least > 0) out["minItems"] = least;
  return out;
}

Json any_of(Json options) { return {{"anyOf", std::move(options)}}; }

Json closed_object(Json properties, Json required) {
  Json out = {{"type", "object"},
              {"properties", std::move(properties)},
              {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

Json map_of(const char* names, Json values) {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", names}}},
          {"additionalProperties", std::move(values)}};
}

// The value of a parameter or attribute of this kind.
Json kind_schema(const std::string& kind) {
  if (kind == "int") return ref("constant");
  if (kind == "bool") return ref("flag");
  if (kind == "expr") return ref("expression");
  if (kind == "string")
    return {{"type", {"string", "integer"}}, {"minLength", 1}};
  if (kind == "steps") return ref("steps");
  if (kind == "branches") return list_of(ref("steps"), 1);
  if (kind == "label") return {{"type", "string"}};
  if (kind == "wait_flags") return list_of({{"enum", words_of_kind(kind)}});
  if (kind == "fences")
    return any_of({ref("reference"), list_of(ref("reference"))});
  if (kind == "assignments")
    return {{"type", "object"},
            {"minProperties", 1},
            {"additionalProperties", ref("expression")}};
  if (const auto& words = words_of_kind(kind); !words.empty())
    return {{"enum", words}};
  return ref("reference");
}

Json value_schema(const Parameter& p) {
  if (!may_be_nothing(p)) return kind_schema(p.kind);
  return any_of({kind_schema(p.kind), {{"type", "null"}}});
}

bool is_control_list(const Parameter& p) { return p.kind == "steps"; }

// then, else and do stand beside the operation.
std::vector<Parameter> own_parameters(const OperationFacts& op) {
  std::vector<Parameter> out;
  for (const Parameter& p : op.parameters)
    if (!is_control_list(p)) out.push_back(p);
  return out;
}

std::size_t required_count(const std::vector<Parameter>& parameters) {
  std::size_t count = 0;
  for (const Parameter& p : parameters) count += p.required;
  return count;
}

// Control operations have no named form.
bool has_named_form(const OperationFacts& op) {
  switch (op.op) {
    case Op::if_:
    case Op::while_:
    case Op::repeat_:
    case Op::choose_:
    case Op::goto_:
    case Op::set_: return false;
    default: return true;
  }
}

Json named_form(const std::vector<Parameter>& parameters) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Parameter& p : parameters) {
    properties[p.name] = value_schema(p);
    if (p.required) required.push_back(p.name);
  }
  return closed_object(std::move(properties), std::move(required));
}

Json operation_value(const OperationFacts& op) {
  const std::vector<Parameter> parameters = own_parameters(op);
  if (parameters.empty()) return {{"type", "null"}};
  const std::size_t required = required_count(parameters);
  Json options = Json::array();
  if (required == 0) options.push_back({{"type", "null"}});
  if (required == 0 || (required == 1 && parameters[0].required))
    options.push_back(kind_schema(parameters[0].kind));
  if (has_named_form(op)) options.push_back(named_form(parameters));
  return options.size() == 1 ? options[0] : any_of(std::move(options));
}

std::string operation_text(const OperationFacts& op) {
  std::string out(op.doc);
  if (!op.result.empty()) out += " Result: " + std::string(op.result) + ".";
  return out;
}

// An operation without argument may be a plain string.
Json plain_steps() {
  Json options = Json::array();
  for (const OperationFacts& op : all_operations())
    if (required_count(own_parameters(op)) == 0 && has_named_form(op))
      options.push_back(described({{"const", std::string(op.name)}},
                                  operation_text(op), op.modelled));
  return any_of(std::move(options));
}

Json requires_one_of(const std::vector<std::string>& names) {
  Json options = Json::array();
  for (const std::string& name : names)
    options.push_back({{"required", Json::array({name})}});
  return any_of(std::move(options));
}

Json step_schema() {
  Json properties = Json::object();
  Json one_operation = Json::array();
  std::vector<std::string> with_result;
  for (const OperationFacts& op : all_operations()) {
    const std::string name(op.name);
    properties[name] =
        described(operation_value(op), operation_text(op), op.modelled);
    one_operation.push_back({{"required", Json::array({name})}});
    if (!op.result.empty()) with_result.push_back(name);
  }
  properties["into"] = described(pattern(kLocalName),
                                 "Local variable that receives the result.");
  properties["when"] =
      described(ref("expression"), "Skip the step unless this holds.");
  properties["label"] =
      described(pattern(kDashedName), "Name for `goto` and for rules.");
  properties["note"] =
      described({{"type", {"string", "number", "boolean"}}}, "Prose.");
  for (const char* list : {"then", "else", "do"})
    properties[list] = ref("steps");
  Json step = closed_object(std::move(properties), Json::array());
  step["oneOf"] = std::move(one_operation);
  step["dependencies"] = {
      {"if", {"then"}},   {"then", {"if"}},
      {"else", {"if"}},   {"while", {"do"}},
      {"repeat", {"do"}}, {"do", requires_one_of({"while", "repeat"})},
      {"read", {"into"}}, {"into", requires_one_of(with_result)},
  };
  return any_of({plain_steps(), std::move(step)});
}

Json object_schema() {
  Json options = Json::array();
  Json plain = Json::array();
  for (const ObjectTypeFacts& type : all_object_types()) {
    if (type.implicit) continue;
    const std::string name(type.name);
    Json properties = {{"type", {{"const", name}}}};
    Json required = {"type"};
    for (const Parameter& p : type.attributes) {
      properties[p.name] = value_schema(p);
      if (p.required) required.push_back(p.name);
    }
    if (required.size() == 1)
      plain.push_back(described({{"const", name}}, type.doc, type.modelled));
    options.push_back(described(closed_object(properties, required), type.doc,
                                type.modelled));
  }
  options.insert(options.begin(), any_of(std::move(plain)));
  return any_of(std::move(options));
}

Json thread_schema() {
  return any_of(
      {ref("steps"),
       closed_object(
           {{"context", {{"enum", {"task", "kthread", "softirq", "hardirq"}}}},
            {"cpu", described(ref("constant"), "Pins the thread.")},
            {"daemon", described(ref("flag"), "May be blocked at the end.")},
            {"starts", described(ref("expression"),
                                 "Must hold when the first step runs.")},
            {"threaded",
             described({{"type", "boolean"}},
                       "May be forced-threaded on PREEMPT_RT.", false)},
            {"steps", ref("steps")}},
           {"steps"})});
}

Json rule_form(Json properties, Json required) {
  properties["stricter_than"] =
      described({{"type", "string"}}, "Another rule set: proved.");
  properties["derives"] =
      described({{"type", "string"}}, "A rule set that holds, too.");
  return closed_object(std::move(properties), std::move(required));
}

Json rule_schema() {
  const Json selector = ref("selector");
  const Json interval = ref("interval");
  const auto pair = [](const Json& of) {
    Json two = list_of(of, 2);
    two["maxItems"] = 2;
    return two;
  };
  const Json flag = {{"type", "boolean"}};
  Json with_across = rule_form({{"never", selector},
                                {"within", interval},
                                {"unless", selector},
                                {"across", flag}},
                               {"never"});
  with_across["dependencies"] = {{"across", {"within"}}};
  return any_of(
      {described(with_across, "Violated by some such event [inside within]."),
       described(rule_form({{"only_if", selector},
                            {"first", selector},
                            {"unless", selector}},
                           {"only_if", "first"}),
                 "Violated by an event with no `first` before it."),
       described(rule_form({{"order", pair(selector)}, {"unless", selector}},
                           {"order"}),
                 "Violated by a second event before some first one."),
       described(rule_form({{"leads_to", pair(selector)}, {"unless", selector}},
                           {"leads_to"}),
                 "Violated by a schedule that ends with a first event and no "
                 "second one after it."),
       described(rule_form({{"in_order", selector},
                            {"by", {{"enum", {"seqno"}}}},
                            {"per", {{"enum", {"timeline", "class"}}}},
                            {"unless", selector}},
                           {"in_order", "by", "per"}),
                 "Violated by two events of one group in the opposite order "
                 "of their key."),
       described(rule_form({{"at_most", ref("constant")}, {"of", interval}},
                           {"at_most", "of"}),
                 "Violated by more intervals open at once."),
       described(rule_form({{"exclusive", pair(interval)}}, {"exclusive"}),
                 "Violated by two intervals that overlap in different "
                 "contexts."),
       described(
           rule_form(
               {{"acyclic",
                 list_of({{"enum", {"program_order", "signals", "waits_for"}}},
                         1)}},
               {"acyclic"}),
           "Violated by a cycle through these relations."),
       described(rule_form(Json::object(), {"derives"}),
                 "Only what another rule set says.")});
}

Json rule_set_schema() {
  const Json names = list_of({{"type", "string"}});
  return any_of({names, closed_object({{"rules", names},
                                       {"derives", {{"type", "string"}}},
                                       {"stricter_than", {{"type", "string"}}}},
                                      Json::array())});
}

Json pattern_argument(std::string_view kind) {
  if (kind == "threads")
    return any_of({ref("reference"), list_of(ref("reference"), 1)});
  if (kind == "misuse") {
    Json options = Json::array();
    for (const MisuseFacts& f : all_misuses())
      options.push_back(described({{"const", std::string(f.name)}}, f.why));
    return any_of(std::move(options));
  }
  return {{"type", "string"}};
}

Json expect_schema() {
  Json codes = Json::array();
  Json properties = Json::object();
  for (const FindingFacts& f : all_findings()) {
    const std::string name(f.name);
    codes.push_back(described({{"const", name}}, f.title));
    if (f.argument != "none")
      properties[name] = described(pattern_argument(f.argument), f.why);
  }
  Json with_argument = closed_object(std::move(properties), Json::array());
  with_argument["minProperties"] = 1;
  with_argument["maxProperties"] = 1;
  return any_of(
      {Json{{"enum", {"pass", "inconclusive"}}},
       list_of(any_of({any_of(std::move(codes)), std::move(with_argument)}),
               1)});
}

Json reports_schema() {
  const Json verdict = {{"enum", report_verdicts()}};
  Json properties = Json::object();
  for (const std::string& policy : report_policies())
    properties[policy] = any_of({verdict, list_of(verdict, 1)});
  return closed_object(std::move(properties), Json::array());
}

Json claim_schema() {
  const auto about = [](const char* verdict, const char* text) {
    return described(
        closed_object({{verdict, ref("reference")}, {"of", ref("reference")}},
                      {verdict}),
        text);
  };
  return any_of({about("orthogonal", "Can never block the fence."),
                 about("can_block", "Can block it, as the schedule shows."),
                 about("not_blocked_here",
                       "Could block it, but something here prevents that.")});
}

Json config_schema() {
  Json properties = Json::object();
  for (const char* name :
       {"raw_lock_nesting", "queued_rwlocks", "preempt_rcu", "preempt_rt",
        "mmu_notifier", "debug_ww_slowpath", "spurious_wakeups",
        "store_buffers", "lock_stealing", "rescuers_only"})
    properties[name] = {{"type", "boolean"}};
  return closed_object(std::move(properties), Json::array());
}

Json limits_schema() {
  const auto at_least = [](int least) {
    return any_of({Json{{"type", "integer"}, {"minimum", least}},
                   Json{{"type", "string"}}});
  };
  return closed_object({{"schedules", at_least(1)},
                        {"steps", at_least(1)},
                        {"preemptions", at_least(0)},
                        {"loops", at_least(1)}},
                       Json::array());
}

Json include_schema() {
  const Json one = any_of(
      {Json{{"type", "string"}},
       closed_object(
           {{"path", {{"type", "string"}}},
            {"with",
             {{"type", "object"}, {"additionalProperties", ref("constant")}}}},
           {"path"})});
  return any_of({one, list_of(one)});
}

Json reclaim_schema() {
  return list_of(any_of(
      {ref("reference"), closed_object({{"call", ref("reference")},
                                        {"needs", {{"enum", {"fs", "io"}}}}},
                                       {"call"})}));
}

// One section; in a variant named entries may be null, to remove the base's.
Json section_schema(const std::string& name, bool variant) {
  const auto entries = [&](const char* names, Json value) {
    if (variant) value = any_of({Json{{"type", "null"}}, std::move(value)});
    return map_of(names, std::move(value));
  };
  const char* declared = variant ? kDeclaredOrMember : kDeclared;
  if (name == "version") return {{"const", 1}};
  if (name == "scenario") return pattern(kWords);
  if (name == "config") return config_schema();
  if (name == "include") return include_schema();
  if (name == "parameters") return entries(kLocalName, ref("constant"));
  if (name == "objects") return entries(declared, ref("object"));
  if (name == "functions") return entries(kDashedName, ref("steps"));
  if (name == "reclaim") return reclaim_schema();
  if (name == "rules") return entries(kDashedName, ref("rule"));
  if (name == "limits") return limits_schema();
  if (name == "expect") return expect_schema();
  if (name == "reports") return reports_schema();
  if (name == "threads") {
    Json threads = entries(declared, ref("thread"));
    if (!variant) threads["minProperties"] = 1;
    return threads;
  }
  if (name == "variants")
    return {{"type", "object"},
            {"propertyNames", {{"pattern", "^[^ /\\t]+$"}}},
            {"additionalProperties", ref("variant")}};
  if (name == "claims") return entries(kDashedName, claim_schema());
  if (name == "rule_sets") return entries(kDashedName, rule_set_schema());
  return {{"type", "string"}};  // about, source
}

Json sections_schema(bool variant) {
  Json properties = Json::object();
  for (const FileSection& section : all_sections()) {
    if (variant && section.in_variant == FileSection::InVariant::no) continue;
    Json schema = section_schema(section.name, variant);
    if (variant && section.in_variant == FileSection::InVariant::replaces)
      schema = any_of({Json{{"type", "null"}}, std::move(schema)});
    properties[section.name] =
        described(std::move(schema), section.about, section.modelled);
  }
  return closed_object(
      std::move(properties),
      variant ? Json::array() : Json::array({"scenario", "threads"}));
}

}  // namespace

std::string json_schema() {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "picket scenario"}};
  schema.update(sections_schema(false));
  schema["definitions"] = {
      {"expression", described({{"type", {"string", "integer", "boolean"}}},
                               "A C expression.")},
      {"constant", described({{"type", {"string", "integer"}}},
                             "A number or a constant expression.")},
      {"flag", {{"type", {"boolean", "string", "integer"}}}},
      {"reference", described(pattern(kReference),
                              "A name, or a member of a family: fence[i-1].")},
      {"selector",
       described({{"type", "string"}},
                 "op(object), op(*), op($f), op(class=C), label(name); "
                 "a | b; by thread.")},
      {"interval",
       described({{"type", "string"}},
                 "held(lock), signalling, signalling(class or fence), "
                 "pending(fence), between(A, B), after(A), before(B).")},
      {"steps", list_of(ref("step"))},
      {"step", step_schema()},
      {"object", object_schema()},
      {"thread", thread_schema()},
      {"rule", rule_schema()},
      {"variant", sections_schema(true)},
  };
  return schema.dump(2);
}

}  // namespace picket
