// Who waits for whom, for Graphviz: one cluster for each finding that has
// blocked contexts. Those that the finding is about are drawn bold.
#include "explorer/counterexample/finding_words.h"
#include "explorer/report/dot_text.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

class Cluster {
 public:
  Cluster(const Scenario& scenario, const Finding& finding, std::size_t number)
      : scenario_(scenario), finding_(finding), number_(number) {}

  void write(std::ostream& out) const {
    out << "  subgraph cluster_" << number_ << " {\n    label="
        << dot_quoted(scenario_.name + "\n" + finding_words(finding_)) << "\n";
    for (const BlockedContext& b : finding_.blocked) {
      write_node(out, b.context, b.root);
      for (const ContextId on : b.waits_on)
        if (!is_blocked(on)) write_node(out, on, false);
    }
    for (const BlockedContext& b : finding_.blocked)
      for (const ContextId on : b.waits_on) write_edge(out, b, on);
    out << "  }\n";
  }

 private:
  std::string node(ContextId c) const {
    return dot_quoted(std::to_string(number_) + "/" +
                      scenario_.context(c).name);
  }

  bool is_blocked(ContextId c) const {
    for (const BlockedContext& b : finding_.blocked)
      if (b.context == c) return true;
    return false;
  }

  // Writing one twice does no harm.
  void write_node(std::ostream& out, ContextId c, bool root) const {
    out << "    " << node(c)
        << " [label=" << dot_quoted(scenario_.context(c).name)
        << (root ? ", style=bold]" : "]") << "\n";
  }

  // "mutex m, held by evict": to whom is said by the edge.
  void write_edge(std::ostream& out, const BlockedContext& b,
                  ContextId on) const {
    const std::string what = b.waits_for.substr(0, b.waits_for.find(','));
    out << "    " << node(b.context) << " -> " << node(on)
        << " [label=" << dot_quoted(what) << (b.root ? ", style=bold]" : "]")
        << "\n";
  }

  const Scenario& scenario_;
  const Finding& finding_;
  std::size_t number_;
};

}  // namespace

void write_dot(const Report& report, const ReportOptions&, std::ostream& out) {
  out << "digraph waits {\n  node [shape=box]\n";
  std::size_t number = 0;
  for (const ReportedCheck& check : report.checks)
    for (const Finding& finding : check.result->findings)
      if (!finding.blocked.empty())
        Cluster(*check.result->scenario, finding, ++number).write(out);
  out << "}\n";
}

}  // namespace picket
