R"pml(
/* What is found, and who has not ended yet. */
#define TASK 0
#define SOFTIRQ 1
#define HARDIRQ 2

byte unfinished = THREADS;  /* threads, and items being executed */
bool busy[CONTEXTS];        /* which of them */
bool halted;                /* a contract was broken: the schedule is over */
byte gone[OBJECTS];         /* 1: freed, 2: its stack frame has ended */

/* Of each kind: has it been found? An assertion names the first one. */
bit assertion, recursive_lock, unlock_not_held, lock_not_held, init_held_lock,
    free_held_lock, lock_held_at_exit, sleep_in_atomic, wrong_context,
    signal_uninitialized, error_after_signal, unbalanced_signalling,
    use_after_free, refcount_underflow, stack_object_used, ww_misuse,
    no_reserved_slot, unsignaled_fence, too_deep;

/* The variables of every process: its number, where it runs, what is off. */
#ifdef CPUS
/* Others of its CPU look at these. */
byte preempt_of[CONTEXTS], bottom_halves_of[CONTEXTS];
bool irqs_off_of[CONTEXTS];
#define preempt preempt_of[me]
#define bottom_halves bottom_halves_of[me]
#define irqs_off irqs_off_of[me]
#define OFF(where)
#else
#define OFF(where) \
  byte preempt, bottom_halves; \
  bool irqs_off = (where == HARDIRQ);
#endif

#define CONTEXT(number, where) \
  byte me = number; \
  byte context = where; \
  int ret; \
  bool again; \
  byte phase, called; \
  OFF(where) \
  byte held, saves, saved, rcu, sections; \
  byte no_reclaim, no_fs, no_io, my_queue

/* Ends the schedule. What goes on beside it is not looked at any more. */
inline misuse(kind)
{
  atomic {
    if
    :: halted
    :: else -> halted = true; kind = 1; assert(!kind)
    fi;
    false
  }
}

inline alive(object)
{
  if
  :: gone[object] == 1 -> misuse(use_after_free)
  :: gone[object] == 2 -> misuse(stack_object_used)
  :: else
  fi
}

/* An attempt that neither succeeds nor breaks a rule leaves no state behind. */
#define CANNOT_SLEEP (context != TASK || preempt > 0 || bottom_halves > 0 || \
                      irqs_off || rcu > 0)

inline might_sleep()
{
  if
  :: CANNOT_SLEEP -> misuse(sleep_in_atomic)
  :: else
  fi
}

inline not_held(lock)
{
  if
  :: owner[lock] != 0 -> misuse(init_held_lock)
  :: else
  fi
}

/* Nothing may be open when a thread or an item ends. */
inline nothing_open()
{
  if
  :: held > 0 || preempt > 0 || bottom_halves > 0 || rcu > 0 ||
     sections > 0 || irqs_off != (context == HARDIRQ) ->
     misuse(lock_held_at_exit)
  :: else
  fi
}
)pml"
