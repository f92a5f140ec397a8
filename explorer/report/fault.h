// What is not as expected about a check, each thing once and in one order: what
// every report of failures goes through, so that none of them is silent about
// what another one tells.
//
// Must not know: how a report is written.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "explorer/report/report.h"

namespace picket {

struct Fault {
  enum class Kind {
    finding,      // that nobody expects
    not_found,    // what `expect` lists and no schedule has
    reports,      // a policy says something else than `reports` does
    note,         // with --strict
    expectation,  // everything was covered, and that was not expected
  };
  Kind kind = Kind::finding;
  std::size_t index = 0;  // among the result's findings
  std::string code;       // "deadlock", "not-found", "reports", "vacuous", ..
  std::string title;      // "hang: t", "not found: hang: t"
  std::string file;
  SourceSpan span;
  std::string message;  // one sentence, no full stop
  std::string screen;   // all there is to say, in lines
};

// Empty for a check that is as expected, and for one that was stopped early
// without finding anything.
std::vector<Fault> faults_of(const ReportedCheck& check, const Sources& sources,
                             const ReportOptions& options);

}  // namespace picket
