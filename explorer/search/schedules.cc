#include "explorer/search/schedules.h"

#include "explorer/search/crew.h"
#include "explorer/search/subtree.h"

namespace picket {

// A limit on the number of schedules, or the first finding, says which ones are
// seen: then they come in the order of one thread.
SearchSummary search_schedules(const Program& program,
                               const SearchOptions& options, Visitor& visitor) {
  if (options.jobs <= 1 || options.in_order || options.limits.schedules > 0)
    return Subtree(program, options, visitor, 0, nullptr).explore_all();
  SearchOptions quiet = options;
  quiet.progress = nullptr;
  Crew* crew = nullptr;
  Crew team(options.jobs, [&](Errand& errand, int worker) {
    Subtree(program, quiet, visitor, worker, crew).explore(errand);
  });
  crew = &team;
  return Subtree(program, options, visitor, 0, crew).explore_all();
}

}  // namespace picket
