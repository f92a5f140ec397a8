// What policies report, and whether that is real, does not depend on the search
// and is what the reference search shows: a report is real iff some
// interleaving gets stuck along its circle (report_truth.h).
#pragma once

#include <cstdint>
#include <string>

#include "spec/model/scenario.h"

namespace picket::oracle {

struct ReportAgreement {
  std::string difference;
  std::uint64_t reports = 0, real = 0, potential = 0, false_positive = 0;
  bool large = false;  // more interleavings than are looked at
};

ReportAgreement report_agreement(const Scenario& scenario, std::uint64_t most);

}  // namespace picket::oracle
