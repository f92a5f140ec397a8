#include "explorer/cli/options.h"

#include <CLI/CLI.hpp>
#include <functional>

#include "explorer/cli/exit_status.h"
#include "explorer/cli/option_values.h"
#include "spec/base/suggest.h"

namespace picket {
namespace {

using Texts = std::vector<std::string>;

// Options that several commands share.
void add_parameters(CLI::App& app, Parameters& parameters) {
  const auto define = [&parameters](const Texts& texts) {
    for (const std::string& text : texts) {
      const auto definition = parse_definition(text);
      if (!definition)
        throw CLI::ValidationError("-D", "`" + text + "` is not NAME=INTEGER");
      if (!parameters.insert(*definition).second)
        throw CLI::ValidationError(
            "-D", "`" + definition->first + "` is given twice");
    }
  };
  app.add_option_function<Texts>("-D", define,
                                 "Set a parameter of the scenarios")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

void add_paths(CLI::App& app, Texts& paths, std::string& only) {
  app.add_option("PATH", paths,
                 "Scenario files, or folders to search for *.yaml and *.yml "
                 "(default: the current one)");
  app.add_option("--only", only,
                 "Only checks whose name matches: a part of it, or a pattern "
                 "with * and ?")
      ->type_name("PATTERN");
}

template <class Kind>
void add_choice(CLI::App& app, const std::string& name, Kind& value,
                const std::map<std::string, Kind>& names,
                const std::string& doc) {
  std::string words;
  for (const auto& [word, kind] : names)
    words += (words.empty() ? "" : "|") + word;
  const auto choose = [&value, names, name, words](const std::string& text) {
    const auto it = names.find(text);
    if (it == names.end())
      throw CLI::ValidationError(name, "`" + text + "` is none of " + words);
    value = it->second;
  };
  app.add_option_function<std::string>(name, choose, doc)->type_name(words);
}

void add_search(CLI::App& app, CheckOptions& check) {
  add_choice<SearchKind>(app, "--search", check.search,
                         {{"auto", SearchKind::automatic},
                          {"reference", SearchKind::reference},
                          {"schedules", SearchKind::schedules},
                          {"states", SearchKind::states}},
                         "How to search; verdicts never depend on it");
  add_choice<SolverKind>(app, "--solver", check.solver,
                         {{"auto", SolverKind::automatic},
                          {"native", SolverKind::native},
                          {"z3", SolverKind::z3},
                          {"both", SolverKind::both}},
                         "Who decides the rules; verdicts never depend on it");
  app.add_option("-j,--jobs", check.jobs, "Threads to search with")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  app.add_flag("--first", check.first, "Stop at the first finding of a check");
  app.add_flag("--strict", check.strict,
               "Notes are failures; in reports, inconclusive checks too");
  app.add_flag("--cross-check", check.cross_check,
               "Search in two ways and fail loudly if they disagree");
  app.add_flag_callback(
      "--no-reduction", [&check] { check.reduce = false; },
      "Search over states: visit every reachable one");
  app.add_option("--why", check.why,
                 "Explain why this rule holds, or the order that breaks it")
      ->type_name("RULE");
}

void add_limits(CLI::App& app, CheckOptions& check) {
  const auto seconds = [&check](const std::string& text) {
    const auto value = parse_seconds(text);
    if (!value)
      throw CLI::ValidationError("--time-limit",
                                 "`" + text + "` is no time (90, 1.5s, 10m)");
    check.max_seconds = *value;
  };
  const auto bytes = [&check](const std::string& text) {
    const auto value = parse_bytes(text);
    if (!value)
      throw CLI::ValidationError("--memory-limit",
                                 "`" + text + "` is no size (512M, 2G)");
    check.max_bytes = *value;
  };
  const std::string group = "Limits (one that is hit: inconclusive)";
  app.add_option("--max-schedules", check.max_schedules, "Per check")
      ->check(CLI::PositiveNumber)
      ->type_name("N")
      ->group(group);
  app.add_option("--max-states", check.max_states, "Per check")
      ->check(CLI::PositiveNumber)
      ->type_name("N")
      ->group(group);
  app.add_option("--max-steps", check.max_steps, "Per schedule")
      ->check(CLI::PositiveNumber)
      ->type_name("N")
      ->group(group);
  app.add_option("--max-preemptions", check.max_preemptions, "Per schedule")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->group(group);
  app.add_option_function<std::string>("--time-limit", seconds, "Per check")
      ->type_name("SECONDS")
      ->group(group);
  app.add_option_function<std::string>("--memory-limit", bytes, "Per check")
      ->type_name("BYTES")
      ->group(group);
}

void add_output(CLI::App& app, CheckArguments& a) {
  const auto reports = [&a](const Texts& texts) {
    a.reports = parse_requests(texts);
    if (!a.reports.error.empty())
      throw CLI::ValidationError("--report", a.reports.error);
  };
  std::string kinds;
  for (const std::string& name : writer_names())
    kinds += (kinds.empty() ? "" : "|") + name;
  app.add_option_function<Texts>(
         "--report", reports,
         "Write a report (" + kinds +
             ") to FILE, or to standard output; may be repeated")
      ->type_name("KIND[=FILE]")
      ->allow_extra_args(false);
  app.add_flag("--reproducible", a.report.reproducible,
               "Leave times and memory out of reports");
  app.add_option("--witness-dir", a.witness_dir,
                 "Where schedules of findings, and checkpoints, are kept "
                 "(default: .picket)")
      ->type_name("DIR");
  auto* verbose = app.add_flag("-v,--verbose", a.report.verbose,
                               "Screens of expected findings too, and times");
  app.add_flag("-q,--quiet", a.report.quiet,
               "Only checks that are not as expected")
      ->excludes(verbose);
}

void add_check(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "check", "Check scenarios against their expectations");
  sub.callback([&line] { line.command = Command::check; });
  add_paths(sub, line.check.paths, line.check.only);
  add_parameters(sub, line.check.parameters);
  add_search(sub, line.check.check);
  add_limits(sub, line.check.check);
  add_output(sub, line.check);
  sub.add_option("--resume", line.check.resume,
                 "Go on with a check that a limit or an interrupt ended")
      ->type_name("CHECKPOINT");
}

void add_reduce(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "reduce", "Write a smaller scenario that shows the same finding");
  sub.callback([&line] { line.command = Command::reduce; });
  add_paths(sub, line.reduce.paths, line.reduce.only);
  add_parameters(sub, line.reduce.parameters);
  sub.add_option("--finding", line.reduce.options.finding,
                 "Which one, as `check` names it (default: the first)")
      ->type_name("FINDING");
  sub.add_flag("--smallest", line.reduce.options.smallest,
               "Even if it then finds other things as well");
  sub.add_option("-o,--output", line.reduce.out,
                 "Write to FILE instead of standard output")
      ->type_name("FILE");
}

void add_compare(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "compare", "Which annotation policy reports what, and is it real?");
  sub.callback([&line] { line.command = Command::compare; });
  add_paths(sub, line.compare.paths, line.compare.only);
  add_parameters(sub, line.compare.parameters);
  sub.add_option("-j,--jobs", line.compare.check.jobs, "Threads to search with")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  add_choice<ComparisonFormat>(sub, "--format", line.compare.format,
                               {{"text", ComparisonFormat::text},
                                {"json", ComparisonFormat::json},
                                {"html", ComparisonFormat::html}},
                               "Written to standard output");
  sub.add_flag("-v,--verbose", line.compare.verbose,
               "Each report in full, and what became of it");
}

