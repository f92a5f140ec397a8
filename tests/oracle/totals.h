// What a run of the oracle has seen, added up, and its report.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>

#include "spec/model/operation.h"
#include "spec/yaml/scenario_reader.h"
#include "tests/oracle/agreement.h"
#include "tests/oracle/claim_agreement.h"
#include "tests/oracle/report_agreement.h"
#include "tests/oracle/rule_agreement.h"

namespace picket::oracle {

struct Totals {
  std::uint64_t scenarios = 0, agree = 0, disagree = 0, too_large = 0,
                refused = 0;

  void refuse(const ReadResult& result);
  void add(const Scenario& scenario, const Agreement& agreement);
  void add(const Scenario& scenario, const RuleAgreement& agreement);
  void add(const ClaimAgreement& agreement);
  void add(const ReportAgreement& agreement);

  void print_searches(std::ostream& out) const;
  void print_operations(std::ostream& out) const;
  void print_rules(std::ostream& out) const;
  void print_claims(std::ostream& out) const;
  void print_reports(std::ostream& out) const;
  void print_scenarios(std::ostream& out) const;

 private:
  void count(const std::string& difference);
  void print_mistakes(std::ostream& out) const;

  struct Feature {
    std::uint64_t pairs = 0, broken = 0;
  };

  std::map<std::string, std::uint64_t> mistakes_;
  // Searches.
  std::uint64_t reference_ = 0, interleavings_ = 0, classes_ = 0, states_ = 0,
                reduced_ = 0, findings_ = 0, endless_ = 0, livelocks_ = 0;
  std::set<Op> executed_;
  // Rules.
  std::uint64_t pairs_ = 0, in_schedules_ = 0, enumerated_ = 0, larger_ = 0,
                violated_ = 0;
  ClaimAgreement claims_;
  ReportAgreement reports_;
  std::map<std::string, Feature> features_;  // of pairs without a gap
};

}  // namespace picket::oracle
