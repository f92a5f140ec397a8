// The CppUTest runner of all unit tests.
#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

int main(int argc, char** argv) {
  // yaml-cpp and Z3 keep lazily built statics, which the leak detector would
  // blame on the test that happens to be first. The ASan preset finds leaks.
  MemoryLeakWarningPlugin::turnOffNewDeleteOverloads();
  return CommandLineTestRunner::RunAllTests(argc, argv);
}
