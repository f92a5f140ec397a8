// JUnit XML: the part that every CI server understands. There is no
// specification; several readers ignore file, line and message, so the body of
// a failure stands alone.
#include <cstdio>

#include "explorer/report/fault.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/standing.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

// XML 1.0 has no way to write most control characters.
std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n':
      case '\t': out += c; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + escaped(value) + "\"";
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", seconds);
  return text;
}

std::string directory_of(const std::string& file) {
  const auto slash = file.rfind('/');
  return slash == file.npos ? "scenarios" : file.substr(0, slash);
}

void write_failure(std::ostream& out, const std::string& type,
                   const std::string& message, const std::string& body) {
  out << "      <failure" << attribute("type", type)
      << attribute("message", message) << ">" << escaped(body)
      << "</failure>\n";
}

// One element for all that is wrong: readers keep only the first.
void write_failures(std::ostream& out, const std::vector<Fault>& faults) {
  std::string body, message;
  for (const Fault& fault : faults) {
    message += (message.empty() ? "" : "; ") + fault.title;
    body += (body.empty() ? "" : "\n") + fault.screen;
  }
  write_failure(out, faults.front().code, message, body);
}

void write_case(std::ostream& out, const ReportedCheck& check,
                const Report& report, const ReportOptions& options) {
  const CheckResult& result = *check.result;
  const Scenario& s = *result.scenario;
  out << "    <testcase" << attribute("classname", directory_of(s.file))
      << attribute("name", s.name) << attribute("file", s.file)
      << attribute("line", std::to_string(s.span.line));
  if (!options.reproducible)
    out << attribute("time", seconds_text(result.seconds));
  switch (standing(result)) {
    case Standing::passed:
    case Standing::found: out << "/>\n"; return;
    case Standing::inconclusive:
      out << ">\n";
      if (options.strict)
        write_failure(out, "inconclusive", proof_text(result),
                      proof_text(result));
      else
        out << "      <skipped" << attribute("message", proof_text(result))
            << "/>\n";
      break;
    case Standing::failed:
      out << ">\n";
      write_failures(out, faults_of(check, *report.sources, options));
      break;
  }
  out << "    </testcase>\n";
}

}  // namespace

void write_junit(const Report& report, const ReportOptions& options,
                 std::ostream& out) {
  const Tally t = tally(report);
  const std::size_t failed = t.failed + (options.strict ? t.inconclusive : 0);
  const std::size_t skipped = options.strict ? 0 : t.inconclusive;
  const std::string counts = attribute("tests", std::to_string(t.checks)) +
                             attribute("failures", std::to_string(failed)) +
                             attribute("skipped", std::to_string(skipped)) +
                             attribute("errors", "0");
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
      << attribute("name", "picket") << counts << ">\n  <testsuite"
      << attribute("name", "picket") << counts << ">\n";
  for (const ReportedCheck& check : report.checks)
    write_case(out, check, report, options);
  out << "  </testsuite>\n</testsuites>\n";
}

}  // namespace picket
