R"pml(
/* Wait queues: who waits for all to be woken, and a list of those of whom one
   wake-up wakes one. A simple queue knows only the latter. */
chan exclusive[OBJECTS] = [CONTEXTS] of { byte };
bool shared[OBJECTS * CONTEXTS];
hidden byte who, todo, to_wake;
hidden byte woke;

#define WAITER(wq) (wq) * CONTEXTS + me
#define IS_QUEUED(wq) (shared[WAITER(wq)] || exclusive[wq] ?? [eval(me)])

/* Remembers nothing if the task does not sleep, or not in that way. */
inline try_to_wake_up(task, only_interruptible)
{
  woke = state[task] == TASK_INTERRUPTIBLE ||
         (!only_interruptible && state[task] != TASK_RUNNING);
  if
  :: woke -> state[task] = TASK_RUNNING
  :: else
  fi
}

inline unlink_waiter(wq)
{
  shared[WAITER(wq)] = false;
  if
  :: exclusive[wq] ?? [eval(me)] -> exclusive[wq] ?? eval(me)
  :: else
  fi
}

inline enqueue(wq, alone, sleep)
{
  if
  :: IS_QUEUED(wq)
  :: !IS_QUEUED(wq) && alone -> exclusive[wq] ! me
  :: else -> shared[WAITER(wq)] = true
  fi;
  state[me] = sleep
}

/* Who is woken is off the queue; who was awake stays, and does not count. */
inline wake_up(wq, nr, only_interruptible)
{
  atomic {
    alive(wq);
    who = 0;
    do
    :: who == CONTEXTS -> break
    :: who < CONTEXTS && shared[(wq) * CONTEXTS + who] ->
       try_to_wake_up(who, only_interruptible);
       shared[(wq) * CONTEXTS + who] = !woke;
       who++
    :: else -> who++
    od;
    todo = len(exclusive[wq]);
    to_wake = (nr > 0 -> nr : 255);
    do
    :: todo == 0 -> break
    :: todo > 0 ->
       exclusive[wq] ? who;
       woke = false;
       if
       :: to_wake > 0 -> try_to_wake_up(who, only_interruptible)
       :: else
       fi;
       if
       :: woke -> to_wake--
       :: else -> exclusive[wq] ! who
       fi;
       todo--
    od
  }
}

inline waitqueue_active(wq)
{
  atomic {
    alive(wq);
    ret = (len(exclusive[wq]) > 0 -> 1 : 0);
    who = 0;
    do
    :: who == CONTEXTS -> break
    :: who < CONTEXTS && shared[(wq) * CONTEXTS + who] -> ret = 1; break
    :: else -> who++
    od
  }
}

inline prepare_to_wait(wq, alone)
{
  atomic { alive(wq); enqueue(wq, alone, TASK_UNINTERRUPTIBLE) }
}

inline finish_wait(wq)
{
  atomic { alive(wq); state[me] = TASK_RUNNING; unlink_waiter(wq) }
}

inline schedule()
{
  atomic {
    might_sleep();
    (state[me] == TASK_RUNNING ||
     pending[me] && (state[me] == TASK_INTERRUPTIBLE ||
                     state[me] == TASK_KILLABLE));
    state[me] = TASK_RUNNING
  }
}

inline schedule_timeout(time)
{
  atomic {
    might_sleep();
    if
    :: state[me] == TASK_RUNNING ||
       pending[me] && (state[me] == TASK_INTERRUPTIBLE ||
                       state[me] == TASK_KILLABLE) ->
       ret = time
    :: state[me] != TASK_RUNNING -> ret = 0
    fi;
    state[me] = TASK_RUNNING
  }
}

/* An interrupt would set that of the task it interrupts. */
inline set_current_state(to)
{
  atomic {
    if
    :: context != TASK -> misuse(wrong_context)
    :: else -> state[me] = to
    fi
  }
}

inline wake_up_process(task)
{
  atomic { try_to_wake_up(task, false); ret = (woke -> 1 : 0) }
}

inline signal_pending(task)
{
  pending[task] = true
}

/* The phases of wait_event: check, queue, check again, sleep. */
#define QUEUE 1
#define CHECK 2
#define DROP 3
#define SLEEP 4
#define LAST_QUEUE 5
#define LAST_CHECK 6
#define FINISH 7
#define GIVE_UP 8
#define INTERRUPTED 9
#define RETAKE 10

#define SIGNALLED(how) (how != TASK_UNINTERRUPTIBLE && pending[me])

