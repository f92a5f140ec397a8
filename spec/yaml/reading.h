// Everything that is known while one scenario is read: the scenario so far,
// the mistakes, and what the names mean.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/yaml/node.h"

namespace picket {

// What one name stands for: a single thing, or the members of a family.
struct Declared {
  static constexpr std::int32_t kRemoved = -1;  // by a variant

  bool family = false;
  std::int32_t first = 0;             // index of members[0]
  std::vector<std::int32_t> members;  // ids in the table of the scenario
  std::string text;                   // "fence[i=0..3]", as declared
  Place place;
};

using NameTable = std::map<std::string, Declared>;

struct Reading {
  explicit Reading(std::string file) : file(std::move(file)) {}

  std::string file;  // the scenario's own, for places without a node
  Scenario scenario;
  Mistakes mistakes;

  // Parameters, and the index of the family entry that is being read.
  std::map<std::string, std::int32_t> constants;
  NameTable objects;
  NameTable threads;
  NameTable functions;
  // Steps read, members made, references resolved: what a hostile file could
  // multiply.
  std::size_t work = 0;
  // The scenario's tables of names by name.
  std::unordered_map<std::string, std::int32_t> class_ids, local_ids, word_ids;
  // Labels of all steps, for rules and `vacuous`.
  std::set<std::string> labels;
  // Every name that some `into` of the document assigns, in any variant: a
  // function inherited by a variant may read a local that only the base's
  // threads assign.
  std::set<std::string> local_names;
  // Functions of which some step was left out for its mistake, and the locals
  // their text assigns: too little is known to judge their flow.
  std::set<FunctionId> broken;
  std::set<std::string> doubtful_locals;
  bool too_large = false;  // the program; its steps are not all there
  // The indices of families, with the place of one that has it.
  std::map<std::string, Place> indices;
  // Objects whose type is a mistake, reported once: they fit everywhere.
  std::set<ObjectId> untyped;
};

// Index of `name` in one of the scenario's tables of names, added if new.
ClassId intern_class(Reading& reading, const std::string& name);
LocalId intern_local(Reading& reading, const std::string& name);
std::int32_t intern_word(Reading& reading, const std::string& word);

// Adds to reading.work; gives up, with a mistake, where a hostile file would
// keep the reader busy for minutes.
void count_work(Reading& reading, std::size_t amount);

std::vector<std::string> names_of(const NameTable& table);

}  // namespace picket
