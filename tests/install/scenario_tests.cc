// Tests of a project: its own, and one per scenario file of a folder.
#include <picket/picket.h>

#include <vector>

#include <CppUTest/CommandLineTestRunner.h>

TEST_GROUP(Own){};

TEST(Own, WatchesItsOwnMemory) {
  // The leak detector is on for tests that are not picket's.
  std::vector<int> memory(100);
  CHECK_EQUAL(100U, memory.size());
}

int main(int argc, char** argv) {
  picket::register_scenario_tests("scenarios");
  return CommandLineTestRunner::RunAllTests(argc, argv);
}
