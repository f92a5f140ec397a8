// Small random scenarios about locks, fences and sections: some get stuck, some
// only look so. What policies report is judged on them.
#pragma once

#include <cstdint>
#include <string>

namespace picket::oracle {

// The same text for the same seed, on every machine.
std::string random_report_scenario(std::uint64_t seed);

}  // namespace picket::oracle
