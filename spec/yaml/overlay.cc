#include "spec/yaml/overlay.h"

#include <algorithm>

#include "spec/yaml/declared_name.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/sections.h"

namespace picket {
namespace {

bool is_member_key(const std::string& key) {
  return key.find('[') != key.npos && key.find("..") == key.npos;
}

bool is_family_key(const std::string& key) {
  return key.find('[') != key.npos && key.find("..") != key.npos;
}

std::vector<std::string> keys_of(const std::vector<Entry>& entries) {
  std::vector<std::string> keys;
  for (const Entry& entry : entries) keys.push_back(entry.key->text);
  return keys;
}

bool has_family(const std::vector<Entry>& entries, const std::string& name) {
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& e) {
    return is_family_key(e.key->text) && base_name(e.key->text) == name;
  });
}

void merge_entry(Mistakes& mistakes, std::vector<Entry>& entries,
                 const Entry& entry, bool null_removes) {
  const std::string name = canonical_name(entry.key->text);
  const auto same =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) {
        return canonical_name(e.key->text) == name;
      });
  const bool removes = null_removes && entry.value->is_null();
  if (same != entries.end()) {
    if (removes)
      entries.erase(same);
    else
      *same = {entry.key, entry.value, same->member};
    return;
  }
  if (is_member_key(name) && has_family(entries, base_name(name))) {
    entries.push_back({entry.key, entry.value, true});
    return;
  }
  if (!removes) {
    entries.push_back(entry);
    return;
  }
  mistakes.add(Mistake::unknown_name, place_of(*entry.key),
               "the base has no " + in_quotes(entry.key->text) + " to remove",
               did_you_mean(entry.key->text, keys_of(entries)));
}

NodePtr merge_maps(Mistakes& mistakes, const NodePtr& base,
                   const Node& variant, bool null_removes) {
  auto merged = std::make_shared<Node>(
      base && base->is_map() ? *base : Node{variant});
  if (!base || !base->is_map()) merged->entries.clear();
  for (const Entry& entry : variant.entries)
    merge_entry(mistakes, merged->entries, entry, null_removes);
  return merged;
}

void set_section(Node& root, const Entry& entry, NodePtr value) {
  for (Entry& existing : root.entries)
    if (existing.key->text == entry.key->text) {
      existing.value = std::move(value);
      return;
    }
  root.entries.push_back({entry.key, std::move(value)});
}

void drop_section(Node& root, const std::string& name) {
  std::erase_if(root.entries,
                [&](const Entry& e) { return e.key->text == name; });
}

void lay(Mistakes& mistakes, Node& root, const Section& section,
         const Entry& entry) {
  switch (section.in_variant) {
    case Section::InVariant::no: return;
    case Section::InVariant::own:
      return set_section(root, entry, entry.value);
    case Section::InVariant::replaces:
      if (entry.value->is_null()) return drop_section(root, section.name);
      return set_section(root, entry, entry.value);
    case Section::InVariant::by_name:
    case Section::InVariant::by_key: {
      if (!expect_map(mistakes, *entry.value, in_quotes(section.name))) return;
      const bool null_removes =
          section.in_variant == Section::InVariant::by_name;
      return set_section(root, entry,
                         merge_maps(mistakes, find(root, section.name),
                                    *entry.value, null_removes));
    }
  }
}

}  // namespace

NodePtr overlay(Mistakes& mistakes, const Node& base, const Node& variant) {
  auto root = std::make_shared<Node>(base);
  for (const char* own : {"variants", "expect", "reports"})
    drop_section(*root, own);
  for (const Section& section : all_sections())
    if (const Entry* entry = find_entry(variant, section.name))
      lay(mistakes, *root, section, *entry);
  return root;
}

}  // namespace picket
