#include "spec/yaml/scenario_reader.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "spec/yaml/document.h"
#include "spec/yaml/include.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/misspelled.h"
#include "spec/yaml/one_scenario.h"
#include "spec/yaml/overlay.h"
#include "spec/yaml/raw_text.h"
#include "spec/yaml/sections.h"
#include "spec/yaml/step_tree.h"

namespace picket {
namespace {

constexpr std::size_t kMostVariants = 1000;
constexpr std::size_t kMostWork = 2'000'000;  // of all scenarios of a file
constexpr std::size_t kMostMistakes = 200;

struct FileReading {
  const ReadOptions& options;
  ReadResult result;
  Mistakes mistakes;
  std::set<std::string> names;       // of scenarios
  std::set<std::string> parameters;  // that some scenario declares
  std::size_t work = 0;
};

using MistakeKey =
    std::tuple<std::string, SourceSpan, std::string, std::string>;

MistakeKey key_of(const Diagnostic& d) {
  return {d.file, d.span, d.code, d.message};
}

// A variant inherits its base's mistakes; what is new in it but stands in the
// base's text must say for which variant it is one.
void add_variant_mistakes(FileReading& file, const Diagnostics& base,
                          const Diagnostics& found, const Entry& variant) {
  std::set<MistakeKey> known;
  for (const Diagnostic& d : base) known.insert(key_of(d));
  const int first = variant.key->span.line;
  const int last = last_line(*variant.value);
  for (Diagnostic d : found) {
    if (known.count(key_of(d))) continue;
    const bool inside = d.file == *variant.key->file && d.span.line >= first &&
                        d.span.line <= last;
    if (!inside)
      d.message += ", in the variant " + in_quotes(variant.key->text);
    file.mistakes.append({std::move(d)});
  }
}

void keep(FileReading& file, Reading& reading) {
  for (const auto& [name, value] : reading.scenario.parameters)
    file.parameters.insert(name);
  file.work += reading.work + reading.scenario.steps.size();
  if (!has_errors(reading.mistakes.list))
    file.result.scenarios.push_back(std::move(reading.scenario));
}

void read_variant(FileReading& file, const NodePtr& base,
                  const Diagnostics& base_mistakes, const Entry& entry,
                  const std::set<std::string>& local_names) {
  const Node& variant = *entry.value;
  if (!expect_map(file.mistakes, variant, "a variant")) return;
  expect_keys(file.mistakes, variant, variant_section_names(), "in a variant");
  Reading reading(*base->file);
  reading.local_names = local_names;
  try {
    const NodePtr root = overlay(reading.mistakes, *base, variant);
    read_one_scenario(reading, *root, file.options.parameters);
  } catch (const GivenUp&) {
  }
  reading.scenario.name += "/" + entry.key->text;
  reading.scenario.span = entry.key->span;
  add_variant_mistakes(file, base_mistakes, reading.mistakes.list, entry);
  keep(file, reading);
}

void read_variants(FileReading& file, const NodePtr& base, const Node& map,
                   const Diagnostics& base_mistakes,
                   const std::set<std::string>& local_names) {
  if (!expect_map(file.mistakes, map, "`variants`")) return;
  if (map.entries.size() > kMostVariants) {
    file.mistakes.add(
        Mistake::file_too_large, place_of(map),
        "more than " + std::to_string(kMostVariants) + " variants");
    return;
  }
  for (const Entry& entry : map.entries) {
    const std::string& name = entry.key->text;
    if (name.empty() || name.find_first_of(" /\t") != name.npos)
      file.mistakes.add(Mistake::bad_name, place_of(*entry.key),
                        in_quotes(name) + " is not a name for a variant",
                        "write one word, or words joined by `-`");
    if (file.work > kMostWork) {
      file.mistakes.add(Mistake::program_too_large, place_of(*entry.key),
                        "all scenarios of the file together are too large");
      throw GivenUp{};
    }
    read_variant(file, base, base_mistakes, entry, local_names);
  }
}

void read_document(FileReading& file, const NodePtr& document) {
  if (!expect_map(file.mistakes, *document, "a scenario")) return;
  expect_keys(file.mistakes, *document, section_names(),
              "at the top of a scenario");
  const NodePtr root =
      with_includes(file.mistakes, document, file.result.sources);
  Reading reading(*document->file);
  collect_into_names(*root, reading.local_names);
  const std::set<std::string> local_names = reading.local_names;
  try {
    read_one_scenario(reading, *root, file.options.parameters);
  } catch (const GivenUp&) {
  }
  const std::string name = reading.scenario.name;
  if (!name.empty() && !file.names.insert(name).second)
    reading.mistakes.add(Mistake::duplicate_scenario,
                         {reading.file, reading.scenario.span},
                         "the name " + in_quotes(name) + " is given twice");
  const Diagnostics base_mistakes = reading.mistakes.list;
  file.mistakes.append(base_mistakes);
  keep(file, reading);
  if (const NodePtr variants = find(*root, "variants"))
    read_variants(file, root, *variants, base_mistakes, local_names);
}

void check_given_parameters(FileReading& file, const std::string& name) {
  for (const auto& [given, value] : file.options.parameters)
    if (!file.parameters.count(given))
      file.mistakes.add(Mistake::unknown_parameter, {name, {}},
                        "there is no parameter " + in_quotes(given),
                        did_you_mean(given, {file.parameters.begin(),
                                             file.parameters.end()}));
}

void finish(FileReading& file, const std::string& name) {
  drop_missing_that_are_misspelled(file.mistakes.list);
  sort_diagnostics(file.mistakes.list);
  Diagnostics& list = file.result.diagnostics;
  list = std::move(file.mistakes.list);
  if (list.size() <= kMostMistakes) return;
  list.resize(kMostMistakes);
  Mistakes more;
  more.add(Mistake::too_many_mistakes, {name, {}},
           "only the first " + std::to_string(kMostMistakes) +
               " mistakes are listed");
  list.push_back(more.list[0]);
}

}  // namespace

ReadResult read_scenario_text(const std::string& name, const std::string& text,
                              const ReadOptions& options) {
  FileReading file{options, {}, {}, {}, {}, 0};
  file.result.sources[name] = split_lines(name, printable(text));
  ParsedText parsed = parse_documents(name, text);
  file.mistakes = std::move(parsed.mistakes);
  const bool parsed_all = file.mistakes.list.empty();
  try {
    for (const NodePtr& document : parsed.documents)
      read_document(file, document);
    if (parsed_all && !options.several_files)
      check_given_parameters(file, name);
  } catch (const GivenUp&) {
  }
  finish(file, name);
  file.result.parameters = std::move(file.parameters);
  return std::move(file.result);
}

ReadResult read_scenario_file(const std::string& path,
                              const ReadOptions& options) {
  if (const auto text = read_bytes(path))
    return read_scenario_text(path, *text, options);
  ReadResult result;
  Mistakes mistakes;
  mistakes.add(Mistake::unreadable_file, {path, {}}, "cannot read the file");
  result.diagnostics = std::move(mistakes.list);
  return result;
}

}  // namespace picket
