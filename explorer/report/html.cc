// The report for the browser.
#include <nlohmann/json.hpp>

#include "explorer/report/html_data.h"
#include "explorer/report/html_page.h"
#include "explorer/report/writer.h"

namespace picket {

void write_html(const Report& report, const ReportOptions& options,
                std::ostream& out) {
  write_html_page(html_data(report, options), out);
}

}  // namespace picket
