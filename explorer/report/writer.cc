#include "explorer/report/writer.h"

#include "spec/base/suggest.h"

namespace picket {
namespace {

ReportRequest parse_request(const std::string& text, std::string& error) {
  const auto equals = text.find('=');
  const std::string kind = text.substr(0, equals);
  ReportRequest request;
  request.writer = writer_named(kind);
  if (request.writer == nullptr) {
    error = "there is no report kind `" + kind + "`";
    const std::string near = closest_name(kind, writer_names());
    if (!near.empty()) {
      error += "; did you mean `" + near + "`?";
    } else {
      error += "; there are";
      for (const std::string& name : writer_names()) error += " " + name;
    }
    return request;
  }
  if (equals == text.npos) return request;
  request.file = text.substr(equals + 1);
  if (request.file.empty())
    error = "`--report " + text + "` names no file; without one write `" +
            kind + "` alone";
  if (request.file == "-") request.file.clear();
  return request;
}

}  // namespace

const std::vector<WriterFacts>& all_writers() {
  static const std::vector<WriterFacts> table = {
      {"text", write_text, "one line per check, one screen per failure"},
      {"json", write_json, "everything, for programs; versioned"},
      {"ktap", write_ktap, "Kernel TAP version 1, as kunit.py reads it"},
      {"junit", write_junit, "JUnit XML, as most CI servers read it"},
      {"html", write_html, "a page to look at; one file, opens from disk"},
      {"sarif", write_sarif, "SARIF 2.1.0, as code scanning services read it"},
      {"github", write_github, "annotations of GitHub Actions"},
      {"dot", write_dot, "who waits for whom, for Graphviz"},
      {"classes", write_classes,
       "lock classes, and what was taken under what, for Graphviz"},
      {"mermaid", write_mermaid, "sequence diagrams in Markdown"},
      {"perfetto", write_perfetto, "Chrome's trace format, for Perfetto"},
  };
  return table;
}

const WriterFacts* writer_named(std::string_view name) {
  for (const WriterFacts& facts : all_writers())
    if (facts.name == name) return &facts;
  return nullptr;
}

std::vector<std::string> writer_names() {
  std::vector<std::string> names;
  for (const WriterFacts& facts : all_writers()) names.emplace_back(facts.name);
  return names;
}

ReportRequests parse_requests(const std::vector<std::string>& texts) {
  ReportRequests requests;
  for (const std::string& text : texts) {
    const ReportRequest request = parse_request(text, requests.error);
    if (!requests.error.empty()) return requests;
    for (const ReportRequest& other : requests.list)
      if (other.file == request.file) {
        requests.error = "two reports go to " +
                         (request.file.empty() ? std::string("standard output")
                                               : "`" + request.file + "`");
        return requests;
      }
    requests.list.push_back(request);
  }
  return requests;
}

}  // namespace picket
