#include "explorer/cpputest/scenario_tests.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "explorer/cpputest/scenario_outcome.h"
#include "spec/yaml/scenario_folder.h"

#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>
#include <CppUTest/TestRegistry.h>

namespace picket {
namespace {

namespace fs = std::filesystem;

// While it lives the leak detector is away: yaml-cpp, Z3 and picket's own
// tables are made when first used, which is no leak of the test that did so.
class Unwatched {
 public:
  Unwatched() { MemoryLeakWarningPlugin::saveAndDisableNewDeleteOverloads(); }
  ~Unwatched() { MemoryLeakWarningPlugin::restoreNewDeleteOverloads(); }
  Unwatched(const Unwatched&) = delete;
  Unwatched& operator=(const Unwatched&) = delete;
};

// A file that was read, shared by the tests of its checks.
struct TestedFile {
  std::string path;
  ReadResult read;
  ScenarioTestOptions options;
};

// One test: a check of the file, or its mistakes if `scenario` is null.
struct ScenarioTest {
  std::string group, name;
  std::shared_ptr<const TestedFile> file;
  const Scenario* scenario = nullptr;
  std::string error;  // of the folder itself
};

std::optional<TestFailureText> outcome(const ScenarioTest& test) {
  if (!test.error.empty())
    return TestFailureText{test.file->path, 1, test.error + "\n"};
  if (test.scenario == nullptr)
    return mistakes_of(test.file->path, test.file->read);
  try {
    return failure_of(*test.scenario, test.file->read.sources,
                      test.file->options);
  } catch (const std::exception& e) {
    return TestFailureText{test.file->path, test.scenario->span.line,
                           std::string("internal error: ") + e.what() + "\n"};
  }
}

int first_line(const ScenarioTest& test) {
  return test.scenario != nullptr ? test.scenario->span.line : 1;
}

// What CppUTest keeps in its registry. It holds plain pointers to its texts,
// so `test_` must not move.
class ScenarioShell : public UtestShell {
 public:
  explicit ScenarioShell(ScenarioTest test) : test_(std::move(test)) {
    setGroupName(test_.group.c_str());
    setTestName(test_.name.c_str());
    setFileName(test_.file->path.c_str());
    setLineNumber(static_cast<size_t>(first_line(test_)));
  }

  Utest* createTest() override { return new Body(*this); }

 private:
  class Body : public Utest {
   public:
    explicit Body(ScenarioShell& shell) : shell_(shell) {}
    void testBody() override { shell_.run(); }

   private:
    ScenarioShell& shell_;
  };

  void run() {
    countCheck();
    {
      const Unwatched unwatched;
      failure_ = outcome(test_);
    }
    if (!failure_) return;
    // Leaves this function by an exception of CppUTest's.
    failWith(FailFailure(this, failure_->file.c_str(),
                         static_cast<size_t>(failure_->line),
                         failure_->text.c_str()));
  }

  ScenarioTest test_;
  std::optional<TestFailureText> failure_;  // kept: freed while unwatched
};

// "locks" for folder/locks/abba.yaml.
std::string group_of(const fs::path& file, const std::string& folder) {
  const fs::path below = file.parent_path().lexically_relative(
      fs::path(folder).lexically_normal());
  const std::string text = below.string();
  if (!text.empty() && text != "." && !text.starts_with("..")) return text;
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return whole.has_filename() ? whole.filename().string()
                              : whole.parent_path().filename().string();
}

void add_tests_of(const std::string& path, const std::string& folder,
                  const ScenarioTestOptions& options,
                  std::vector<ScenarioTest>& tests) {
  auto file = std::make_shared<TestedFile>();
  file->path = path;
  file->options = options;
  ReadOptions reading;
  reading.parameters = options.parameters;
  file->read = read_scenario_file(path, reading);
  ScenarioTest test;
  test.group = group_of(path, folder);
  test.file = file;
  if (has_errors(file->read.diagnostics)) {
    test.name = fs::path(path).filename().string();
    tests.push_back(std::move(test));
    return;
  }
  for (const Scenario& scenario : file->read.scenarios) {
    test.name = scenario.name;
    test.scenario = &scenario;
    tests.push_back(test);
  }
}

ScenarioTest failing_folder(const std::string& folder,
                            const std::string& error) {
  auto file = std::make_shared<TestedFile>();
  file->path = folder;
  ScenarioTest test;
  test.group = group_of(fs::path(folder) / "x", folder);
  test.name = "folder";
  test.file = std::move(file);
  test.error = error;
  return test;
}

// Tests live as long as the program: the registry never lets go of them.
std::deque<ScenarioShell>& shells() {
  static std::deque<ScenarioShell> all;
  return all;
}

}  // namespace

std::size_t register_scenario_tests(const std::string& folder,
                                    const ScenarioTestOptions& options) {
  const Unwatched unwatched;
  const FolderListing listing = scenario_files_below(folder);
  std::vector<ScenarioTest> tests;
  for (const std::string& path : listing.files)
    add_tests_of(path, folder, options, tests);
  if (!listing.error.empty())
    tests.push_back(failing_folder(folder, listing.error));
  // CppUTest writes one JUnit file per run of equal groups.
  std::stable_sort(tests.begin(), tests.end(),
                   [](const ScenarioTest& a, const ScenarioTest& b) {
                     return a.group < b.group;
                   });
  // The registry runs what was added last first.
  for (auto test = tests.rbegin(); test != tests.rend(); ++test)
    TestRegistry::getCurrentRegistry()->addTest(
        &shells().emplace_back(std::move(*test)));
  return tests.size();
}

int run_scenario_tests(int argc, const char* const* argv,
                       const std::string& folder,
                       const ScenarioTestOptions& options) {
  register_scenario_tests(folder, options);
  return CommandLineTestRunner::RunAllTests(argc, argv);
}

}  // namespace picket
