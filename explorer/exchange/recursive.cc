// "possible recursive locking": the same object twice if the log shows one
// address for both, else two of a class in no fixed order.
#include "explorer/exchange/circular.h"
#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

bool same_object(const LockdepReport& report) {
  const std::string& a = report.wanted.address;
  return !a.empty() && a == report.held.address && !contains(a, "ptrval");
}

// Nothing says how the first was taken, unless only readers were ever seen, or
// it is taken by the same function twice.
bool only_read_here(const LockdepReport& report) {
  return only_read(report.held) ||
         (same_object(report) && how_taken(report.trace).read);
}

std::string note_of(const LockText& lock, const Taking& taking) {
  return taking.caller.empty() ? lock.at : taking.caller;
}

// An item that waits for an item of its own class: for itself.
void flush_from_inside(const LockdepReport& report, Modelled object,
                       const Taking& taking, Draft& draft) {
  std::vector<std::string> taken;
  object.name = fresh_name("item", taken);
  const std::string own = item_in(report.trace);
  const std::string function = fresh_name(own.empty() ? "item_fn" : own, taken);
  const std::string queue = fresh_name("queue", taken);
  const bool whole = object.kind == LockKind::workqueue;
  if (whole)
    draft.objects.push_back({queue, "workqueue_struct", object.klass, ""});
  Modelled waited = object;
  if (whole) {
    waited.name = queue;
    object.kind = LockKind::work;
  } else if (needs_queue(object.kind)) {
    draft.objects.push_back({queue, "workqueue_struct", "", ""});
  }
  const bool queued = whole || needs_queue(object.kind);
  draft.objects.push_back(
      {object.name, object_type(object.kind),
       whole || !keeps_class(object.kind) ? "" : object.klass, function});
  draft.functions.push_back(
      {function, waiting_steps(waited, false, note_of(report.wanted, taking))});
  draft.threads.push_back({fresh_name("start", taken),
                           {starting_step(object, queued ? queue : "")}});
  draft.expect.push_back("deadlock: [" + object.name + "]");
}

DraftBody nested(const std::string& name, const Modelled& outer,
                 const Modelled& inner, const LockdepReport& report,
                 const Taking& taking) {
  DraftBody body{name, {}};
  const Section section =
      held_section(outer, only_read_here(report), report.held.at);
  const DraftSteps wait =
      waiting_steps(inner, taking.read, note_of(report.wanted, taking));
  body.steps = section.open;
  body.steps.insert(body.steps.end(), wait.begin(), wait.end());
  body.steps.insert(body.steps.end(), section.close.begin(),
                    section.close.end());
  return body;
}

}  // namespace

Draft draft_recursive(const LockdepReport& report) {
  Draft draft;
  if (report.wanted.name.empty()) return draft;
  const Taking taking = how_taken(report.trace);
  const bool four = report.wanted.wait_type == 4 || report.held.wait_type == 4;
  Modelled object{lock_kind(report.wanted, taking, four), "",
                  report.wanted.name, ""};
  draft.name = (report.dept ? "dept-recursive-" : "lockdep-recursive-") +
               scenario_name(report.wanted.name);
  draft.about = std::string(report.dept ? "DEPT" : "Lockdep") +
                " saw a lock of class " + report.wanted.name +
                " acquired while one of that class was held.";
  object.by = taking.by;
  draft.rt = report.rt;
  if (report.rt) object.kind = on_rt(object.kind, report.wanted, taking);
  if (is_item(object.kind)) {
    flush_from_inside(report, object, taking, draft);
    return draft;
  }
  if (object_type(object.kind).empty()) return draft;
  std::vector<std::string> taken;
  const std::string task =
      taking.who.empty() ? "task" : fresh_name(taking.who, taken);
  const std::string why = stand_in(object.kind);
  object.name = fresh_name(report.wanted.name, taken);
  if (!why.empty())
    draft.comments.push_back("`" + object.name + "` is " + why + ".");
  const auto declare = [&](const Modelled& o) {
    draft.objects.push_back(
        {o.name, object_type(o.kind), keeps_class(o.kind) ? o.klass : "", ""});
  };
  declare(object);
  const bool readers = taking.read && only_read_here(report);
  std::string writers;
  const auto add_writer = [&](const Modelled& o) {
    if (!readers) return;
    const std::string writer = fresh_name("writer_of_" + o.name, taken);
    draft.threads.push_back({writer, waiting_steps(o, false, "")});
    writers += ", " + writer;
  };
  if (same_object(report)) {
    draft.threads.push_back(nested(task, object, object, report, taking));
    add_writer(object);
    draft.expect.push_back(readers ? "deadlock: [" + task + writers + "]"
                                   : "misuse: recursive-lock");
    return draft;
  }
  Modelled other = object;
  other.name = fresh_name(report.wanted.name, taken);
  declare(other);
  const std::string second = fresh_name(task + "_other_order", taken);
  draft.threads.push_back(nested(task, object, other, report, taking));
  draft.threads.push_back(nested(second, other, object, report, taking));
  add_writer(object);
  add_writer(other);
  draft.expect.push_back("deadlock: [" + task + ", " + second + writers + "]");
  draft.comments.push_back(
      "TODO: two objects of one class; another context is assumed to take "
      "them the other way round. If an order is kept, say so with _nested.");
  return draft;
}

}  // namespace picket
