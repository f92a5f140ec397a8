// A smaller scenario of which the same can be said: takes away whatever can be
// taken away from its YAML text, a line with what is indented below it at a
// time.
#pragma once

#include <functional>
#include <string>

namespace picket::oracle {

// `still` says whether the text still shows what it is about; it is true of
// `text` and of the result.
std::string shrink(const std::string& text,
                   const std::function<bool(const std::string&)>& still);

}  // namespace picket::oracle
