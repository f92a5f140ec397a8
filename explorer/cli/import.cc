// picket import: scenarios from the reports in a kernel log, on standard
// output; what could not be read, with its line, on standard error.
#include <iostream>
#include <iterator>

#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/exchange/import.h"

namespace picket {
namespace {

FileText log_text(const std::string& file) {
  if (file != "-") return read_whole_file(file);
  return {std::string(std::istreambuf_iterator<char>(std::cin), {}), ""};
}

}  // namespace

int import_command(const ImportArguments& arguments) {
  const std::string& file = arguments.file;
  const FileText log = log_text(file);
  if (!log.error.empty())
    return complain(file + ": cannot be read: " + log.error);
  const Imported imported = import_log(log.text, arguments.kind);
  for (const LogProblem& problem : imported.problems)
    std::cerr << file << ":" << problem.line << ": " << problem.text << "\n";
  if (imported.scenarios == 0)
    return complain(file + ": no report in it can be made a scenario");
  std::cout << imported.yaml;
  return kAsExpected;
}

}  // namespace picket
