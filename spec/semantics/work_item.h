// The words of one work item, by name; see workqueue.h.
//
// Pending: it is on a queue, or the timer that will put it there is armed.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

inline bool is_work_item(ObjectType type) {
  return type == ObjectType::work_struct || type == ObjectType::delayed_work ||
         type == ObjectType::kthread_work;
}

class WorkItem {
 public:
  WorkItem(const Layout& layout, Word* words, ObjectId work)
      : words_(words + layout.objects[work.index()].words),
        mask_words_(layout.objects[work.index()].capacity) {}
  WorkItem(Run& run, ObjectId work)
      : WorkItem(run.program.layout, run.words, work) {}

  bool pending() const { return words_[0] != 0; }
  bool queued() const { return words_[0] > 0; }
  bool armed() const { return words_[0] < 0; }
  bool running() const { return words_[1] != 0; }
  bool busy() const { return pending() || running(); }
  ObjectId pending_on() const {
    return queued() ? ObjectId(words_[0] - 1) : ObjectId{};
  }
  ObjectId armed_for() const { return ObjectId(-words_[0] - 1); }
  ObjectId running_on() const { return ObjectId(words_[1] - 1); }
  void set_pending_on(ObjectId queue) { words_[0] = queue.value + 1; }
  void set_armed_for(ObjectId queue) { words_[0] = -(queue.value + 1); }
  void set_running_on(ObjectId queue) { words_[1] = queue.value + 1; }
  Word& disabled() { return words_[2]; }

  // Makes the context wait for the end of the pending or running instance.
  void await_pending(ContextId c) { mark(3, c); }
  void await_running(ContextId c) { mark(3 + mask_words_, c); }
  bool awaited_by(ContextId c) const {
    return marked(3, c) || marked(3 + mask_words_, c);
  }
  bool pending_awaited() const {
    for (int i = 0; i < mask_words_; ++i)
      if (words_[3 + i] != 0) return true;
    return false;
  }
  // The pending instance is the running one now, or is gone.
  void pending_started() {
    for (int i = 0; i < mask_words_; ++i)
      words_[3 + mask_words_ + i] |= words_[3 + i];
    pending_gone();
  }
  void pending_gone() {
    for (int i = 0; i < mask_words_; ++i) words_[3 + i] = 0;
  }
  void running_ended() {
    for (int i = 0; i < mask_words_; ++i) words_[3 + mask_words_ + i] = 0;
  }

 private:
  static Word bit(ContextId c) {
    return static_cast<Word>(1u << (c.index() % 32));
  }
  void mark(int from, ContextId c) {
    words_[from + static_cast<int>(c.index() / 32)] |= bit(c);
  }
  bool marked(int from, ContextId c) const {
    if (mask_words_ == 0) return false;
    return (words_[from + static_cast<int>(c.index() / 32)] & bit(c)) != 0;
  }

  Word* words_;
  int mask_words_;
};

}  // namespace picket
