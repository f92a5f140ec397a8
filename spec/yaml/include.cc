#include "spec/yaml/include.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "spec/yaml/declared_name.h"
#include "spec/yaml/document.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/raw_text.h"
#include "spec/yaml/sections.h"

namespace picket {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 20;

struct Loading {
  Mistakes& mistakes;
  Sources& sources;
  std::vector<std::string> open;  // the chain of files, to find circles
  std::size_t files = 0;
};

NodePtr merged(Loading& loading, const NodePtr& root);

std::string canonical(const std::string& path) {
  std::error_code error;
  const fs::path full = fs::weakly_canonical(path, error);
  return error ? path : full.string();
}

bool has_entry(const Node& map, const std::string& key, Place& place) {
  for (const Entry& entry : map.entries)
    if (base_name(entry.key->text) == base_name(key)) {
      place = place_of(*entry.key);
      return true;
    }
  return false;
}

// The including file's entries stand behind the included ones.
void merge_section(Loading& loading, Node& root, const std::string& name,
                   const Entry& section) {
  if (!section.value->is_map()) return;  // reported where it is read
  auto merged_map = std::make_shared<Node>(*section.value);
  const NodePtr own = find(root, name);
  for (const Entry& entry :
       own && own->is_map() ? own->entries : std::vector<Entry>{}) {
    Place other;
    if (has_entry(*section.value, entry.key->text, other))
      loading.mistakes.add(
          Mistake::name_clash, place_of(*entry.key),
          "the name " + in_quotes(base_name(entry.key->text)) +
              " is taken by an included file",
          "see " + other.file + ":" + std::to_string(other.span.line));
    else
      merged_map->entries.push_back(entry);
  }
  for (Entry& entry : root.entries)
    if (entry.key->text == name) {
      // A value of the wrong kind stays, to be reported.
      if (own->is_map()) entry.value = merged_map;
      return;
    }
  root.entries.push_back({section.key, merged_map});
}

// `with` gives parameters of the included file other values.
void replace_parameters(Loading& loading, Node& included, const Node& with) {
  if (!expect_map(loading.mistakes, with, "`with`")) return;
  const NodePtr parameters = find(included, "parameters");
  auto changed = parameters && parameters->is_map()
                     ? std::make_shared<Node>(*parameters)
                     : std::make_shared<Node>();
  for (const Entry& entry : with.entries) {
    std::vector<std::string> known;
    bool found = false;
    for (Entry& own : changed->entries) {
      known.push_back(own.key->text);
      if (own.key->text != entry.key->text) continue;
      own.value = entry.value;
      found = true;
    }
    if (!found)
      loading.mistakes.add(
          Mistake::unknown_parameter, place_of(*entry.key),
          "the included file has no parameter " + in_quotes(entry.key->text),
          did_you_mean(entry.key->text, known));
  }
  for (Entry& entry : included.entries)
    if (entry.key->text == "parameters" && entry.value->is_map())
      entry.value = changed;
}

// What changes the meaning of steps but is not merged deserves a word.
void warn_unused(Loading& loading, const Node& included) {
  for (const char* name : {"config", "reclaim", "limits", "claims"})
    if (const Entry* entry = find_entry(included, name))
      loading.mistakes.add(
          Mistake::not_included, place_of(*entry->key),
          in_quotes(name) + " of an included file is not used");
}

NodePtr load(Loading& loading, const std::string& path, const Node& at) {
  std::error_code error;
  const bool regular = fs::is_regular_file(path, error);
  const auto text = regular ? read_bytes(path) : std::nullopt;
  if (!text || ++loading.files > kMostFiles) {
    loading.mistakes.add(
        Mistake::unreadable_file, place_of(at),
        text ? "more than " + std::to_string(kMostFiles) + " included files"
             : "cannot read `" + path + "`",
        text ? "" : "paths are relative to the including file");
    return nullptr;
  }
  loading.sources[path] = split_lines(path, printable(*text));
  ParsedText parsed = parse_documents(path, *text);
  loading.mistakes.append(parsed.mistakes.list);
  if (parsed.documents.size() > 1)
    loading.mistakes.add(Mistake::wrong_type, place_of(at),
                         "an included file holds one document, not " +
                             std::to_string(parsed.documents.size()));
  if (parsed.documents.size() != 1) return nullptr;
  if (!expect_map(loading.mistakes, *parsed.documents[0], "an included file"))
    return nullptr;
  expect_keys(loading.mistakes, *parsed.documents[0], section_names(),
              "at the top of a file");
  return parsed.documents[0];
}

// The directories of the library, separated by colons: what the environment
// says, or where it was built or installed, if only together with the program.
std::string library_places() {
  if (const char* environment = std::getenv("PICKET_LIBRARY"))
    return environment;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside =
      program.parent_path().parent_path() / "share/picket/library";
  return beside.string() + ":" + PICKET_LIBRARY;
}

// Beside the including file; else in the library.
std::string found(const fs::path& directory, const std::string& name) {
  const auto at = [&](const fs::path& base) {
    return (base / name).lexically_normal().string();
  };
  const std::string beside = at(directory);
  std::error_code error;
  if (fs::is_regular_file(beside, error)) return beside;
  const std::string places = library_places();
  for (std::size_t begin = 0; begin < places.size();) {
    const std::size_t end = std::min(places.find(':', begin), places.size());
    const std::string path = at(places.substr(begin, end - begin));
    if (fs::is_regular_file(path, error)) return path;
    begin = end + 1;
  }
  return beside;
}

void include_one(Loading& loading, Node& root, const Node& path_node,
                 const Node* with) {
  if (!expect_text(loading.mistakes, path_node, "an included path")) return;
  const fs::path directory = fs::path(*path_node.file).parent_path();
  const std::string path = found(directory, path_node.text);
  const std::string full = canonical(path);
  if (std::find(loading.open.begin(), loading.open.end(), full) !=
      loading.open.end()) {
    loading.mistakes.add(
        Mistake::include_cycle, place_of(path_node),
        in_quotes(path_node.text) + " is being included already");
    return;
  }
  NodePtr included = load(loading, path, path_node);
  if (!included) return;
  loading.open.push_back(full);
  included = merged(loading, included);
  loading.open.pop_back();
  warn_unused(loading, *included);
  auto changed = std::make_shared<Node>(*included);
  if (with) replace_parameters(loading, *changed, *with);
  for (const FileSection& section : all_sections())
    if (const Entry* entry = find_entry(*changed, section.name);
        entry && section.included)
      merge_section(loading, root, section.name, *entry);
}

void include_entry(Loading& loading, Node& root, const Node& item) {
  if (!item.is_map()) return include_one(loading, root, item, nullptr);
  expect_keys(loading.mistakes, item, {"path", "with"}, "in `include`");
  const Entry* path = require_entry(loading.mistakes, item, "path",
                                    place_of(item), "`include`");
  const NodePtr with = find(item, "with");
  if (path) include_one(loading, root, *path->value, with.get());
}

NodePtr merged(Loading& loading, const NodePtr& root) {
  const NodePtr include = find(*root, "include");
  if (!include) return root;
  auto out = std::make_shared<Node>(*root);
  if (!include->is_sequence()) {
    include_entry(loading, *out, *include);
    return out;
  }
  // The last is merged first, so that the first one's entries come first.
  for (auto item = include->items.rbegin(); item != include->items.rend();
       ++item)
    include_entry(loading, *out, **item);
  return out;
}

}  // namespace

std::optional<std::string> read_bytes(const std::string& path) {
  constexpr std::streamsize kMost = (1 << 20) + 1;
  std::error_code error;
  if (fs::is_directory(path, error)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text(static_cast<std::size_t>(kMost), '\0');
  stream.read(text.data(), kMost);
  if (stream.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

NodePtr with_includes(Mistakes& mistakes, const NodePtr& root,
                      Sources& sources) {
  Loading loading{mistakes, sources, {canonical(*root->file)}, 0};
  return merged(loading, root);
}

}  // namespace picket
