#include "explorer/counterexample/kept_path.h"

#include <filesystem>

#include "explorer/counterexample/whole_file.h"

#include <unistd.h>

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

struct Folder {
  Folder() : path("/tmp/picket-kept-path-" + std::to_string(::getpid())) {}
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const std::string& name) const { return path + "/" + name; }
  void keep(const std::string& name, const std::string& scenario) const {
    write_whole_file(file(name),
                     "picket-witness 1\nscenario: s\nfile: " + scenario + "\n");
  }
  std::string path;
};

}  // namespace

TEST_GROUP(KeptPath){};

TEST(KeptPath, is_the_plain_name_where_nothing_is_yet) {
  const Folder folder;
  STRCMP_EQUAL(folder.file("s.witness").c_str(),
               kept_path(folder.path, "s.witness", "a.yaml").c_str());
}

TEST(KeptPath, what_belongs_to_the_same_file_is_replaced) {
  const Folder folder;
  write_whole_file(folder.file("a.yaml"), "scenario: s\n");
  folder.keep("s.witness", folder.file("a.yaml"));
  STRCMP_EQUAL(
      folder.file("s.witness").c_str(),
      kept_path(folder.path, "s.witness", folder.file("a.yaml")).c_str());
}

TEST(KeptPath, what_belongs_to_another_file_stays) {
  const Folder folder;
  write_whole_file(folder.file("a.yaml"), "scenario: s\n");
  write_whole_file(folder.file("b.yaml"), "scenario: s\n");
  folder.keep("s.witness", folder.file("a.yaml"));
  const std::string path =
      kept_path(folder.path, "s.witness", folder.file("b.yaml"));
  CHECK(path != folder.file("s.witness"));
  CHECK(path.ends_with(".witness"));
}

TEST(KeptPath, what_belongs_to_a_file_that_is_gone_is_replaced) {
  const Folder folder;
  folder.keep("s.witness", folder.file("gone.yaml"));
  STRCMP_EQUAL(
      folder.file("s.witness").c_str(),
      kept_path(folder.path, "s.witness", folder.file("b.yaml")).c_str());
}
