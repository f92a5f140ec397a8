#include "spec/yaml/scenario_tree.h"

#include <algorithm>

#include "spec/yaml/document.h"
#include "spec/yaml/include.h"
#include "spec/yaml/overlay.h"

namespace picket {
namespace {

std::string name_of(const Node& document) {
  if (!document.is_map()) return "";
  const NodePtr name = find(document, "scenario");
  return name ? name->text : "";
}

bool has_single_members(const Node& node) {
  return std::any_of(
      node.entries.begin(), node.entries.end(), [](const Entry& e) {
        return e.member || (e.value && has_single_members(*e.value));
      });
}

NodePtr without(const Node& root, const std::string& key) {
  Node copy = root;
  std::erase_if(copy.entries,
                [&](const Entry& e) { return !e.value || e.key->text == key; });
  return std::make_shared<Node>(std::move(copy));
}

NodePtr with_parameters(const NodePtr& root,
                        const std::map<std::string, std::int32_t>& values) {
  Node copy = *root;
  for (Entry& section : copy.entries) {
    if (section.key->text != "parameters" || !section.value->is_map()) continue;
    Node parameters = *section.value;
    for (Entry& e : parameters.entries) {
      const auto given = values.find(e.key->text);
      if (given == values.end()) continue;
      Node value = *e.value;
      value.text = std::to_string(given->second);
      e.value = std::make_shared<Node>(std::move(value));
    }
    section.value = std::make_shared<Node>(std::move(parameters));
  }
  return std::make_shared<Node>(std::move(copy));
}

NodePtr variant_of(const Node& root, const std::string& name) {
  const NodePtr variants = find(root, "variants");
  if (!variants || !variants->is_map()) return nullptr;
  const NodePtr variant = find(*variants, name);
  if (!variant || !variant->is_map()) return nullptr;
  Mistakes mistakes;
  const NodePtr laid = overlay(mistakes, root, *variant);
  return mistakes.list.empty() ? laid : nullptr;
}

}  // namespace

NodePtr scenario_tree(const std::string& path, const std::string& check,
                      const std::map<std::string, std::int32_t>& parameters) {
  const auto text = read_bytes(path);
  if (!text) return nullptr;
  for (const NodePtr& document : parse_documents(path, *text).documents) {
    const std::string name = name_of(*document);
    const bool base = check == name;
    if (!base && check.rfind(name + "/", 0) != 0) continue;
    Mistakes mistakes;
    Sources sources;
    NodePtr root = with_includes(mistakes, document, sources);
    if (!mistakes.list.empty()) return nullptr;
    if (!base) root = variant_of(*root, check.substr(name.size() + 1));
    if (!root || has_single_members(*root)) return nullptr;
    return with_parameters(without(*without(*root, "variants"), "include"),
                           parameters);
  }
  return nullptr;
}

}  // namespace picket
