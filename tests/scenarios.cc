// The scenarios of this project as tests: the whole program that a project
// with scenario files of its own would write.
#include <picket/picket.h>

int main(int argc, char** argv) {
  return picket::run_scenario_tests(argc, argv, "scenarios");
}
