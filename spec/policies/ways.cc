#include "spec/policies/ways.h"

#include <algorithm>
#include <array>

#include "spec/policies/observer.h"

namespace picket {
namespace {

// What one policy knows of a flow, in words. The steps that took what is held
// are left out: they make no difference to what follows.
void add_words(const Observer::Context& c, std::vector<std::int32_t>& words) {
  const Flow& f = c.flow;
  words.insert(words.end(),
               {f.self.value, f.preempt, f.bottom_halves_off, f.irqs_off,
                f.noreclaim, f.nofs, f.noio, c.queue.value, c.runs});
  const auto count = [&](std::size_t n) {
    words.push_back(static_cast<std::int32_t>(n));
  };
  count(f.held.size());
  for (const HeldLock& h : f.held)
    words.insert(words.end(), {h.klass.value, h.map.value, h.instance.value,
                               h.read, h.trylock, h.check, h.instances,
                               h.several, h.nest.value, h.nest_instance.value});
  count(f.saved.size());
  for (const char saved : f.saved) words.push_back(saved);
  count(c.open.size());
  for (const auto& open : c.open)
    words.insert(words.end(),
                 {open.step.value, open.signals, open.section, open.reclaims});
  count(c.sections.size());
  for (const MapId map : c.sections) words.push_back(map.value);
  for (const ObjectId fence : c.signaled) words.push_back(fence.value);
}

}  // namespace

Ways::Eyes::Eyes(const Scenario& s, const LockMaps& maps,
                 FenceAnnotation annotation)
    : lockdep(maps, Lockdep::Watches::stacks),
      fences(s, maps, annotation, lockdep),
      observer(s, maps, fences, lockdep) {}

Ways::Ways(const Scenario& scenario)
    : scenario_(scenario),
      maps_(scenario),
      starts_(scenario.contexts.size()),
      at_(starts_.size()) {
  for (const auto annotation : {FenceAnnotation::none, FenceAnnotation::one_map,
                                FenceAnnotation::map_per_class})
    eyes_.push_back(std::make_unique<Eyes>(scenario_, maps_, annotation));
}

WayPlaceId Ways::place_of(const Place& place) {
  words_.clear();
  for (const Observer::Context& known : place) add_words(known, words_);
  const Fingerprint print =
      fingerprint(words_.data(), words_.size() * sizeof(words_[0]));
  const auto [at, fresh] = known_.try_emplace(print, places_.size());
  if (fresh) {
    places_.push_back(place);
    arrows_.emplace_back();
    attempts_.emplace_back();
  }
  return at->second;
}

WayPlaceId Ways::start(ContextId context) {
  WayPlaceId& start = starts_[context.index()];
  if (start.valid()) return start;
  Place place;
  for (std::size_t k = 0; k < kEyes; ++k)
    place[k] = eyes_[k]->observer.start(context);
  start = place_of(place);
  return start;
}

WayEventId Ways::event(const EventFacts& facts) {
  const auto [at, fresh] =
      event_ids_.try_emplace(facts, WayEventId(events_.size()));
  if (fresh) events_.push_back(facts);
  return at->second;
}

WayPlaceId Ways::go_first(WayPlaceId from, WayEventId event) {
  Place place = places_[from.index()];
  for (std::size_t k = 0; k < kEyes; ++k)
    eyes_[k]->observer.observe(place[k], events_[event.index()]);
  const WayPlaceId to = place_of(place);
  auto& arrows = arrows_[from.index()];
  arrows.insert(std::upper_bound(arrows.begin(), arrows.end(), event,
                                 [&](WayEventId e, const WayArrow& a) {
                                   return facts(e) < facts(a.event);
                                 }),
                {event, to});
  return to;
}

void Ways::end(WayPlaceId at, StepId attempted) {
  auto& known = attempts_[at.index()];
  const auto place = std::lower_bound(known.begin(), known.end(), attempted);
  if (place == known.end() || *place != attempted)
    known.insert(place, attempted);
}

void Ways::add(const Trace& trace) {
  for (std::size_t c = 0; c < at_.size(); ++c) at_[c] = start(ContextId(c));
  for (const Event& e : trace.events) {
    WayPlaceId& at = at_[e.context.index()];
    at = go(at, event(facts_of(e)));
  }
  for (const PendingAttempt& p : trace.pending)
    if (!p.begun) end(at_[p.context.index()], p.step);
}

}  // namespace picket
