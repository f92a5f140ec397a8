#include "explorer/exchange/promela.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

// Whose memory may go away while somebody still knows the object.
std::set<ObjectId> objects_that_may_go(const Scenario& s) {
  std::set<ObjectId> out;
  for (const Step& step : s.steps)
    if (step.op == Op::free_ || step.op == Op::dma_fence_put ||
        step.op == Op::destroy_workqueue)
      out.insert(step.operands[0].object());
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].on_stack_of.valid()) out.insert(ObjectId(i));
  return out;
}

bool is_variable(const Object& o) {
  return o.type == ObjectType::int_ || o.type == ObjectType::atomic_t;
}

void refuse_objects(PromelaText& text) {
  for (const Object& o : text.scenario.objects) {
    switch (o.type) {
      case ObjectType::dma_fence_array:
      case ObjectType::dma_fence_chain:
      case ObjectType::drm_syncobj:
      case ObjectType::sync_file:
      case ObjectType::sw_sync_timeline:
        text.problem(o, "fences that are made of others cannot be exported");
        break;
      case ObjectType::kthread_work:
      case ObjectType::rcu_head:
        text.problem(o, std::string(facts(o.type).name) +
                            " has no counterpart in Promela yet");
        break;
      default: break;
    }
  }
}

void refuse_config(PromelaText& text) {
  const Config& c = text.scenario.config;
  const auto refuse = [&](bool on, const char* what) {
    if (on)
      text.problems.push_back(
          {text.scenario.file, text.scenario.span,
           "config: " + std::string(what) + " has no counterpart in Promela"});
  };
  refuse(c.store_buffers, "store_buffers");
  refuse(c.spurious_wakeups, "spurious_wakeups");
  refuse(c.preempt_rt, "preempt_rt");
  refuse(c.debug_ww_slowpath, "debug_ww_slowpath");
}

void note_rules(const Scenario& s, PromelaModel& out) {
  if (!s.rules.empty())
    out.notes.push_back(
        {s.file, s.rules.front().span, "the model does not look at rules"});
  if (!s.claims.empty())
    out.notes.push_back(
        {s.file, s.claims.front().span, "the model does not look at claims"});
}

std::string define(const std::string& name, std::size_t value) {
  return "#define " + name + " " + std::to_string(value) + "\n";
}

// Could anything go on for ever?
bool has_cycles(const Scenario& s) {
  for (const Step& step : s.steps)
    if (step.back || step.op == Op::goto_) return true;
  return s.thread_count() < s.contexts.size();
}

std::string fences_at_the_end(const Scenario& s) {
  std::string out;
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].type == ObjectType::dma_fence)
      out += (out.empty() ? "" : "; ") + ("left_behind(" + std::to_string(i)) +
             ")";
  return out.empty() ? "skip" : out;
}

// A cycle in which a thread, or an item in execution, never ends.
std::string livelock(const Scenario& s) {
  std::string choices, accepts;
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    if (s.contexts[c].daemon || s.contexts[c].fires) continue;
    const std::string n = std::to_string(c);
    const std::string busy = "busy[" + n + "] && !halted && !over";
    choices += "  :: " + busy + " -> goto accept_" + n + "\n";
    accepts += "accept_" + n + ":\n  do\n  :: " + busy + "\n  od;\n";
  }
  if (choices.empty()) return "";
  return "\n/* spin -DLIVELOCK, pan -a -f: a cycle in which a thread, or an "
         "item\n"
         "   in execution, never ends. */\n"
         "#ifdef LIVELOCK\nnever\n{\n  do\n  :: true\n" +
         choices + "  od;\n" + accepts + "}\n#endif\n";
}

