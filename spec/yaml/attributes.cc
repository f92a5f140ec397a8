#include "spec/yaml/attributes.h"

#include <algorithm>

#include "spec/yaml/arguments.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/expressions.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/references.h"

namespace picket {
namespace {

constexpr std::int32_t kNoNumber = -1;

std::string default_class(const Object& object) {
  switch (object.type) {
    case ObjectType::ww_mutex:
    case ObjectType::ww_acquire_ctx: return "ww_class";
    case ObjectType::dma_resv: return "reservation_ww_class";
    case ObjectType::dma_fence:
    case ObjectType::dma_fence_array:
    case ObjectType::dma_fence_chain: return "dma_fence";
    case ObjectType::int_:
    case ObjectType::drm_syncobj:
    case ObjectType::sync_file:
    case ObjectType::sw_sync_timeline:
    case ObjectType::atomic_t: return "";
    default: return object.family;
  }
}

// A free text; `ring[i]` holds an index of the surrounding family.
std::string read_string(Reading& reading, const Node& node,
                        const std::string& what) {
  if (!expect_text(reading.mistakes, node, what)) return "";
  const std::string& text = node.text;
  if (text.empty())
    reading.mistakes.add(Mistake::bad_value, place_of(node),
                         what + " must not be empty");
  const auto open = text.find('[');
  if (open == text.npos || text.empty() || text.back() != ']') return text;
  ParsedExpression parsed = parse_expression(
      std::string_view(text).substr(open + 1, text.size() - open - 2));
  add_text_mistakes(reading, node, parsed.mistakes, open + 1);
  if (!parsed.tree) return "";
  shift(*parsed.tree, open + 1);
  const auto index = evaluate(reading, *parsed.tree, node);
  return index ? text.substr(0, open) + "[" + std::to_string(*index) + "]" : "";
}

std::int32_t read_number(Reading& reading, const Node& node,
                         const std::string& name, std::int32_t otherwise) {
  const auto value = read_constant(reading, node, in_quotes(name));
  if (!value) return otherwise;
  if (*value >= 0 || name == "initial") return *value;
  reading.mistakes.add(Mistake::bad_value, place_of(node),
                       in_quotes(name) + " must be at least 0");
  return otherwise;
}

void set_number(Reading& reading, const Node& node, const std::string& name,
                Object& object) {
  if (name == "initial")
    object.initial = read_number(reading, node, name, 0);
  else if (name == "count")
    object.count = read_number(reading, node, name, 1);
  else if (name == "done")
    object.done = read_number(reading, node, name, 0);
  else if (name == "seqno")
    object.seqno = read_number(reading, node, name, 1);
  else if (name == "max_active")
    object.max_active = read_number(reading, node, name, 0);
}

void set_flag(Reading& reading, const Node& node, const std::string& name,
              Object& object) {
  const auto set = [&](bool& flag) {
    flag = read_flag(reading, node, in_quotes(name)).value_or(flag);
  };
  if (name == "signaled")
    set(object.signaled);
  else if (name == "initialized")
    set(object.initialized);
  else if (name == "published")
    set(object.published);
  else if (name == "ordered")
    set(object.ordered);
  else if (name == "mem_reclaim")
    set(object.mem_reclaim);
  else if (name == "signal_on_any")
    set(object.signal_on_any);
}

void set_function(Reading& reading, const Node& node, const std::string& name,
                  Object& object) {
  const FunctionId function = read_function(reading, node);
  if (name == "function")
    object.function = function;
  else if (name == "release")
    object.release = function;
  else
    object.enable_signaling = function;
}

void set_text(Reading& reading, const Node& node, const std::string& name,
              Object& object) {
  const std::string text = read_string(reading, node, in_quotes(name));
  if (name == "timeline")
    object.timeline = text;
  else if (!text.empty())
    object.klass = intern_class(reading, text);
}

// What an array is made of: at least one fence, and no container.
std::vector<ObjectId> read_members(Reading& reading, const Node& node) {
  auto members = read_objects(reading, node, "fence");
  if (!members) return {};
  if (members->empty())
    reading.mistakes.add(Mistake::bad_value, place_of(node),
                         "an array has at least one fence");
  for (const ObjectId f : *members)
    if (reading.scenario.object(f).type == ObjectType::sync_file)
      reading.mistakes.add(Mistake::bad_value, place_of(node),
                           "there is no fence in a file at the start");
    else if (is_container(reading.scenario.object(f).type))
      reading.mistakes.add(Mistake::bad_value, place_of(node),
                           in_quotes(reading.scenario.object(f).name) +
                               " is a container, and an array holds none",
                           "list the fences inside of it");
  return std::move(*members);
}

void read_attribute(Reading& reading, const Parameter& attribute,
                    const Node& node, Object& object) {
  const std::string& kind = attribute.kind;
  const std::string& name = attribute.name;
  if (kind == "int") return set_number(reading, node, name, object);
  if (kind == "bool") return set_flag(reading, node, name, object);
  if (kind == "function") return set_function(reading, node, name, object);
  if (kind == "string") return set_text(reading, node, name, object);
  if (kind == "algorithm") {
    if (expect_word(reading.mistakes, node, words_of_kind(kind),
                    in_quotes(name)))
      object.algorithm = node.text == "wait-die" ? WwAlgorithm::wait_die
                                                 : WwAlgorithm::wound_wait;
    return;
  }
  if (kind == "expr") {
    object.signaled_op =
        read_expression(reading, node, in_quotes(name), Locals::none);
  } else if (kind == "thread") {
    object.on_stack_of = read_thread(reading, node);
  } else if (kind == "spinlock_t") {
    object.lock = read_object(reading, node, kind);
  } else if (kind == "fences") {
    object.fences = read_members(reading, node);
  } else if (kind == "fence") {
    const ObjectId fence = read_object(reading, node, kind);
    const bool file = fence.valid() && reading.scenario.object(fence).type ==
                                           ObjectType::sync_file;
    if (file)
      reading.mistakes.add(Mistake::bad_value, place_of(node),
                           "there is no fence in a file at the start");
    else
      (name == "prev" ? object.prev : object.fence) = fence;
  }
}

void read_given(Reading& reading, const Member& member, Object& object) {
  const ObjectTypeFacts& type = facts(object.type);
  for (const Entry& entry : member.value->entries) {
    const std::string& name = entry.key->text;
    if (name == "type") continue;
    const auto it =
        std::find_if(type.attributes.begin(), type.attributes.end(),
                     [&](const Parameter& p) { return p.name == name; });
    if (it != type.attributes.end()) {
      if (entry.value->is_null() && may_be_nothing(*it)) continue;
      read_attribute(reading, *it, *entry.value, object);
      continue;
    }
    std::vector<std::string> known;
    for (const Parameter& p : type.attributes) known.push_back(p.name);
    reading.mistakes.add(
        Mistake::unknown_attribute, place_of(*entry.key),
        in_quotes(type.name) + " has no attribute " + in_quotes(name),
        did_you_mean(
            name, known,
            known.empty() ? "it has none" : "it has " + one_of(known)));
  }
}

void check_required(Reading& reading, const Member& member,
                    const Object& object) {
  for (const Parameter& p : facts(object.type).attributes)
    if (p.required && !find(*member.value, p.name))
      reading.mistakes.add(
          Mistake::missing_key, place_of(*member.key),
          in_quotes(facts(object.type).name) + " needs the attribute " +
              in_quotes(p.name),
          "write {type: " + std::string(facts(object.type).name) + ", " +
              p.name + ": ..}");
}

void settle_queue(Reading& reading, const Member& member, Object& object) {
  constexpr std::int32_t kDefaultActive = 256;
  if (!object.ordered) {
    if (object.max_active == 0) object.max_active = kDefaultActive;
    return;
  }
  const NodePtr given = find(*member.value, "max_active");
  if (given && object.max_active > 1)
    reading.mistakes.add(Mistake::bad_value, place_of(*given),
                         "an ordered workqueue runs one item at a time",
                         "leave out `max_active`");
  object.max_active = 1;
}

// One that a step makes is nothing before.
void settle_container(Object& object) {
  object.initialized = !object.fences.empty() || object.fence.valid();
  object.published_if_made = object.published;
  object.published = object.published && object.initialized;
}

}  // namespace

void read_attributes(Reading& reading, const Member& member, ObjectId id) {
  if (reading.untyped.count(id)) return;
  Object object = reading.scenario.objects[id.index()];
  const std::string klass = default_class(object);
  object.timeline = object.name;
  object.seqno = kNoNumber;
  if (member.value->is_map()) read_given(reading, member, object);
  check_required(reading, member, object);
  if (!object.klass.valid() && !klass.empty())
    object.klass = intern_class(reading, klass);
  if (object.type == ObjectType::workqueue_struct)
    settle_queue(reading, member, object);
  if (is_container(object.type)) settle_container(object);
  reading.scenario.objects[id.index()] = std::move(object);
}

namespace {

// A node whose point is behind that of the node before goes on its timeline.
const std::string& timeline_of(const Scenario& s, const Object& o) {
  if (!o.prev.valid() || o.timeline != o.name) return o.timeline;
  const Object& before = s.object(o.prev);
  const bool later = o.seqno == kNoNumber || o.seqno > before.seqno;
  return before.type == o.type && later ? timeline_of(s, before) : o.timeline;
}

}  // namespace

void settle_sequence_numbers(Scenario& scenario) {
  std::map<std::string, std::int32_t> last;
  for (Object& object : scenario.objects)
    object.timeline = std::string(timeline_of(scenario, object));
  for (Object& object : scenario.objects) {
    if (!type_fits(object.type, "fence")) {
      object.timeline.clear();
      object.seqno = std::max(0, object.seqno);
      continue;
    }
    std::int32_t& latest = last[object.timeline];
    if (object.seqno == kNoNumber) object.seqno = latest + 1;
    latest = std::max(latest, object.seqno);
  }
}

void check_chains(Reading& reading, const std::vector<Member>& members) {
  auto& objects = reading.scenario.objects;
  for (std::size_t k = 0; k < members.size(); ++k) {
    Object& o = objects[k];
    if (o.type != ObjectType::dma_fence_chain) continue;
    const Place place = place_of(*members[k].key);
    if (o.prev.valid() && !o.fence.valid())
      reading.mistakes.add(Mistake::missing_key, place,
                           "a node with `prev` needs a `fence` too",
                           "leave out both for a node that a step makes");
    if (o.fence.valid() && objects[o.fence.index()].type == o.type) {
      reading.mistakes.add(Mistake::bad_value, place,
                           "the fence of a node must not be a chain",
                           "chains go in `prev`");
      o.fence = {};
    }
    std::size_t length = 0;
    for (ObjectId at = o.prev; at.valid() && length <= objects.size(); ++length)
      at = objects[at.index()].prev;
    if (length <= objects.size()) continue;
    reading.mistakes.add(Mistake::bad_value, place,
                         "the chain comes back to " + in_quotes(o.name));
    o.prev = {};
  }
}

void settle_algorithms(Reading& reading, const std::vector<Member>& members) {
  struct Choice {
    WwAlgorithm algorithm;
    int line;
  };
  std::map<ClassId, Choice> choices;
  auto& objects = reading.scenario.objects;
  const auto given = [&](std::size_t k) {
    return members[k].value->is_map() ? find(*members[k].value, "algorithm")
                                      : nullptr;
  };
  const auto in_a_class = [](const Object& o) {
    return o.type == ObjectType::ww_mutex || o.type == ObjectType::dma_resv ||
           o.type == ObjectType::ww_acquire_ctx;
  };
  for (std::size_t k = 0; k < members.size(); ++k) {
    const NodePtr node = given(k);
    if (!in_a_class(objects[k]) || !node) continue;
    const auto [it, fresh] = choices.emplace(
        objects[k].klass, Choice{objects[k].algorithm, node->span.line});
    if (!fresh && it->second.algorithm != objects[k].algorithm)
      reading.mistakes.add(
          Mistake::ww_algorithm_conflict, place_of(*node),
          "the class " +
              in_quotes(reading.scenario.classes[objects[k].klass.index()]) +
              " has another algorithm in line " +
              std::to_string(it->second.line));
  }
  for (Object& object : objects) {
    if (!in_a_class(object)) continue;
    const bool reservation = object.klass.valid() &&
                             reading.scenario.classes[object.klass.index()] ==
                                 "reservation_ww_class";
    const auto it = choices.find(object.klass);
    object.algorithm = it != choices.end() ? it->second.algorithm
                       : reservation       ? WwAlgorithm::wait_die
                                           : WwAlgorithm::wound_wait;
  }
}

}  // namespace picket
