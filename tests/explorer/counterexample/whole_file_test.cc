#include "explorer/counterexample/whole_file.h"

#include <filesystem>

#include <unistd.h>

#include <CppUTest/TestHarness.h>

using namespace picket;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() : path_("/tmp/picket-whole-file-" + std::to_string(::getpid())) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  std::string path_;
};

}  // namespace

TEST_GROUP(WholeFile){};

TEST(WholeFile, is_written_and_replaced) {
  const Folder folder;
  const std::string path = folder.file("a/b/out");
  STRCMP_EQUAL("", write_whole_file(path, "one").c_str());
  STRCMP_EQUAL("", write_whole_file(path, "two").c_str());
  STRCMP_EQUAL("two", read_whole_file(path).text.c_str());
  LONGS_EQUAL(1, folder.entries());
}

TEST(WholeFile, a_folder_cannot_be_written_or_read) {
  const Folder folder;
  fs::create_directories(folder.file("d"));
  CHECK_TRUE(!write_whole_file(folder.file("d"), "x").empty());
  CHECK_TRUE(!why_not_writable(folder.file("d")).empty());
  CHECK_TRUE(!read_whole_file(folder.file("d")).error.empty());
  LONGS_EQUAL(1, folder.entries());
}

TEST(WholeFile, a_file_in_place_of_a_folder_is_said) {
  const Folder folder;
  STRCMP_EQUAL("", write_whole_file(folder.file("f"), "x").c_str());
  CHECK_TRUE(!write_whole_file(folder.file("f/g"), "x").empty());
  CHECK_TRUE(!why_not_writable(folder.file("f/g")).empty());
}

TEST(WholeFile, looking_leaves_nothing_behind) {
  const Folder folder;
  STRCMP_EQUAL("", why_not_writable(folder.file("x")).c_str());
  LONGS_EQUAL(0, folder.entries());
}

TEST(WholeFile, devices_are_written_in_place) {
  STRCMP_EQUAL("", write_whole_file("/dev/null", "x").c_str());
  CHECK_TRUE(!write_whole_file("/dev/full", "x").empty());
}

TEST(WholeFile, a_missing_file_is_said) {
  CHECK_TRUE(!read_whole_file("/nowhere/at/all").error.empty());
}
