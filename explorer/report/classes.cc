// Lock classes and which was taken while which was held, for Graphviz: what an
// annotation policy has learnt from a scenario, with the edges that close a
// cycle, which it reports, drawn bold. One cluster for each check and policy:
// those that the scenario names, else the one that is in the kernel.
#include <map>
#include <set>

#include "explorer/check/class_edges.h"
#include "explorer/report/dot_text.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

constexpr PolicyKind kMerged = PolicyKind::dma_fence_map;
constexpr std::uint64_t kMostSchedules = 1000;

std::vector<PolicyKind> policies_of(const CheckResult& result) {
  std::vector<PolicyKind> kinds;
  for (const PolicyResult& p : result.policies) kinds.push_back(p.kind);
  return kinds.empty() ? std::vector<PolicyKind>{kMerged} : kinds;
}

class Graph {
 public:
  Graph(const Scenario& scenario, PolicyKind kind, std::size_t number)
      : scenario_(scenario),
        kind_(kind),
        number_(number),
        found_(class_edges(scenario, kind, kMostSchedules)) {
    for (const ReportEdge& e : found_.edges) add(e, false);
    for (const PolicyReport& r : found_.reports)
      for (const ReportEdge& e : r.edges) add(e, true);
    std::erase_if(edges_, [&](const auto& at) {
      const auto& [ends, edge] = at;
      return is_primed(edge) && !edge.reported &&
             learnt_.count(ends.first) == 0 && learnt_.count(ends.second) == 0;
    });
  }

  void write(std::ostream& out) const {
    if (learnt_.empty()) return;
    out << "  subgraph cluster_" << number_ << " {\n    label="
        << dot_quoted(scenario_.name + "\n" + std::string(facts(kind_).name) +
                      (found_.complete ? "" : "\n(not all schedules)"))
        << "\n";
    std::set<std::string> names;
    for (const auto& [ends, edge] : edges_)
      names.insert({ends.first, ends.second});
    for (const std::string& name : names)
      out << "    " << node(name) << " [label=" << dot_quoted(name) << "]\n";
    for (const auto& [ends, edge] : edges_) write_edge(out, edge);
    out << "  }\n";
  }

 private:
  struct Edge {
    ReportEdge edge;
    bool reported = false;
  };

  static bool is_primed(const Edge& e) { return !e.edge.source.held.valid(); }

  // What is only primed is shown where it meets something learnt.
  void add(const ReportEdge& e, bool reported) {
    edges_[{e.from, e.to}] = {e, reported};
    if (e.source.held.valid()) learnt_.insert({e.from, e.to});
  }

  std::string node(const std::string& name) const {
    return dot_quoted(std::to_string(number_) + "/" + name);
  }

  // Which context took what where, with what it held.
  std::string label(const EdgeSource& source) const {
    if (!source.held.valid() || !source.wanted.valid()) return "primed at boot";
    return scenario_.context(source.context).name + ": lines " +
           std::to_string(scenario_.step(source.held).span.line) + ", " +
           std::to_string(scenario_.step(source.wanted).span.line);
  }

  void write_edge(std::ostream& out, const Edge& e) const {
    out << "    " << node(e.edge.from) << " -> " << node(e.edge.to)
        << " [label=" << dot_quoted(label(e.edge.source))
        << (e.reported ? ", style=bold, color=red" : "")
        << (is_primed(e) && !e.reported ? ", style=dashed" : "") << "]\n";
  }

  const Scenario& scenario_;
  PolicyKind kind_;
  std::size_t number_;
  ClassEdges found_;
  std::map<std::pair<std::string, std::string>, Edge> edges_;
  std::set<std::string> learnt_;  // classes at an end of an edge that was seen
};

}  // namespace

void write_classes(const Report& report, const ReportOptions&,
                   std::ostream& out) {
  out << "digraph classes {\n  node [shape=box]\n";
  std::size_t number = 0;
  for (const ReportedCheck& check : report.checks)
    for (const PolicyKind kind : policies_of(*check.result))
      Graph(*check.result->scenario, kind, ++number).write(out);
  out << "}\n";
}

}  // namespace picket