/* time: -1 none, 0 a look only. A signal takes the task off the queue before
   it looks for the last time. */
inline wait_event_loop(wq, condition, how, alone, time)
{
  do
  :: atomic { phase == QUEUE ->
       alive(wq);
       if
       :: SIGNALLED(how) -> unlink_waiter(wq); phase = INTERRUPTED
       :: else -> enqueue(wq, alone, how); phase = CHECK
       fi
     }
  :: atomic { phase == CHECK -> phase = (condition -> FINISH : SLEEP) }
  :: atomic { phase == SLEEP &&
              (state[me] == TASK_RUNNING || SIGNALLED(how)) ->
       state[me] = TASK_RUNNING; phase = QUEUE
     }
  :: atomic { phase == SLEEP && time > 0 && state[me] != TASK_RUNNING ->
       state[me] = TASK_RUNNING; phase = LAST_QUEUE
     }
  :: atomic { phase == LAST_QUEUE ->
       alive(wq);
       if
       :: SIGNALLED(how) -> unlink_waiter(wq)
       :: else -> enqueue(wq, alone, how)
       fi;
       phase = LAST_CHECK
     }
  :: atomic { phase == LAST_CHECK -> phase = (condition -> FINISH : GIVE_UP) }
  :: atomic { phase == FINISH ->
       finish_wait(wq); ret = (time > 0 -> 1 : 0); phase = 0; break
     }
  :: atomic { phase == GIVE_UP -> finish_wait(wq); ret = 0; phase = 0; break }
  :: atomic { phase == INTERRUPTED ->
       if
       :: condition -> finish_wait(wq); ret = (time > 0 -> 1 : 0)
       :: else -> ret = -512
       fi;
       phase = 0;
       break
     }
  od
}

inline wait_event(wq, condition, how, alone, time)
{
  atomic {
    alive(wq);
    might_sleep();
    if
    :: condition -> ret = (time >= 0 -> 1 : 0)
    :: !(condition) && time == 0 -> ret = 0
    :: else -> phase = QUEUE
    fi
  };
  if
  :: atomic { phase == 0 -> skip }
  :: atomic { phase != 0 -> skip };
     wait_event_loop(wq, condition, how, alone, time)
  fi
}

/* swait_event complains of where it is only when it really sleeps. */
inline swait_event(wq, condition)
{
  atomic {
    alive(wq);
    if
    :: condition
    :: else -> might_sleep(); phase = QUEUE
    fi
  };
  if
  :: atomic { phase == 0 -> skip }
  :: atomic { phase != 0 -> skip };
     wait_event_loop(wq, condition, TASK_UNINTERRUPTIBLE, true, -1)
  fi;
  ret = 0
}

/* The first is off the list whether it slept or not. */
inline swake_up_one(wq)
{
  atomic {
    alive(wq);
    if
    :: len(exclusive[wq]) > 0 -> exclusive[wq] ? who; try_to_wake_up(who, false)
    :: else
    fi
  }
}

inline swake_up_all(wq)
{
  atomic {
    alive(wq);
    do
    :: len(exclusive[wq]) > 0 -> exclusive[wq] ? who; try_to_wake_up(who, false)
    :: else -> break
    od
  }
}

/* The lock is held, except while the task sleeps. */
inline wait_event_lock(wq, condition, l, form)
{
  atomic {
    alive(wq);
    if
    :: owner[l] != me + 1 -> misuse(lock_not_held)
    :: else
    fi;
    if
    :: condition
    :: else -> phase = QUEUE
    fi
  };
  do
  :: atomic { phase == 0 -> break }
  :: atomic { phase == QUEUE ->
       alive(wq); enqueue(wq, false, TASK_UNINTERRUPTIBLE); phase = CHECK
     }
  :: atomic { phase == CHECK -> phase = (condition -> FINISH : DROP) }
  :: atomic { phase == DROP ->
       spin_unlock(l, form); might_sleep(); phase = SLEEP
     }
#ifdef CPUS
  :: atomic { phase == SLEEP && state[me] == TASK_RUNNING -> phase = RETAKE };
     spin_lock(l, form);
     phase = QUEUE
#else
  :: atomic { phase == SLEEP && state[me] == TASK_RUNNING && owner[l] == 0 ->
       spin_lock(l, form); phase = QUEUE
     }
#endif
  :: atomic { phase == FINISH -> finish_wait(wq); phase = 0; break }
  od
}
)pml"
