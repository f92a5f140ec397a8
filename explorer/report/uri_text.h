// Names of files as URIs.
#pragma once

#include <string>

namespace picket {

// Relative stays relative; "/x y" becomes "file:///x%20y".
std::string uri_of(const std::string& file);

}  // namespace picket
