#include "spec/yaml/keys.h"
#include "spec/yaml/c_code.h"

#include <algorithm>

namespace picket {
namespace {

bool expect_kind(Mistakes& mistakes, const Node& node, Node::Kind kind,
                 const std::string& what, const char* kind_name) {
  if (node.kind == kind) return true;
  std::string hint;
  if (kind == Node::Kind::map && node.is_scalar())
    if (const std::string object = object_of_declaration(node.text);
        !object.empty())
      hint = "write " + object;
  if (kind == Node::Kind::map && node.is_sequence() && !node.items.empty() &&
      node.items[0]->is_map() && !node.items[0]->entries.empty())
    hint = "write " + node.items[0]->entries[0].key->text +
           ": .. without a dash in front";
  if (kind == Node::Kind::sequence && node.is_scalar() &&
      node.text.find_first_of(" \n") == node.text.npos)
    hint = "write [" + node.text + "]";
  mistakes.add(Mistake::wrong_type, place_of(node),
               what + " must be " + kind_name + ", not " + what_is(node), hint);
  return false;
}

// YAML 1.1's other words, which this language reads as texts.
std::string yes_or_no(const std::string& text) {
  for (const char* word :
       {"yes", "Yes", "YES", "on", "On", "ON", "y", "True", "TRUE"})
    if (text == word) return "write true";
  for (const char* word :
       {"no", "No", "NO", "off", "Off", "OFF", "n", "False", "FALSE"})
    if (text == word) return "write false";
  return "";
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool expect_map(Mistakes& mistakes, const Node& node, const std::string& what) {
  return expect_kind(mistakes, node, Node::Kind::map, what, "a mapping");
}

bool expect_list(Mistakes& mistakes, const Node& node,
                 const std::string& what) {
  return expect_kind(mistakes, node, Node::Kind::sequence, what, "a list");
}

bool expect_text(Mistakes& mistakes, const Node& node,
                 const std::string& what) {
  return expect_kind(mistakes, node, Node::Kind::scalar, what, "a text");
}

void expect_keys(Mistakes& mistakes, const Node& map,
                 const std::vector<std::string>& known,
                 const std::string& where) {
  for (const Entry& entry : map.entries) {
    const std::string& key = entry.key->text;
    if (contains(known, key)) continue;
    mistakes.add(Mistake::unknown_key, place_of(*entry.key),
                 "the key " + in_quotes(key) + " is not known " + where,
                 did_you_mean(key, known, "known are " + one_of(known)));
  }
}

const Entry* find_entry(const Node& map, const std::string& key) {
  for (const Entry& entry : map.entries)
    if (entry.key->text == key) return &entry;
  return nullptr;
}

const Entry* require_entry(Mistakes& mistakes, const Node& map,
                           const std::string& key, const Place& owner,
                           const std::string& what) {
  const Entry* entry = find_entry(map, key);
  if (!entry)
    mistakes.add(Mistake::missing_key, owner,
                 what + " needs the key " + in_quotes(key));
  return entry;
}

std::optional<bool> read_bool(Mistakes& mistakes, const Node& node,
                              const std::string& what) {
  if (node.is_scalar() && node.text == "true") return true;
  if (node.is_scalar() && node.text == "false") return false;
  mistakes.add(Mistake::wrong_type, place_of(node),
               what + " must be `true` or `false`, not " + what_is(node),
               yes_or_no(node.text));
  return std::nullopt;
}

bool expect_word(Mistakes& mistakes, const Node& node,
                 const std::vector<std::string>& allowed,
                 const std::string& what) {
  if (!node.is_scalar()) {
    mistakes.add(
        Mistake::wrong_type, place_of(node),
        what + " must be " + one_of(allowed) + ", not " + what_is(node));
    return false;
  }
  if (contains(allowed, node.text)) return true;
  mistakes.add(
      Mistake::bad_value, place_of(node),
      what + " cannot be " + in_quotes(node.text),
      did_you_mean(node.text, allowed,
                   allowed.size() == 1 ? "write " + allowed[0]
                                       : "it is one of " + one_of(allowed)));
  return false;
}

}  // namespace picket