void add_replay(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "replay", "Show the schedule of a finding again, step by step");
  sub.callback([&line] { line.command = Command::replay; });
  sub.add_option("WITNESS", line.replay.witness,
                 "The file that a failure names")
      ->required();
  sub.add_flag("--step", line.replay.step,
               "Stop after each step: Enter goes on, b back, q quits");
  sub.add_flag("-v,--verbose", line.replay.every_transition,
               "Also the steps inside an operation");
  sub.add_option("--file", line.replay.file,
                 "The scenario file, if it has moved")
      ->type_name("FILE");
}

void add_contrast(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "contrast",
      "Show the nearest schedule that passes beside one that fails");
  sub.callback([&line] { line.command = Command::contrast; });
  sub.add_option("WITNESS", line.contrast.witness,
                 "The file that a failure names")
      ->required();
  sub.add_option("--file", line.contrast.file,
                 "The scenario file, if it has moved")
      ->type_name("FILE");
}

void add_import(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "import", "Write a scenario from a kernel's report in a log");
  sub.callback([&line] { line.command = Command::import_; });
  sub.add_option("FILE", line.import_.file, "The log; - is standard input")
      ->required();
  add_choice<LogKind>(sub, "--kind", line.import_.kind,
                      {{"lockdep", LogKind::lockdep},
                       {"dept", LogKind::dept},
                       {"hung-task", LogKind::hung_task},
                       {"ftrace", LogKind::ftrace}},
                      "Only reports of this kind (default: all)");
}

void add_export(CLI::App& app, CommandLine& line) {
  CLI::App& sub = *app.add_subcommand(
      "export", "Write a scenario as a model for another checker");
  sub.callback([&line] { line.command = Command::export_; });
  sub.add_option("FORMAT", line.export_.format, "promela: for SPIN")
      ->required()
      ->check(CLI::IsMember({"promela"}));
  sub.add_option("FILE", line.export_.scenario,
                 "The scenario, FILE#VARIANT for one of its variants")
      ->required();
  add_parameters(sub, line.export_.parameters);
}

