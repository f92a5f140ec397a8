// A page that needs no other file and no network: data as JSON, and the viewer
// in html/ that draws them.
//
// Must not know: what the data are about.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>

namespace picket {

void write_html_page(const nlohmann::ordered_json& data, std::ostream& out);

}  // namespace picket
