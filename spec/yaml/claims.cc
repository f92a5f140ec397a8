#include "spec/yaml/claims.h"

#include <algorithm>

#include "spec/yaml/expression_text.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/lock_classes.h"
#include "spec/yaml/references.h"

namespace picket {
namespace {

struct Form {
  std::string_view name;
  ClaimVerdict verdict;
};

constexpr Form kForms[] = {
    {"orthogonal", ClaimVerdict::orthogonal},
    {"can_block", ClaimVerdict::can_block},
    {"not_blocked_here", ClaimVerdict::not_blocked_here},
};

std::vector<std::string> form_names() {
  std::vector<std::string> names;
  for (const Form& form : kForms) names.emplace_back(form.name);
  return names;
}

// Exactly one key says what is claimed.
const Form* form_of(Reading& reading, const Node& key, const Node& map) {
  const Form* found = nullptr;
  for (const Form& form : kForms) {
    if (!find(map, std::string(form.name))) continue;
    if (found) {
      reading.mistakes.add(Mistake::bad_claim, place_of(key),
                           "a claim is either " + in_quotes(found->name) +
                               " or " + in_quotes(form.name) + ", not both");
      return nullptr;
    }
    found = &form;
  }
  if (!found) {
    std::string hint = "claims are " + one_of(form_names());
    for (const Entry& entry : map.entries) {
      const std::string near = did_you_mean(entry.key->text, form_names());
      if (!near.empty()) hint = in_quotes(entry.key->text) + ": " + near;
    }
    reading.mistakes.add(Mistake::bad_claim, place_of(key),
                         "the claim says nothing", hint);
  }
  return found;
}

bool check_signals(Reading& reading, const Node& node, ObjectId id) {
  const Object& o = reading.scenario.object(id);
  if (has_signals(o.type) || reading.untyped.count(id)) return true;
  reading.mistakes.add(
      Mistake::wrong_object_type, place_of(node),
      in_quotes(o.name) + " is a " + std::string(facts(o.type).name) +
          ", which signals nobody",
      "claims are about fences, completions, wait queues and semaphores");
  return false;
}

// An object, a family for all its members, or a class for all of it.
void read_objects_of(Reading& reading, const Node& node, Claim& claim) {
  if (!expect_text(reading.mistakes, node, "what a claim is about")) return;
  claim.text = node.text;
  const std::string base = node.text.substr(0, node.text.find('['));
  if (reading.objects.count(base) || !has_class(reading, node.text)) {
    const auto ids = read_objects(reading, node, "object");
    for (const ObjectId id : ids.value_or(std::vector<ObjectId>{})) {
      if (!check_signals(reading, node, id)) return;
      claim.objects.push_back(id);
    }
    return;
  }
  const ClassId klass = intern_class(reading, node.text);
  const auto& objects = reading.scenario.objects;
  for (std::size_t i = 0; i < objects.size(); ++i)
    if (objects[i].klass == klass && has_signals(objects[i].type))
      claim.objects.push_back(ObjectId(i));
  if (claim.objects.empty())
    reading.mistakes.add(
        Mistake::wrong_object_type, place_of(node),
        "nothing of class " + in_quotes(node.text) + " signals anybody",
        "claims are about fences, completions, wait queues and semaphores");
}

void read_claim(Reading& reading, const Node& key, const Node& map) {
  Claim claim;
  claim.id = key.text;
  claim.span = key.span;
  claim.file = *key.file;
  if (!is_dashed_name(key.text)) {
    reading.mistakes.add(Mistake::bad_name, place_of(key),
                         in_quotes(key.text) + " is not a name for a claim");
    return;
  }
  if (!expect_map(reading.mistakes, map, "a claim")) return;
  std::vector<std::string> known = form_names();
  known.emplace_back("of");
  const std::size_t before = reading.mistakes.errors;
  const Form* form = form_of(reading, key, map);
  if (form) expect_keys(reading.mistakes, map, known, "in a claim");
  if (!form || reading.mistakes.errors > before) return;
  claim.claims = form->verdict;
  read_objects_of(reading, *find(map, std::string(form->name)), claim);
  if (const NodePtr of = find(map, "of"))
    claim.fences =
        read_objects(reading, *of, "fence").value_or(std::vector<ObjectId>{});
  reading.scenario.claims.push_back(std::move(claim));
}

}  // namespace

void read_claims(Reading& reading, const Node* map) {
  if (!map || !expect_map(reading.mistakes, *map, "`claims`")) return;
  for (const Entry& entry : map->entries)
    read_claim(reading, *entry.key, *entry.value);
}

}  // namespace picket