// Somebody older holds the lock or is in line for it.
std::string must_die(const Scenario& s) {
  std::string out =
      "#define MUST_DIE(l, c) ((in_ctx[l] > 0 -> \\\n"
      "  (stamp[in_ctx[l] - 1] < stamp[c]) : false)";
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    if (s.objects[i].type != ObjectType::ww_acquire_ctx) continue;
    const std::string n = std::to_string(i);
    out += " || \\\n  (waits_for[" + n + "] == (l) + 1 && stamp[" + n +
           "] < stamp[c])";
  }
  return out + ")\n";
}

std::string head(const PromelaText& text) {
  const Scenario& s = text.scenario;
  const auto daemons = std::count_if(
      s.contexts.begin(), s.contexts.end(),
      [](const Context& c) { return c.daemon && !c.work.valid(); });
  std::string out = "/* " + s.name + " */\n";
  out += define("CONTEXTS", s.contexts.size());
  out +=
      define("THREADS", s.thread_count() - static_cast<std::size_t>(daemons));
  out += define("OBJECTS", std::max<std::size_t>(s.objects.size(), 1));
  if (has_cycles(s)) out += "#define LOOPS /* a livelock is possible */\n";
  out += define("CLASSES", s.classes.size() + 1);
  out += define("QUEUED", s.config.queued_rwlocks ? 1 : 0);
  if (text.cpus.count > 0) out += define("CPUS", text.cpus.count);
  if (text.parts.contains(PromelaPart::ww)) out += must_die(s);
  out += "#define FENCES_AT_THE_END " + fences_at_the_end(s) + "\n";
  return out;
}

// Behind the primitives, whose parameters may be called as an object is.
std::string objects(const PromelaText& text) {
  std::string out;
  for (std::size_t i = 0; i < text.scenario.objects.size(); ++i) {
    const Object& o = text.scenario.objects[i];
    if (!is_variable(o)) {
      out += define(text.names.objects[i], i);
      if (text.callbacks.contains(ObjectId(i)))
        out += "chan " + text.names.objects[i] +
               "_callbacks = [6] of { byte, byte };\n";
      continue;
    }
    out += "int " + text.names.objects[i];
    if (o.initial != 0) out += " = " + std::to_string(o.initial);
    out += ";\n";
  }
  return out;
}

// Where a fence stands among others, for reservations.
std::string on_timeline(const PromelaText& text, ObjectId fence) {
  if (!text.parts.contains(PromelaPart::resv)) return "";
  const Scenario& s = text.scenario;
  const Object& o = s.object(fence);
  std::size_t number = 0;
  while (s.objects[number].timeline != o.timeline) ++number;
  const std::string& name = text.name(fence);
  return "timeline[" + name + "] = " + std::to_string(number) + ";\nseqno[" +
         name + "] = " + std::to_string(o.seqno) + ";\n";
}

// What of the object is not zero at first.
std::string first_values(const PromelaText& text, ObjectId id) {
  const Object& o = text.scenario.object(id);
  const auto set = [&](const char* array, std::int32_t value) {
    if (value == 0) return std::string();
    return std::string(array) + "[" + text.name(id) +
           "] = " + std::to_string(value) + ";\n";
  };
  switch (o.type) {
    case ObjectType::completion:
      if (!text.parts.contains(PromelaPart::completion)) return "";
      return set("done_count", o.done);
    case ObjectType::semaphore:
      if (!text.parts.contains(PromelaPart::semaphore)) return "";
      return set("count", o.count);
    case ObjectType::workqueue_struct:
      if (!text.parts.contains(PromelaPart::work)) return "";
      return set("places", o.ordered ? 1 : o.max_active) +
             set("rescuer", o.mem_reclaim);
    case ObjectType::ww_mutex:
    case ObjectType::dma_resv:
      if (!text.parts.contains(PromelaPart::ww)) return "";
      return set("wait_die", o.algorithm == WwAlgorithm::wait_die);
    case ObjectType::dma_fence:
      return set("signaled", o.signaled) + set("published", o.published) +
             set("uninitialized", !o.initialized) +
             set("references", o.initialized) + on_timeline(text, id);
    default: return "";
  }
}

