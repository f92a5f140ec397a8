// The command line, parsed. options.cc is the only file that includes CLI11.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "explorer/check/check.h"
#include "explorer/exchange/import.h"
#include "explorer/reduce/reduce.h"
#include "explorer/report/writer.h"

namespace picket {

using Parameters = std::map<std::string, std::int32_t>;

struct CheckArguments {
  std::vector<std::string> paths;  // none: the current directory
  Parameters parameters;
  std::string only;    // pattern of check names
  std::string resume;  // "", or the checkpoint of a check to go on with
  CheckOptions check;
  ReportRequests reports;
  ReportOptions report;
  std::string witness_dir;  // "": .picket, made when it is needed
};

struct ReplayArguments {
  std::string witness;
  std::string file;  // "": the one the witness names
  bool step = false;
  bool every_transition = false;
};

struct ListArguments {
  std::vector<std::string> paths;
  Parameters parameters;
  std::string only;
};

struct ImportArguments {
  std::string file;  // "-": standard input
  LogKind kind = LogKind::any;
};

struct ExportArguments {
  std::string format;    // promela
  std::string scenario;  // FILE or FILE#variant
  Parameters parameters;
};

enum class ComparisonFormat : std::uint8_t { text, json, html };

struct CompareArguments {
  std::vector<std::string> paths;
  Parameters parameters;
  std::string only;
  CheckOptions check;
  ComparisonFormat format = ComparisonFormat::text;
  bool verbose = false;
};

struct ClassifyArguments {
  std::vector<std::string> paths;
  Parameters parameters;
  std::string only;
  std::uint64_t max_states = 0;
  bool json = false;  // sections
};

struct ContrastArguments {
  std::string witness;
  std::string file;  // "": the one the witness names
};

struct ReduceArguments {
  std::vector<std::string> paths;
  Parameters parameters;
  std::string only;
  ReduceOptions options;
  std::string out;  // "": standard output
};

enum class Command : std::uint8_t {
  check,
  compare,
  replay,
  explain,
  init,
  import_,
  export_,
  list,
  classify,
  contrast,
  reduce,
  sections,
  schema,
  version,
  completion,
};

struct CommandLine {
  Command command = Command::check;
  CheckArguments check;
  CompareArguments compare;
  ReplayArguments replay;
  ListArguments list;
  ImportArguments import_;
  ExportArguments export_;
  ClassifyArguments classify;
  ContrastArguments contrast;
  ReduceArguments reduce;
  ClassifyArguments sections;  // max_states: schedules
  std::string topic;           // explain; "": all
  std::string init_file = "scenario.yaml";
};

struct ParsedLine {
  CommandLine line;
  std::optional<int> exit;  // set: help was printed, or usage was wrong
};

// Prints help to standard output and complaints to standard error.
ParsedLine parse_command_line(int argc, const char* const* argv);

// The commands with their long options, for completion.
struct CommandWords {
  std::string name;
  std::vector<std::string> options;
};
std::vector<CommandWords> command_words();

}  // namespace picket
