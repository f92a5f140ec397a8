#include "spec/yaml/overlay.h"

#include <map>
#include <set>

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

// The entries of one section while a variant's are merged into them.
struct Merge {
  Mistakes& mistakes;
  std::vector<Entry> entries;
  std::map<std::string, std::size_t> by_name;  // canonical
  std::set<std::string> families;              // base names

  void add(Entry entry) {
    by_name.emplace(canonical_name(entry.key->text), entries.size());
    if (is_family_key(entry.key->text))
      families.insert(base_name(entry.key->text));
    entries.push_back(std::move(entry));
  }
};

void merge_entry(Merge& merge, const Entry& entry, bool null_removes) {
  const std::string name = canonical_name(entry.key->text);
  const bool removes = null_removes && entry.value->is_null();
  if (const auto same = merge.by_name.find(name); same != merge.by_name.end()) {
    Entry& old = merge.entries[same->second];
    old.value = removes ? nullptr : entry.value;
    old.key = entry.key;
    return;
  }
  if (is_member_key(name) && merge.families.count(base_name(name))) {
    merge.entries.push_back({entry.key, entry.value, true});
    return;
  }
  if (!removes) return merge.add(entry);
  merge.mistakes.add(
      Mistake::unknown_name, place_of(*entry.key),
      "the base has no " + in_quotes(entry.key->text) + " to remove",
      did_you_mean(entry.key->text, keys_of(merge.entries)));
}

NodePtr merge_maps(Mistakes& mistakes, const NodePtr& base, const Node& variant,
                   bool null_removes) {
  Merge merge{mistakes, {}, {}, {}};
  if (base && base->is_map())
    for (const Entry& entry : base->entries) merge.add(entry);
  for (const Entry& entry : variant.entries)
    merge_entry(merge, entry, null_removes);
  auto merged =
      std::make_shared<Node>(base && base->is_map() ? *base : variant);
  std::erase_if(merge.entries, [](const Entry& e) { return !e.value; });
  merged->entries = std::move(merge.entries);
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

void lay(Mistakes& mistakes, Node& root, const FileSection& section,
         const Entry& entry) {
  switch (section.in_variant) {
    case FileSection::InVariant::no: return;
    case FileSection::InVariant::own:
      return set_section(root, entry, entry.value);
    case FileSection::InVariant::replaces:
      if (entry.value->is_null()) return drop_section(root, section.name);
      return set_section(root, entry, entry.value);
    case FileSection::InVariant::by_name:
    case FileSection::InVariant::by_key: {
      if (!expect_map(mistakes, *entry.value, in_quotes(section.name))) return;
      const bool null_removes =
          section.in_variant == FileSection::InVariant::by_name;
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
  for (const FileSection& section : all_sections())
    if (const Entry* entry = find_entry(variant, section.name))
      lay(mistakes, *root, section, *entry);
  return root;
}

}  // namespace picket