// And then everybody at once.
std::string beginning(const PromelaText& text) {
  std::string out = promela_cpu_beginning(text);
  for (std::size_t i = 0; i < text.scenario.objects.size(); ++i)
    out += first_values(text, ObjectId(i));
  for (std::size_t c = 0; c < text.scenario.contexts.size(); ++c)
    if (const Context& of = text.scenario.contexts[c];
        !of.daemon && !of.work.valid())
      out += "busy[" + std::to_string(c) + "] = true;\n";
  for (const std::string& name : text.names.contexts)
    out += "run " + name + "();\n";
  out += "run the_end();\nrun after();\n";
  return "\ninit\n{\n" + indented("atomic {\n" + indented(out) + "}\n") + "}\n";
}

// Those that may stand around the name of an object.
std::set<std::string> words_of_library() {
  std::set<std::string> words = promela_words(promela_library());
  std::erase_if(words,
                [](const std::string& w) { return w.size() < 3 && w != "me"; });
  return words;
}

}  // namespace

PromelaText::PromelaText(const Scenario& s)
    : scenario(s),
      names(promela_names(s, words_of_library())),
      may_go(objects_that_may_go(s)),
      cpus(promela_cpus(s)) {
  if (cpus.count > 0) parts.insert(PromelaPart::cpu);
  for (const Step& step : s.steps) {
    const FunctionId f = added_callback(step);
    if (!f.valid()) continue;
    auto& of_fence = callbacks[step.operands[0].object()];
    if (std::find(of_fence.begin(), of_fence.end(), f) == of_fence.end())
      of_fence.push_back(f);
  }
  // What is written out needs the words of everything it starts with.
  for (const Object& o : s.objects)
    if (o.type == ObjectType::dma_fence) parts.insert(PromelaPart::fence);
}

std::string promela_atomic(const std::string& statements) {
  return "atomic {\n" + indented(statements) + "};\n";
}

std::string PromelaText::place(ObjectId id) const {
  return is_variable(scenario.object(id)) ? std::to_string(id.value) : name(id);
}

std::string PromelaText::system_queue() const {
  for (std::size_t i = 0; i < scenario.objects.size(); ++i)
    if (scenario.objects[i].type == ObjectType::workqueue_struct &&
        scenario.objects[i].name == "system_wq")
      return names.objects[i];
  return "0";
}

void PromelaText::problem(const Step& step, const std::string& what) {
  std::string file = scenario.file;
  if (step.function.valid() && !scenario.function(step.function).file.empty())
    file = scenario.function(step.function).file;
  problems.push_back({file, step.span, what});
}

void PromelaText::problem(const Object& object, const std::string& what) {
  problems.push_back(
      {object.file.empty() ? scenario.file : object.file, object.span, what});
}

std::string indented(const std::string& statements) {
  std::string out;
  bool begins = true;
  for (const char c : statements) {
    if (begins && c != '\n' && c != '#') out += "  ";
    out += c;
    begins = c == '\n';
  }
  return out;
}

PromelaModel promela_model(const Scenario& scenario) {
  PromelaText text(scenario);
  refuse_config(text);
  refuse_objects(text);
  std::string processes;
  for (std::size_t i = 0; i < scenario.contexts.size(); ++i)
    processes += "\n" + promela_process(text, ContextId(i));
  PromelaModel out;
  note_rules(scenario, out);
  const auto place = [](const PromelaProblem& p) {
    return std::tie(p.file, p.span, p.text);
  };
  std::sort(text.problems.begin(), text.problems.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  for (const PromelaProblem& p : text.problems)
    if (out.problems.empty() || place(out.problems.back()) != place(p))
      out.problems.push_back(p);
  if (!out.problems.empty()) return out;
  out.text = head(text) + promela_parts(text.parts) + "\n" +
             promela_cpu_macros(text) + objects(text) + processes +
             beginning(text) + livelock(scenario);
  return out;
}

}  // namespace picket
