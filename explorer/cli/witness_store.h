// Where `check` keeps the schedules of findings, and where it stopped.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"

namespace picket {

class WitnessStore {
 public:
  // `folder` "": .picket, made when the first finding is kept. Named: made at
  // once, and every finding is kept. Otherwise those that get a screen:
  // unexpected ones, with `all` the expected ones too.
  WitnessStore(const std::string& folder, bool all);

  // A folder that was named and cannot be made has been complained about.
  bool usable() const { return usable_; }

  // Writes one file per finding; "" for one that is not kept. A folder that
  // turns out not to be writable is complained about once and never changes a
  // verdict.
  std::vector<std::string> keep(const CheckResult& result);

  // Writes the checkpoint of the result, if it has one, and says how to go on.
  void keep_checkpoint(CheckResult& result);

 private:
  void complain_once(const std::string& path, const std::string& why);

  std::string folder_;
  bool all_;
  bool usable_ = true;
  bool complained_ = false;
};

}  // namespace picket