// What says something of every scenario and expects nothing.
void add_studies(CLI::App& app, CommandLine& line) {
  const auto add = [&](const char* name, const char* doc, Command command,
                       ClassifyArguments& arguments, const char* most) {
    CLI::App* sub = app.add_subcommand(name, doc);
    sub->callback([&line, command] { line.command = command; });
    add_paths(*sub, arguments.paths, arguments.only);
    add_parameters(*sub, arguments.parameters);
    sub->add_option(most, arguments.max_states,
                    "Per exploration; one that is hit is said to be")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    return sub;
  };
  add("classify", "Tell which classes that are waited for can block a fence",
      Command::classify, line.classify, "--max-states");
  line.sections.max_states = 20'000;
  CLI::App* sections =
      add("sections", "Tell which signalling sections are missing or misplaced",
          Command::sections, line.sections, "--max-schedules");
  add_choice<bool>(*sections, "--format", line.sections.json,
                   {{"text", false}, {"json", true}},
                   "Written to standard output");
}

void add_others(CLI::App& app, CommandLine& line) {
  const auto add = [&](const char* name, const char* doc, Command command) {
    CLI::App* sub = app.add_subcommand(name, doc);
    sub->callback([&line, command] { line.command = command; });
    return sub;
  };
  add("explain", "Explain a code: what it means, a bad and a good example",
      Command::explain)
      ->add_option("CODE", line.topic,
                   "A finding, misuse, mistake, rule pattern, operation or "
                   "object type (default: list all codes)");
  add("init", "Write a small commented scenario to start from", Command::init)
      ->add_option("FILE", line.init_file, "Its name")
      ->capture_default_str();
  CLI::App* list =
      add("list", "List checks and what they expect", Command::list);
  add_paths(*list, line.list.paths, line.list.only);
  add_parameters(*list, line.list.parameters);
  add_studies(app, line);
  add("schema", "Print the JSON Schema of scenarios, for editors",
      Command::schema);
  add("version", "Print the versions of picket and its libraries",
      Command::version);
  add("completion", "Print completions for bash", Command::completion);
}

void describe_app(CLI::App& app, CommandLine& line, bool& version) {
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(28);
  app.footer(
      "Exit status: 0 as expected, 1 not as expected, 2 bad input or usage,\n"
      "3 internal error, 4 inconclusive, 130 interrupted.");
  app.add_flag("--version", version, "Print versions");
  add_check(app, line);
  add_compare(app, line);
  add_reduce(app, line);
  add_replay(app, line);
  add_contrast(app, line);
  add_import(app, line);
  add_export(app, line);
  add_others(app, line);
}

// A word that no command takes: the nearest one that would have been taken.
std::string nearest(const std::string& word, const std::string& command) {
  std::vector<std::string> known;
  for (const CommandWords& c : command_words()) {
    if (command.empty()) known.push_back(c.name);
    if (c.name == command)
      known.insert(known.end(), c.options.begin(), c.options.end());
  }
  return closest_name(word.substr(0, word.find('=')), known);
}

int complain_about(const CLI::App& app, const CLI::ParseError& e) {
  std::string message = e.what();
  std::string command;
  for (const CLI::App* sub : app.get_subcommands()) command = sub->get_name();
  const auto* extras = dynamic_cast<const CLI::ExtrasError*>(&e);
  if (extras != nullptr) {
    const std::string word = message.substr(message.rfind(' ') + 1);
    const bool option = word.starts_with("-");
    message = (option            ? "there is no option `"
               : command.empty() ? "there is no command `"
                                 : "what is this for: `") +
              word + "`";
    const std::string near = nearest(word, command);
    if (!near.empty()) message += "; did you mean `" + near + "`?";
  }
  std::cerr << "picket: " << message << "\n"
            << "Try: picket " << (command.empty() ? "" : command + " ")
            << "--help\n";
  return kBadInput;
}

}  // namespace

ParsedLine parse_command_line(int argc, const char* const* argv) {
  ParsedLine parsed;
  bool version = false;
  CLI::App app("A model checker for Linux fence protocols.", "picket");
  describe_app(app, parsed.line, version);
  try {
    app.parse(argc, argv);
    if (version) {
      parsed.line.command = Command::version;
    } else if (app.get_subcommands().empty()) {
      std::cerr << app.help();
      parsed.exit = kBadInput;
    }
  } catch (const CLI::CallForHelp& e) {
    parsed.exit = app.exit(e);
  } catch (const CLI::ParseError& e) {
    parsed.exit = complain_about(app, e);
  }
  return parsed;
}

std::vector<CommandWords> command_words() {
  CommandLine line;
  bool version = false;
  CLI::App app("", "picket");
  describe_app(app, line, version);
  std::vector<CommandWords> words;
  for (const CLI::App* sub : app.get_subcommands({})) {
    CommandWords command{sub->get_name(), {}};
    for (const CLI::Option* option : sub->get_options())
      for (const std::string& name : option->get_lnames())
        command.options.push_back("--" + name);
    words.push_back(command);
  }
  return words;
}

}  // namespace picket
