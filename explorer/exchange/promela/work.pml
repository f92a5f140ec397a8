R"pml(
/* Work items and their queues, as in kernel/workqueue.c: an item that is queued
   takes one of the queue's active places or stands in line for one. A place is
   given back when the item has been executed or taken off; the first in line
   gets it. Items in places are given to workers, in any order. */
#define PENDING(w) (on_queue[w] > 0 || armed[w] > 0)

chan line[OBJECTS] = [OBJECTS] of { byte };
byte on_queue[OBJECTS];    /* of an item: the queue + 1 it is pending on */
bool in_line[OBJECTS];     /* it has no place yet */
byte armed[OBJECTS];       /* the queue + 1 its timer will put it on */
byte executing[OBJECTS];   /* the queue + 1 it is being executed for */
byte disabled[OBJECTS];    /* how many cancel it and wait */
short places[OBJECTS];     /* of a queue: the free ones */
bool rescuer[OBJECTS];
byte draining[OBJECTS];

/* Who waits for the pending and who for the running instance of an item. */
bool awaits_pending[OBJECTS * CONTEXTS];
bool awaits_running[OBJECTS * CONTEXTS];
#define AWAITS(w) (awaits_pending[(w) * CONTEXTS + me] || \
                   awaits_running[(w) * CONTEXTS + me])
hidden byte other, next_item;

inline join_queue(q, w)
{
  alive(q);
  if
  :: draining[q] > 0 && my_queue != (q) + 1 -> misuse(wrong_context)
  :: else
  fi;
  on_queue[w] = (q) + 1;
  if
  :: places[q] > 0 -> places[q]--
  :: else -> in_line[w] = true; line[q] ! w
  fi
}

inline give_back_place(q)
{
  if
  :: len(line[q]) > 0 ->
     line[q] ? next_item; in_line[next_item] = false
  :: else -> places[q]++
  fi
}

inline leave_queue(w)
{
  if
  :: in_line[w] -> in_line[w] = false; line[on_queue[w] - 1] ?? eval(w)
  :: !in_line[w] && on_queue[w] > 0 -> give_back_place(on_queue[w] - 1)
  :: else
  fi;
  on_queue[w] = 0;
  armed[w] = 0;
  other = 0;
  do
  :: other < CONTEXTS ->
     awaits_pending[(w) * CONTEXTS + other] = false; other++
  :: else -> break
  od
}

inline queue_work(q, w)
{
  atomic {
    alive(q);
    alive(w);
    if
    :: PENDING(w) || disabled[w] > 0 -> ret = 0
    :: else -> join_queue(q, w); ret = 1
    fi
  }
}

inline queue_delayed_work(q, w)
{
  atomic {
    alive(w);
    if
    :: PENDING(w) || disabled[w] > 0 -> ret = 0
    :: else -> armed[w] = (q) + 1; ret = 1
    fi
  }
}

inline mod_delayed_work(q, w)
{
  atomic {
    alive(w);
    if
    :: disabled[w] > 0 -> ret = 0
    :: else ->
       ret = (PENDING(w) -> 1 : 0);
       if
       :: on_queue[w] > 0 -> leave_queue(w)
       :: else
       fi;
       armed[w] = (q) + 1
    fi
  }
}

/* The timer of a delayed item only queues it. */
inline fire(w)
{
  atomic {
    armed[w] > 0 -> alive(w); join_queue(armed[w] - 1, w); armed[w] = 0
  }
}

/* Never two workers at one item. */
inline start_work(w)
{
  atomic {
    on_queue[w] > 0 && !in_line[w] && executing[w] == 0;
    alive(w);
    my_queue = on_queue[w];
    executing[w] = my_queue;
    on_queue[w] = 0;
    unfinished++;
    busy[me] = true;
    other = 0;
    do
    :: other < CONTEXTS ->
       awaits_running[(w) * CONTEXTS + other] =
         awaits_running[(w) * CONTEXTS + other] ||
         awaits_pending[(w) * CONTEXTS + other];
       awaits_pending[(w) * CONTEXTS + other] = false;
       other++
    :: else -> break
    od
  }
}

inline end_work(w)
{
  atomic {
    nothing_open();
    give_back_place(my_queue - 1);
    executing[w] = 0;
    my_queue = 0;
    unfinished--;
    busy[me] = false;
    other = 0;
    do
    :: other < CONTEXTS ->
       awaits_running[(w) * CONTEXTS + other] = false; other++
    :: else -> break
    od
  }
}

/* Who is needed for memory to be freed must not wait for a queue that may need
   memory to start a worker. */
inline check_flush_dependency(q)
{
  if
  :: !rescuer[q] && (no_reclaim > 0 ||
                     (my_queue > 0 -> rescuer[my_queue - 1] : false)) ->
     misuse(wrong_context)
  :: else
  fi
}

inline flush_work(w)
{
  atomic {
    alive(w);
    might_sleep();
    ret = (PENDING(w) || executing[w] > 0 -> 1 : 0);
    if
    :: ret == 0
    :: else ->
       if
       :: armed[w] > 0 -> check_flush_dependency(armed[w] - 1);
          join_queue(armed[w] - 1, w); armed[w] = 0
       :: armed[w] == 0 && on_queue[w] > 0 ->
          check_flush_dependency(on_queue[w] - 1)
       :: else -> check_flush_dependency(executing[w] - 1)
       fi;
       if
       :: on_queue[w] > 0 -> awaits_pending[(w) * CONTEXTS + me] = true
       :: else -> awaits_running[(w) * CONTEXTS + me] = true
       fi
    fi
  };
  atomic { gone[w] || !AWAITS(w); alive(w) }
}

inline cancel_work(w)
{
  atomic {
    alive(w);
    ret = (PENDING(w) -> 1 : 0);
    leave_queue(w)
  }
}

/* Meanwhile nobody can queue it. */
inline cancel_work_sync(w)
{
  atomic {
    alive(w);
    might_sleep();
    ret = (PENDING(w) -> 1 : 0);
    leave_queue(w);
    disabled[w]++;
    awaits_running[(w) * CONTEXTS + me] = executing[w] > 0
  };
  atomic { gone[w] || !AWAITS(w); alive(w); disabled[w]-- }
}

/* One line for each item that may ever be on the queue. */
inline await_item(q, w)
{
  awaits_pending[(w) * CONTEXTS + me] = on_queue[w] == (q) + 1;
  awaits_running[(w) * CONTEXTS + me] = executing[w] == (q) + 1
}
)pml"
