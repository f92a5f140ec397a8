// The report kinds by name. Every writer reads the same Report, so several of
// them say the same thing about one run.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/report/report.h"

namespace picket {

using ReportWriter = void (*)(const Report&, const ReportOptions&,
                              std::ostream&);

struct WriterFacts {
  std::string_view name;
  ReportWriter write;
  std::string_view doc;
};

const std::vector<WriterFacts>& all_writers();
const WriterFacts* writer_named(std::string_view name);
std::vector<std::string> writer_names();

void write_text(const Report&, const ReportOptions&, std::ostream&);
void write_json(const Report&, const ReportOptions&, std::ostream&);
void write_ktap(const Report&, const ReportOptions&, std::ostream&);
void write_junit(const Report&, const ReportOptions&, std::ostream&);
void write_sarif(const Report&, const ReportOptions&, std::ostream&);
void write_github(const Report&, const ReportOptions&, std::ostream&);
void write_dot(const Report&, const ReportOptions&, std::ostream&);
void write_classes(const Report&, const ReportOptions&, std::ostream&);
void write_mermaid(const Report&, const ReportOptions&, std::ostream&);
void write_perfetto(const Report&, const ReportOptions&, std::ostream&);
void write_html(const Report&, const ReportOptions&, std::ostream&);

// What `--report KIND[=FILE]` asks for.
struct ReportRequest {
  const WriterFacts* writer = nullptr;
  std::string file;  // "": standard output
};

struct ReportRequests {
  std::vector<ReportRequest> list;
  std::string error;  // "" or what is wrong with one of them
};

// Refuses unknown kinds, two for one place, and names without a file.
ReportRequests parse_requests(const std::vector<std::string>& texts);

}  // namespace picket
