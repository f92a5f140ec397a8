// A report of DEPT, read from a log: contexts that each wait for what the next
// one will not come to give.
//
// Must not know: what a scenario is. The texts are those of print_diagram() and
// print_circle() in DEPT's kernel/dependency/dept.c, which is not in Linux 6.12
// but posted as a series of patches; both of its generations.
#pragma once

#include "explorer/exchange/lockdep_report.h"

namespace picket {

// As lockdep would tell it: a chain in which each class is waited for by who
// should provide the one before. Of a single context: a recursive report.
LockdepReport read_dept(const Log& log, std::size_t from, std::size_t to,
                        std::vector<LogProblem>& problems);

}  // namespace picket
