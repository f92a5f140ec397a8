#include <filesystem>
#include <fstream>

#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

#include <unistd.h>

using namespace picket;
using namespace picket::test;
namespace fs = std::filesystem;

TEST_GROUP(include) {
  fs::path folder;

  void setup() override {
    folder = fs::temp_directory_path() /
             ("picket-include-" + std::to_string(getpid()));
    fs::create_directories(folder / "parts");
  }
  void teardown() override { fs::remove_all(folder); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
  ReadResult read_main(const std::string& text) {
    return read_scenario_file(write("main.yaml", text), {});
  }
};

TEST(include, declarations_are_merged_before_the_files_own) {
  write("parts/a.yaml", "objects: {m: mutex}\nfunctions: {f: [nop]}\n");
  const ReadResult result = read_main(
      "scenario: s\ninclude: parts/a.yaml\nobjects: {x: int}\nthreads:\n"
      "  t: [{mutex_lock: m}, {call: f}]\n");
  STRCMP_EQUAL("", codes(result).c_str());
  const Scenario& s = result.scenarios.at(0);
  STRCMP_EQUAL("m", s.objects.at(0).name.c_str());
  CHECK(s.objects[0].file.ends_with("parts/a.yaml"));
  CHECK(s.objects[1].file.ends_with("main.yaml"));
  CHECK(s.functions[0].file.ends_with("parts/a.yaml"));
}

TEST(include, paths_are_relative_to_the_including_file) {
  write("parts/a.yaml", "include: b.yaml\n");
  write("parts/b.yaml", "objects: {m: mutex}\n");
  const ReadResult result = read_main(
      "scenario: s\ninclude: [parts/a.yaml]\nthreads: {t: [{mutex_lock: m}]}"
      "\n");
  STRCMP_EQUAL("", codes(result).c_str());
}

TEST(include, with_gives_parameters_other_values) {
  write("parts/a.yaml",
        "parameters: {n: 1}\nobjects:\n  f[i=1..n]: dma_fence\n");
  const ReadResult result = read_main(
      "scenario: s\ninclude: {path: parts/a.yaml, with: {n: base + 1}}\n"
      "parameters: {base: 3}\nthreads: {t: []}\n");
  STRCMP_EQUAL("", codes(result).c_str());
  CHECK_EQUAL(8u, result.scenarios.at(0).objects.size());
}

TEST(include, a_clash_of_names_is_a_mistake) {
  write("parts/a.yaml", "threads:\n  t[i=0..1]: [nop]\n");
  const ReadResult result =
      read_main("scenario: s\ninclude: parts/a.yaml\nthreads: {t: []}\n");
  STRCMP_EQUAL("name-clash 3:11", codes(result).c_str());
}

TEST(include, two_included_files_may_not_clash_either) {
  write("parts/a.yaml", "objects: {m: mutex}\n");
  write("parts/b.yaml", "objects: {m: mutex}\n");
  const ReadResult result = read_main(
      "scenario: s\ninclude: [parts/a.yaml, parts/b.yaml]\nthreads: {t: []}"
      "\n");
  CHECK_EQUAL(1u, result.diagnostics.size());
  STRCMP_EQUAL("name-clash", result.diagnostics[0].code.c_str());
}

TEST(include, a_circle_is_a_mistake) {
  write("parts/a.yaml", "include: ../main.yaml\n");
  const ReadResult result =
      read_main("scenario: s\ninclude: parts/a.yaml\nthreads: {t: []}\n");
  STRCMP_EQUAL("include-cycle 1:10", codes(result).c_str());
}

TEST(include, mistakes_stand_in_the_included_file) {
  write("parts/a.yaml", "objects: {m: mutx}\n");
  const ReadResult result =
      read_main("scenario: s\ninclude: parts/a.yaml\nthreads: {t: []}\n");
  CHECK_EQUAL(1u, result.diagnostics.size());
  CHECK(result.diagnostics[0].file.ends_with("parts/a.yaml"));
  CHECK(result.sources.count(result.diagnostics[0].file));
}

TEST(include, what_is_not_a_file_is_a_mistake) {
  for (const char* path : {"parts", "/dev/zero", "nowhere.yaml", "''"}) {
    const ReadResult result = read_main(std::string("scenario: s\ninclude: ") +
                                        path + "\nthreads: {t: []}\n");
    CHECK_EQUAL(1u, result.diagnostics.size());
    STRCMP_EQUAL("unreadable-file", result.diagnostics[0].code.c_str());
  }
}
