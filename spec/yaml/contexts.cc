#include "spec/yaml/contexts.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/yaml/c_code.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/expressions.h"
#include "spec/yaml/flow.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/objects.h"
#include "spec/yaml/references.h"

namespace picket {
namespace {

Function make_function(const std::string& name, const Node& key) {
  Function function;
  function.name = name;
  function.span = key.span;
  function.file = *key.file;
  return function;
}

void add_clash(Reading& reading, const Node& key, const std::string& name,
               const std::string& owner, const std::string& hint) {
  reading.mistakes.add(Mistake::name_clash, place_of(key),
                       "the name " + in_quotes(name) + " is taken by " + owner,
                       hint);
}

std::string item_phrase(ObjectType type) {
  switch (type) {
    case ObjectType::timer_list:
    case ObjectType::hrtimer: return "a timer";
    case ObjectType::irq_work: return "an irq_work";
    default: return "a work item";
  }
}

void check_thread_name(Reading& reading, const Member& member) {
  if (reading.functions.count(member.family))
    add_clash(reading, *member.key, member.family, "a function", "");
  const auto it = reading.objects.find(member.family);
  if (it == reading.objects.end() || it->second.members.empty()) return;
  const std::int32_t id = it->second.members[0];
  if (id == Declared::kRemoved) return;
  const ObjectType type = reading.scenario.object(ObjectId(id)).type;
  if (runs_later(type))
    add_clash(reading, *member.key, member.family, item_phrase(type),
              "findings name what runs it by its object");
  if (is_container(type))
    add_clash(reading, *member.key, member.family, "a container of fences",
              "findings name its irq_work by the container");
}

void read_kind(Reading& reading, const Node& node, Context& context) {
  static const std::vector<std::string> kinds = {"task", "kthread", "softirq",
                                                 "hardirq"};
  if (!expect_word(reading.mistakes, node, kinds, "`context`")) return;
  if (node.text == "kthread") context.kind = ContextKind::kthread;
  if (node.text == "softirq") context.kind = ContextKind::softirq;
  if (node.text == "hardirq") context.kind = ContextKind::hardirq;
}

void read_cpu(Reading& reading, const Node& node, Context& context) {
  const auto number = read_constant(reading, node, "`cpu`");
  if (!number) return;
  context.cpu = *number;
  if (*number < 0)
    reading.mistakes.add(Mistake::bad_value, place_of(node),
                         "`cpu` must not be negative",
                         "a thread without `cpu` has a CPU of its own");
}

// Everything but the steps.
void read_settings(Reading& reading, const Node& map, Context& context) {
  expect_keys(reading.mistakes, map,
              {"context", "cpu", "daemon", "starts", "threaded", "steps"},
              "in a thread");
  for (const Entry& entry : map.entries) {
    const std::string& key = entry.key->text;
    const Node& value = *entry.value;
    if (key == "context") read_kind(reading, value, context);
    if (key == "daemon")
      context.daemon = read_flag(reading, value, "`daemon`").value_or(false);
    if (key == "starts")
      context.starts =
          read_expression(reading, value, "`starts`", Locals::none);
    if (key == "cpu") read_cpu(reading, value, context);
    if (key == "threaded")
      context.threaded = read_flag(reading, value, "`threaded`").value_or(true);
  }
}

// Steps without their dashes are one text.
std::string dash_hint(const std::string& text) {
  if (!begins_with_operation(text)) return "";
  const std::string first = text.substr(0, text.find_first_of(" \n"));
  const std::string step = step_of_call(first);
  return "every step begins with a dash: - " + (step.empty() ? first : step);
}

// Steps without their dashes, or without the blank behind them, are keys.
bool reads_as_steps(Reading& reading, const Node& map) {
  for (const Entry& entry : map.entries) {
    const std::string& key = entry.key->text;
    const bool dash = key.starts_with("-");
    const std::string name = dash ? key.substr(1) : key;
    if (find_entry(map, "steps") || !operation_named(name)) continue;
    reading.mistakes.add(
        Mistake::wrong_type, place_of(*entry.key),
        dash ? "a blank is missing behind the dash"
             : "the steps of a thread are a list, and this is a mapping",
        dash ? "write - " + name : "every step begins with a dash: - " + name);
    return true;
  }
  return false;
}

const Node* steps_of(Reading& reading, const Member& member) {
  const Node& value = *member.value;
  if (value.is_sequence()) return &value;
  if (!value.is_map()) {
    reading.mistakes.add(
        Mistake::wrong_type, place_of(value),
        "a thread must be a list of steps or a mapping, not " + what_is(value),
        value.is_null()               ? "write [] for no step"
        : value.text.starts_with("-") ? "put a blank behind the dash"
                                      : dash_hint(value.text));
    return nullptr;
  }
  const Entry* entry = require_entry(reading.mistakes, value, "steps",
                                     place_of(*member.key), "a thread");
  return entry ? entry->value.get() : nullptr;
}

void collect_locals(const Scenario& scenario, const StepTrees& body,
                    std::set<LocalId>& out) {
  for (const StepTree& tree : body) {
    const Step& step = tree.step;
    if (step.into.valid()) out.insert(step.into);
    for (const LocalRead& read : locals_read(scenario, step))
      out.insert(read.local);
    for (const StepTrees& inner : tree.lists)
      collect_locals(scenario, inner, out);
  }
}

void read_body(Reading& reading, FunctionId id, const Node& list,
               const std::string& what) {
  const std::size_t before = reading.mistakes.errors;
  const StepTrees body = read_steps(reading, list, what);
  std::set<LocalId> locals;
  collect_locals(reading.scenario, body, locals);
  reading.scenario.functions[id.index()].locals.assign(locals.begin(),
                                                       locals.end());
  check_jumps(reading, body);
  if (reading.mistakes.errors > before) {
    reading.broken.insert(id);
    collect_into_names(list, reading.doubtful_locals);
  }
  flatten(reading, id, body);
}

bool schedules_work(const Scenario& scenario) {
  return std::any_of(
      scenario.steps.begin(), scenario.steps.end(),
      [](const Step& step) { return step.op == Op::schedule_work; });
}

}  // namespace

void declare_functions(Reading& reading, const Node* map) {
  if (!map || !expect_map(reading.mistakes, *map, "`functions`")) return;
  for (const Entry& entry : map->entries) {
    const std::string& name = entry.key->text;
    if (!is_dashed_name(name)) {
      reading.mistakes.add(Mistake::bad_name, place_of(*entry.key),
                           in_quotes(name) + " is not a name",
                           "names start with a letter or `_`; only objects "
                           "and threads can be families");
      continue;
    }
    Declared declared;
    declared.text = name;
    declared.place = place_of(*entry.key);
    auto& functions = reading.scenario.functions;
    declared.members = {static_cast<std::int32_t>(functions.size())};
    reading.functions.emplace(name, std::move(declared));
    functions.push_back(make_function(name, *entry.key));
  }
}

std::vector<Member> declare_threads(Reading& reading, const Node& map) {
  if (!expect_map(reading.mistakes, map, "`threads`")) return {};
  if (map.entries.empty())
    reading.mistakes.add(Mistake::missing_key, place_of(map),
                         "`threads` names no thread");
  auto members = expand_members(reading, map, reading.threads);
  for (const Member& member : members) {
    Context context;
    context.name = member.name;
    context.family = member.family;
    context.span = member.key->span;
    context.body = FunctionId(reading.scenario.functions.size());
    reading.scenario.functions.push_back(
        make_function(member.name, *member.key));
    reading.scenario.contexts.push_back(std::move(context));
  }
  return members;
}

void read_bodies(Reading& reading, const Node* functions,
                 const std::vector<Member>& threads) {
  if (functions && functions->is_map())
    for (const Entry& entry : functions->entries) {
      const auto it = reading.functions.find(entry.key->text);
      if (it == reading.functions.end()) continue;
      read_body(reading, FunctionId(it->second.members[0]), *entry.value,
                "a function");
    }
  for (std::size_t k = 0; k < threads.size(); ++k) {
    const Member& member = threads[k];
    const IndexScope scope(reading, member);
    check_thread_name(reading, member);
    if (member.value->is_map() && reads_as_steps(reading, *member.value))
      continue;
    Context context = reading.scenario.contexts[k];
    if (member.value->is_map()) read_settings(reading, *member.value, context);
    if (const Node* list = steps_of(reading, member))
      read_body(reading, context.body, *list, "a thread");
    reading.scenario.contexts[k] = std::move(context);
  }
  if (schedules_work(reading.scenario)) system_queue(reading);
  for (const Step& step : reading.scenario.steps)
    if (!step.label.empty()) reading.labels.insert(step.label);
}

void read_reclaim(Reading& reading, const Node* list) {
  if (!list || !expect_list(reading.mistakes, *list, "`reclaim`")) return;
  for (const NodePtr& item : list->items) {
    ReclaimEntry entry;
    const Node* name = item.get();
    if (item->is_map()) {
      expect_keys(reading.mistakes, *item, {"call", "needs"}, "in `reclaim`");
      const Entry* call = require_entry(reading.mistakes, *item, "call",
                                        place_of(*item), "`reclaim`");
      if (const NodePtr needs = find(*item, "needs"))
        if (expect_word(reading.mistakes, *needs, {"fs", "io"}, "`needs`"))
          entry.needs = needs->text == "fs" ? ReclaimEntry::Needs::fs
                                            : ReclaimEntry::Needs::io;
      if (!call) continue;
      name = call->value.get();
    }
    entry.function = read_function(reading, *name);
    if (entry.function.valid()) reading.scenario.reclaim.push_back(entry);
  }
}

}  // namespace picket
