#include "explorer/cli/witness_store.h"

#include "explorer/cli/output.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/counterexample/witness.h"

namespace picket {

WitnessStore::WitnessStore(const std::string& folder, bool all)
    : folder_(folder.empty() ? ".picket" : folder),
      all_(all || !folder.empty()) {
  if (folder.empty()) return;
  const std::string why = why_not_writable(folder_ + "/x.witness");
  usable_ = why.empty();
  if (!usable_) complain(folder_ + ": schedules cannot be kept there: " + why);
}

std::vector<std::string> WitnessStore::keep(const CheckResult& result) {
  std::vector<std::string> files;
  for (const Finding& finding : result.findings) {
    files.emplace_back();
    if ((finding.expected && !all_) || !finding.has_schedule) continue;
    const Witness witness = witness_of(*result.scenario, finding);
    const std::string path =
        folder_ + "/" + witness_file_name(*result.scenario, finding);
    const std::string why = write_whole_file(path, to_text(witness));
    if (why.empty()) {
      files.back() = path;
    } else if (!complained_) {
      complain(path + ": the schedule cannot be kept: " + why);
      complained_ = true;
    }
  }
  return files;
}

}  // namespace picket
