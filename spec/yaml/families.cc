#include "spec/yaml/families.h"

#include "spec/yaml/constants.h"
#include "spec/yaml/declared_name.h"

namespace picket {
namespace {

constexpr std::int64_t kLargestFamily = 10000;

// What a variant says about single members of one family.
using MemberEntries = std::map<std::int32_t, const Entry*>;

struct Expansion {
  Reading& reading;
  NameTable& table;
  std::map<std::string, MemberEntries> replaced;  // by name of the family
  std::vector<Member> members;
};

void add_member_entry(Expansion& x, const Entry& entry,
                      const DeclaredName& declared) {
  const Node& key = *entry.key;
  if (!entry.member) {
    x.reading.mistakes.add(
        Mistake::bad_name, place_of(key),
        in_quotes(key.text) + " names one member of a family",
        "declare the family as " + declared.name +
            "[i=0..3]; only a variant can replace a single member");
    return;
  }
  const auto index = evaluate(x.reading, *declared.at, key);
  if (!index) return;
  if (!x.replaced[declared.name].emplace(*index, &entry).second)
    x.reading.mistakes.add(Mistake::name_clash, place_of(key),
                           "this member is given twice");
}

std::optional<DeclaredName> parse_key(Reading& reading, const Node& key) {
  ParsedDeclaredName parsed = parse_declared_name(key.text);
  add_text_mistakes(reading, key, parsed.mistakes);
  return std::move(parsed.declared);
}

// Takes the name, unless another entry has it.
Declared* declare(Expansion& x, const Node& key, const std::string& name) {
  Declared fresh;
  fresh.text = key.text;
  fresh.place = place_of(key);
  const auto [it, is_new] = x.table.emplace(name, std::move(fresh));
  if (is_new) return &it->second;
  x.reading.mistakes.add(Mistake::name_clash, place_of(key),
                         "the name " + in_quotes(name) + " is taken by " +
                             in_quotes(it->second.text) + " in line " +
                             std::to_string(it->second.place.span.line),
                         it->second.family
                             ? "a variant replaces a family under its full text"
                             : "");
  return nullptr;
}

void add_member(Expansion& x, Declared& declared, Member member) {
  count_work(x.reading, 1);
  declared.members.push_back(static_cast<std::int32_t>(x.members.size()));
  x.members.push_back(std::move(member));
}

void check_index_name(Reading& reading, const Node& key,
                      const std::string& index) {
  if (reading.constants.count(index))
    reading.mistakes.add(
        Mistake::name_clash, place_of(key),
        "the index " + in_quotes(index) + " has the name of a parameter",
        "choose another letter");
}

struct Range {
  std::int32_t from = 0;
  std::int64_t count = 0;
};

std::optional<Range> read_range(Reading& reading, const Node& key,
                                const DeclaredName& declared) {
  const auto from = evaluate(reading, *declared.from, key);
  const auto to = evaluate(reading, *declared.to, key);
  if (!from || !to) return std::nullopt;
  const std::int64_t count = std::int64_t{*to} - *from + 1;
  if (count <= kLargestFamily)
    return Range{*from, std::max<std::int64_t>(0, count)};
  reading.mistakes.add(Mistake::family_too_large, place_of(key),
                       "the family has " + std::to_string(count) +
                           " members; the limit is " +
                           std::to_string(kLargestFamily));
  return std::nullopt;
}

void add_family(Expansion& x, const Entry& entry,
                const DeclaredName& declared) {
  const Node& key = *entry.key;
  check_index_name(x.reading, key, declared.index);
  x.reading.indices.emplace(declared.index, place_of(key));
  const auto range = read_range(x.reading, key, declared);
  Declared* family = declare(x, key, declared.name);
  if (!family) return;
  family->family = true;
  if (!range) return;
  family->first = range->from;
  MemberEntries& replaced = x.replaced[declared.name];
  for (std::int64_t k = 0; k < range->count; ++k) {
    const auto index = static_cast<std::int32_t>(range->from + k);
    const auto it = replaced.find(index);
    const Entry& source = it == replaced.end() ? entry : *it->second;
    if (it != replaced.end()) replaced.erase(it);
    if (&source != &entry && source.value->is_null()) {
      family->members.push_back(Declared::kRemoved);
      continue;
    }
    add_member(
        x, *family,
        {declared.name + "[" + std::to_string(index) + "]", declared.name,
         source.key, source.value, declared.index, index});
  }
}

void add_single(Expansion& x, const Entry& entry, const std::string& name) {
  if (Declared* declared = declare(x, *entry.key, name))
    add_member(x, *declared, {name, name, entry.key, entry.value, "", 0});
}

void report_left_over(Expansion& x) {
  for (const auto& [name, entries] : x.replaced)
    for (const auto& [index, entry] : entries)
      x.reading.mistakes.add(Mistake::index_out_of_range, place_of(*entry->key),
                             in_quotes(name) + " has no member with index " +
                                 std::to_string(index));
}

}  // namespace

std::vector<Member> expand_members(Reading& reading, const Node& map,
                                   NameTable& table) {
  Expansion x{reading, table, {}, {}};
  std::vector<std::optional<DeclaredName>> names;
  for (const Entry& entry : map.entries) {
    names.push_back(parse_key(reading, *entry.key));
    const auto& declared = names.back();
    if (declared && declared->form == DeclaredName::Form::member)
      add_member_entry(x, entry, *declared);
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (!names[k]) continue;
    if (names[k]->form == DeclaredName::Form::family)
      add_family(x, map.entries[k], *names[k]);
    else if (names[k]->form == DeclaredName::Form::single)
      add_single(x, map.entries[k], names[k]->name);
  }
  report_left_over(x);
  return std::move(x.members);
}

IndexScope::IndexScope(Reading& reading, const Member& member)
    : reading_(reading), name_(member.index_name) {
  if (!name_.empty()) reading_.constants[name_] = member.index;
}

IndexScope::~IndexScope() {
  if (!name_.empty()) reading_.constants.erase(name_);
}

}  // namespace picket
