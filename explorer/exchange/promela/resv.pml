R"pml(
/* The fences of a dma_resv: a list under its lock, which those who wait read
   without it. A fence takes the place of an older one of its timeline or of a
   signalled one; else it needs a slot that was reserved under this lock. */
#define KERNEL 0
#define WRITE 1
#define READ 2
#define BOOKKEEP 3
#define SLOTS 8
#define SLOT(r, n) (r) * SLOTS + (n)

byte slot_fence[OBJECTS * SLOTS];
byte slot_usage[OBJECTS * SLOTS];
byte slots_used[OBJECTS];
byte slots_reserved[OBJECTS];
byte timeline[OBJECTS];      /* of a fence: its number */
short seqno[OBJECTS];
hidden byte slot, kept_slots;

inline resv_locked(r)
{
  alive(r);
  if
  :: owner[r] != me + 1 -> misuse(lock_not_held)
  :: else
  fi
}

/* ret = 1: a longer list has to be allocated. */
inline reserve_begins(r, n)
{
  atomic {
    resv_locked(r);
    ret = (n <= 0 -> -22 : (slots_used[r] + n <= slots_reserved[r] -> 0 : 1))
  }
}

/* What is signalled is left out of the longer list. */
inline reserve_grows(r, n)
{
  atomic {
    resv_locked(r);
    slot = 0;
    kept_slots = 0;
    do
    :: slot == slots_used[r] -> break
    :: slot < slots_used[r] && signaled[slot_fence[SLOT(r, slot)]] -> slot++
    :: else ->
       slot_fence[SLOT(r, kept_slots)] = slot_fence[SLOT(r, slot)];
       slot_usage[SLOT(r, kept_slots)] = slot_usage[SLOT(r, slot)];
       slot++;
       kept_slots++
    od;
    slots_used[r] = kept_slots;
    do
    :: kept_slots == SLOTS -> break
    :: else ->
       slot_fence[SLOT(r, kept_slots)] = 0;
       slot_usage[SLOT(r, kept_slots)] = 0;
       kept_slots++
    od;
    slots_reserved[r] = slots_used[r] + n;
    ret = 0
  }
}

inline dma_resv_add_fence(r, f, usage)
{
  atomic {
    resv_locked(r);
    usable(f);
    slot = 0;
    do
    :: slot == slots_used[r] -> break
    :: slot < slots_used[r] &&
       (signaled[slot_fence[SLOT(r, slot)]] ||
        (timeline[slot_fence[SLOT(r, slot)]] == timeline[f] &&
         slot_usage[SLOT(r, slot)] >= usage &&
         seqno[f] >= seqno[slot_fence[SLOT(r, slot)]])) -> break
    :: else -> slot++
    od;
    if
    :: slot == slots_used[r] && slots_used[r] >= slots_reserved[r] ->
       misuse(no_reserved_slot)
    :: slot == slots_used[r] && slots_used[r] < slots_reserved[r] ->
       if
       :: slot == SLOTS -> misuse(too_deep)
       :: else -> slots_used[r]++
       fi
    :: else
    fi;
    slot_fence[SLOT(r, slot)] = f;
    slot_usage[SLOT(r, slot)] = usage;
    published[f] = true
  }
}

/* Reservations end with the lock. */
inline dma_resv_unlock(r)
{
  atomic {
    if
    :: gone[r] == 0 && owner[r] == me + 1 -> slots_reserved[r] = 0
    :: else
    fi;
    ww_mutex_unlock(r)
  }
}

/* called = the first unsignalled fence of that usage or a stronger one, + 1. */
inline first_unsignaled(r, usage)
{
  atomic {
    alive(r);
    slot = 0;
    called = 0;
    do
    :: slot == slots_used[r] -> break
    :: slot < slots_used[r] && slot_usage[SLOT(r, slot)] <= usage &&
       !signaled[slot_fence[SLOT(r, slot)]] ->
       called = slot_fence[SLOT(r, slot)] + 1; break
    :: else -> slot++
    od
  }
}
)pml"
