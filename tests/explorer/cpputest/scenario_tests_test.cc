// Scenario files as CppUTest tests, run by a registry of their own.
#include "explorer/cpputest/scenario_tests.h"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "explorer/counterexample/whole_file.h"

#include <CppUTest/TestHarness.h>
#include <CppUTest/TestTestingFixture.h>

namespace fs = std::filesystem;
using namespace picket;

namespace {

const char* const kInversion =
    "scenario: inversion\n"
    "objects: { a: mutex, b: mutex }\n"
    "threads:\n"
    "  one: [mutex_lock: a, mutex_lock: b, mutex_unlock: b, mutex_unlock: a]\n"
    "  two: [mutex_lock: b, mutex_lock: a, mutex_unlock: a, mutex_unlock: b]\n";

const char* const kFixed =
    "variants:\n"
    "  fixed:\n"
    "    threads: { two: [mutex_lock: a, mutex_unlock: a] }\n";

const char* const kCounts =
    "scenario: counts\n"
    "parameters: { times: 1 }\n"
    "objects: { done: completion }\n"
    "threads:\n"
    "  waiter: [{ repeat: times, do: [wait_for_completion: done] }]\n"
    "  giver: [complete: done]\n";

std::string passing(const std::string& name) {
  return "scenario: " + name + "\nthreads: { t: [nop] }\n";
}

}  // namespace

TEST_GROUP(ScenarioTests) {
  fs::path root = fs::temp_directory_path() /
                  ("picket-tests-" + std::to_string(::getpid()));
  std::string folder = (root / "corpus").string();
  TestTestingFixture fixture;
  ScenarioTestOptions options;

  void setup() override {
    fs::create_directories(folder);
    options.witness_folder = (root / "kept").string();
  }
  void teardown() override { fs::remove_all(root); }

  void write(const std::string& name, const std::string& text) {
    STRCMP_EQUAL("", write_whole_file(folder + "/" + name, text).c_str());
  }

  // Names as "group.name", in the order in which they run.
  std::vector<std::string> registered() {
    register_scenario_tests(folder, options);
    std::vector<std::string> names;
    for (UtestShell* t = fixture.getRegistry()->getFirstTest(); t != nullptr;
         t = t->getNext())
      names.push_back(std::string(t->getGroup().asCharString()) + "." +
                      t->getName().asCharString());
    names.pop_back();  // the fixture's own
    return names;
  }

  // Checks everything; what was printed.
  std::string ran() {
    register_scenario_tests(folder, options);
    fixture.runAllTests();
    return fixture.getOutput().asCharString();
  }

  void contains(const std::string& text, const std::string& part) {
    STRCMP_CONTAINS(part.c_str(), text.c_str());
  }
};

TEST(ScenarioTests, are_named_after_folder_and_check) {
  write("top.yaml", passing("top"));
  write("locks/abba.yml", kInversion + std::string(kFixed));
  write("locks/deep/down.yaml", passing("down"));
  const std::vector<std::string> names = registered();
  const std::vector<std::string> expected = {"corpus.top", "locks.inversion",
                                             "locks.inversion/fixed",
                                             "locks/deep.down"};
  CHECK_TRUE(names == expected);
}

TEST(ScenarioTests, of_one_group_run_one_after_the_other) {
  write("a.yaml", passing("a"));
  write("m/b.yaml", passing("b"));
  write("z.yaml", passing("z"));
  const std::vector<std::string> names = registered();
  const std::vector<std::string> expected = {"corpus.a", "corpus.z", "m.b"};
  CHECK_TRUE(names == expected);
}

TEST(ScenarioTests, pass_over_hidden_files_and_other_kinds) {
  write("a.yaml", passing("a"));
  write(".hidden.yaml", passing("hidden"));
  write(".picket/x.yaml", passing("x"));
  write("notes.txt", "not a scenario");
  LONGS_EQUAL(1, registered().size());
}

TEST(ScenarioTests, pass_where_the_check_is_as_expected) {
  write("a.yaml", kInversion + std::string("expect: [deadlock]\n") + kFixed);
  ran();
  LONGS_EQUAL(0, fixture.getFailureCount());
  LONGS_EQUAL(3, fixture.getRunCount());
}

TEST(ScenarioTests, fail_with_the_screen_where_the_finding_points) {
  write("a.yaml", kInversion);
  const std::string text = ran();
  LONGS_EQUAL(1, fixture.getFailureCount());
  contains(text, folder + "/a.yaml:4: error: ");
  contains(text, "Failure in TEST(corpus, inversion)");
  contains(text, "one and two wait for each other");
  contains(text, "mutex_lock(b)");
}

TEST(ScenarioTests, keep_the_schedule_of_a_failure) {
  write("a.yaml", kInversion);
  const std::string text = ran();
  contains(text, "picket replay " + options.witness_folder + "/inversion.");
  CHECK_FALSE(fs::is_empty(options.witness_folder));
}

TEST(ScenarioTests, keep_no_schedule_without_a_folder_for_it) {
  options.witness_folder.clear();
  write("a.yaml", kInversion);
  CHECK(ran().find("picket replay") == std::string::npos);
}

TEST(ScenarioTests, fail_where_an_expected_finding_is_missing) {
  write("a.yaml", passing("calm") + "expect:\n  - deadlock\n");
  const std::string text = ran();
  LONGS_EQUAL(1, fixture.getFailureCount());
  contains(text, "/a.yaml:4: error: ");
  contains(text, "no schedule has it");
}

TEST(ScenarioTests, fail_where_a_limit_was_hit) {
  write("a.yaml", kInversion + std::string("expect: [deadlock]\n"));
  options.check.search = SearchKind::schedules;
  options.check.max_schedules = 1;
  const std::string text = ran();
  LONGS_EQUAL(1, fixture.getFailureCount());
  contains(text, "inconclusive");
}

TEST(ScenarioTests, fail_with_all_mistakes_of_a_file) {
  write("wrong.yaml",
        "scenario: wrong\nobjects: { a: mutex }\nthreads:\n"
        "  t:\n    - mutex_lokc: a\n    - mutex_lock: b\n" +
            std::string(kFixed));
  const std::string text = ran();
  LONGS_EQUAL(1, fixture.getFailureCount());
  contains(text, "Failure in TEST(corpus, wrong.yaml)");
  contains(text, "/wrong.yaml:5:7: error[unknown-operation]");
  contains(text, "/wrong.yaml:6:19: error[");
}

TEST(ScenarioTests, fail_where_there_is_nothing_to_test) {
  contains(ran(), "no *.yaml or *.yml file here or below");
  LONGS_EQUAL(1, fixture.getFailureCount());
}

TEST(ScenarioTests, fail_where_the_folder_is_missing) {
  folder = (root / "elsewhere").string();
  contains(ran(), folder + ":1: error: ");
  LONGS_EQUAL(1, fixture.getFailureCount());
}

TEST(ScenarioTests, take_parameters_as_the_command_line_does) {
  write("a.yaml", kCounts);
  ran();
  LONGS_EQUAL(0, fixture.getFailureCount());
  options.parameters["times"] = 2;
  contains(ran(), "hang");
  LONGS_EQUAL(1, fixture.getFailureCount());
}

TEST(ScenarioTests, can_be_run_again) {
  write("a.yaml", kInversion);
  ran();
  fixture.runAllTests();
  LONGS_EQUAL(2, fixture.getFailureCount());
}
