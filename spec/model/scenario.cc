#include "spec/model/scenario.h"

namespace picket {

std::size_t Scenario::thread_count() const {
  std::size_t n = 0;
  for (const Context& c : contexts) n += !c.work.valid();
  return n;
}

}  // namespace picket
