// KTAP version 1 (Documentation/dev-tools/ktap.rst of Linux 6.12): one subtest
// per file, one test per check. An inconclusive check is a SKIP, since nothing
// is known about it; with `strict` it is a TIMEOUT that fails.
#include <algorithm>

#include "explorer/report/fault.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

// '#' begins a directive.
std::string ktap_name(std::string name) {
  std::replace(name.begin(), name.end(), '#', '_');
  return name;
}

void write_comment(std::ostream& out, const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    out << "  #" << (line.empty() ? "" : " ") << line << "\n";
    at = end + 1;
  }
}

std::string screens(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) text += fault.screen;
  return text;
}

struct FileTests {
  std::string file;
  std::vector<const ReportedCheck*> checks;
  bool failed = false;
};

std::vector<FileTests> by_file(const Report& report) {
  std::vector<FileTests> files;
  for (const ReportedCheck& check : report.checks) {
    const std::string& file = check.result->scenario->file;
    if (files.empty() || files.back().file != file)
      files.push_back({file, {}, false});
    files.back().checks.push_back(&check);
  }
  return files;
}

void write_test(std::ostream& out, const ReportedCheck& check,
                std::size_t number, const Report& report,
                const ReportOptions& options, FileTests& file) {
  const CheckResult& result = *check.result;
  const std::string name =
      std::to_string(number) + " " + ktap_name(result.scenario->name);
  const std::string proof = proof_text(result);
  switch (standing(result)) {
    case Standing::passed:
    case Standing::found: out << "  ok " << name << "\n"; return;
    case Standing::inconclusive:
      file.failed |= options.strict;
      out << (options.strict ? "  not ok " : "  ok ") << name
          << (options.strict ? " # TIMEOUT " : " # SKIP ") << ktap_name(proof)
          << "\n";
      return;
    case Standing::failed: break;
  }
  file.failed = true;
  write_comment(
      out, proof + "\n" + screens(faults_of(check, *report.sources, options)));
  out << "  not ok " << name << "\n";
}

}  // namespace

void write_ktap(const Report& report, const ReportOptions& options,
                std::ostream& out) {
  std::vector<FileTests> files = by_file(report);
  out << "KTAP version 1\n1.." << files.size() << "\n";
  std::size_t file_number = 0;
  for (FileTests& file : files) {
    out << "  KTAP version 1\n  # Subtest: " << ktap_name(file.file)
        << "\n  1.." << file.checks.size() << "\n";
    std::size_t number = 0;
    for (const ReportedCheck* check : file.checks)
      write_test(out, *check, ++number, report, options, file);
    out << (file.failed ? "not ok " : "ok ") << ++file_number << " "
        << ktap_name(file.file) << "\n";
  }
}

}  // namespace picket
