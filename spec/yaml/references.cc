#include "spec/yaml/references.h"

#include <algorithm>

#include "spec/yaml/constants.h"
#include "spec/yaml/objects.h"

namespace picket {
namespace {

// A file stands wherever a fence may: for the one in it.
bool may_stand_for(ObjectType type, std::string_view kind) {
  return type_fits(type, kind) ||
         (kind == "fence" && type == ObjectType::sync_file);
}

std::string with_article(std::string_view noun) {
  const bool vowel =
      std::string_view("aeiou").find(noun[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

// What else has this name: the usual reason why it is "unknown".
std::string other_meaning(const Reading& reading, const std::string& name) {
  if (const auto it = reading.objects.find(name); it != reading.objects.end()) {
    const auto& members = it->second.members;
    for (const std::int32_t id : members)
      if (id != Declared::kRemoved)
        return with_article(
            facts(reading.scenario.objects[static_cast<std::size_t>(id)].type)
                .name);
    return "a family of objects";
  }
  if (reading.threads.count(name)) return "a thread";
  if (reading.functions.count(name)) return "a function";
  if (reading.constants.count(name)) return "a parameter";
  if (reading.local_names.count(name)) return "a local variable";
  return "";
}

// The names that would fit, for hints.
std::vector<std::string> fitting_names(const Reading& reading,
                                       const Wanted& wanted) {
  std::vector<std::string> names;
  for (const auto& [name, declared] : wanted.table) {
    const bool fits =
        wanted.kind.empty() ||
        std::any_of(declared.members.begin(), declared.members.end(),
                    [&](std::int32_t id) {
                      return id != Declared::kRemoved &&
                             may_stand_for(
                                 reading.scenario.object(ObjectId(id)).type,
                                 wanted.kind);
                    });
    if (fits) names.push_back(name);
  }
  return names;
}

// Is a whole section of declarations no mapping?
bool is_unreadable(const Mistakes& mistakes) {
  return std::any_of(mistakes.list.begin(), mistakes.list.end(),
                     [](const Diagnostic& d) {
                       return d.message.starts_with("`objects` must be") ||
                              d.message.starts_with("`functions` must be");
                     });
}

void add_unknown(Reading& reading, const Wanted& wanted,
                 const std::string& name, const Place& place) {
  // Nothing could be read of what is declared: that is the mistake.
  if (wanted.table.empty() && is_unreadable(reading.mistakes)) return;
  const auto fitting = fitting_names(reading, wanted);
  const std::string others =
      fitting.empty() ? "" : "declared are " + one_of(fitting);
  const std::string any = did_you_mean(name, names_of(wanted.table), others);
  reading.mistakes.add(Mistake::unknown_name, place,
                       "there is no " +
                           wanted.what.substr(wanted.what.find(' ') + 1) + " " +
                           in_quotes(name),
                       did_you_mean(name, fitting, any));
}

const Declared* look_up(Reading& reading, const Wanted& wanted,
                        const ExprTree& tree, const Node& at) {
  const std::string name = tree.name + tree.suffix;
  if (name == "system_wq" && &wanted.table == &reading.objects)
    system_queue(reading);
  if (name == "mmap_lock" && &wanted.table == &reading.objects)
    mmap_lock(reading);
  const auto it = wanted.table.find(name);
  if (it != wanted.table.end()) return &it->second;
  const Place place = place_in(at, tree.begin, tree.end);
  const std::string meaning = other_meaning(reading, name);
  if (!meaning.empty())
    reading.mistakes.add(Mistake::wrong_object_type, place,
                         in_quotes(name) + " is " + meaning + ", but " +
                             wanted.what + " is needed here");
  else
    add_unknown(reading, wanted, name, place);
  return nullptr;
}

std::optional<std::int32_t> member_at(Reading& reading,
                                      const Declared& declared,
                                      const ExprTree& tree, const Node& at) {
  const auto index = evaluate(reading, tree.parts[0], at);
  if (!index) return std::nullopt;
  const Place place = place_in(at, tree.begin, tree.end);
  const std::int64_t offset = std::int64_t{*index} - declared.first;
  const auto size = static_cast<std::int64_t>(declared.members.size());
  if (offset < 0 || offset >= size) {
    // One of the family's members may stand for all that go wrong here.
    if (reading.mistakes.has(Mistake::index_out_of_range, place)) {
      ++reading.mistakes.errors;
      return std::nullopt;
    }
    reading.mistakes.add(
        Mistake::index_out_of_range, place,
        in_quotes(tree.name) + " has no member with index " +
            std::to_string(*index),
        size == 0 ? "the family is empty"
                  : "it has " + tree.name + "[" +
                        std::to_string(declared.first) + "] to " + tree.name +
                        "[" + std::to_string(declared.first + size - 1) + "]");
    return std::nullopt;
  }
  const std::int32_t id = declared.members[static_cast<std::size_t>(offset)];
  if (id != Declared::kRemoved) return id;
  reading.mistakes.add(
      Mistake::index_out_of_range, place,
      "this member of " + in_quotes(tree.name) + " is removed by the variant");
  return std::nullopt;
}

std::optional<ExprTree> reference_of(Reading& reading, const Node& node,
                                     const std::string& what) {
  if (!node.is_scalar()) {
    reading.mistakes.add(Mistake::wrong_type, place_of(node),
                         what + " is needed here, not " + what_is(node));
    return std::nullopt;
  }
  ParsedExpression parsed = parse_reference(node.text);
  add_text_mistakes(reading, node, parsed.mistakes);
  if (parsed.tree && parsed.tree->indexed)
    shift(parsed.tree->parts[0], parsed.tree->name.size() + 1);
  return std::move(parsed.tree);
}

std::int32_t read_one(Reading& reading, const Wanted& wanted,
                      const Node& node) {
  const auto tree = reference_of(reading, node, wanted.what);
  if (!tree) return -1;
  return resolve(reading, wanted, *tree, node).value_or(-1);
}

}  // namespace

std::string kind_phrase(std::string_view kind) {
  if (kind == "var") return "an int or atomic_t";
  if (kind == "classed") return "an object with a lock class";
  if (kind == "item") return "a work item or timer";
  if (kind == "expr") return "an expression";
  if (kind == "gfp") return "GFP_KERNEL, GFP_ATOMIC, ..";
  return with_article(kind);
}

Wanted wanted_thread(const Reading& reading) {
  return {reading.threads, "a thread", ""};
}

Wanted wanted_function(const Reading& reading) {
  return {reading.functions, "a function", ""};
}

Wanted wanted_object(const Reading& reading, std::string_view kind) {
  return {reading.objects, kind_phrase(kind), std::string(kind)};
}

std::optional<std::int32_t> resolve(Reading& reading, const Wanted& wanted,
                                    const ExprTree& tree, const Node& at) {
  const Declared* declared = look_up(reading, wanted, tree, at);
  if (!declared) return std::nullopt;
  if (tree.indexed && declared->family)
    return member_at(reading, *declared, tree, at);
  const Place place = place_in(at, tree.begin, tree.end);
  if (tree.indexed) {
    reading.mistakes.add(Mistake::not_a_family, place,
                         in_quotes(tree.name) + " is not a family",
                         "write it without an index");
    return std::nullopt;
  }
  if (declared->family) {
    reading.mistakes.add(Mistake::missing_index, place,
                         in_quotes(tree.name) +
                             " is a family; one member is "
                             "needed here",
                         "write \"" + tree.name + "[..]\" with an index");
    return std::nullopt;
  }
  return declared->members.at(0);
}

std::optional<std::vector<std::int32_t>> resolve_all(Reading& reading,
                                                     const Wanted& wanted,
                                                     const ExprTree& tree,
                                                     const Node& at) {
  const auto it = wanted.table.find(tree.name + tree.suffix);
  if (tree.indexed || it == wanted.table.end() || !it->second.family) {
    const auto one = resolve(reading, wanted, tree, at);
    if (!one) return std::nullopt;
    return std::vector<std::int32_t>{*one};
  }
  std::vector<std::int32_t> all;
  for (const std::int32_t id : it->second.members)
    if (id != Declared::kRemoved) all.push_back(id);
  count_work(reading, all.size());
  return all;
}

bool expect_kind(Reading& reading, ObjectId object, std::string_view kind,
                 const Place& at) {
  const Object& o = reading.scenario.object(object);
  if (may_stand_for(o.type, kind) || reading.untyped.count(object)) return true;
  reading.mistakes.add(Mistake::wrong_object_type, at,
                       in_quotes(o.family) + " is " +
                           with_article(facts(o.type).name) + ", but " +
                           kind_phrase(kind) + " is needed here");
  return false;
}

ObjectId read_object(Reading& reading, const Node& node,
                     std::string_view kind) {
  const ObjectId object(read_one(reading, wanted_object(reading, kind), node));
  if (!object.valid() || !expect_kind(reading, object, kind, place_of(node)))
    return {};
  return object;
}

FunctionId read_function(Reading& reading, const Node& node) {
  return FunctionId(read_one(reading, wanted_function(reading), node));
}

ContextId read_thread(Reading& reading, const Node& node) {
  return ContextId(read_one(reading, wanted_thread(reading), node));
}

std::optional<std::vector<ObjectId>> read_objects(Reading& reading,
                                                  const Node& node,
                                                  std::string_view kind) {
  std::vector<ObjectId> out;
  bool good = true;
  const auto add = [&](const Node& item) {
    const auto tree = reference_of(reading, item, kind_phrase(kind));
    const auto ids =
        tree ? resolve_all(reading, wanted_object(reading, kind), *tree, item)
             : std::nullopt;
    if (!ids) good = false;
    for (const std::int32_t id : ids.value_or(std::vector<std::int32_t>{})) {
      good = good && expect_kind(reading, ObjectId(id), kind, place_of(item));
      out.push_back(ObjectId(id));
    }
  };
  if (node.is_sequence())
    for (const NodePtr& item : node.items) add(*item);
  else
    add(node);
  if (!good) return std::nullopt;
  return out;
}

}  // namespace picket
