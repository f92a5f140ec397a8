R"pml(
/* timer_list and hrtimer: armed, it fires at any time; while somebody waits for
   its callback it does not fire again. */
bool timer_armed[OBJECTS];
bool timer_runs[OBJECTS];
byte deleters[OBJECTS];
#ifdef CPUS
byte armed_on[OBJECTS];
#endif

inline mod_timer(t)
{
  atomic {
    alive(t);
    ret = (timer_armed[t] -> 1 : 0);
    timer_armed[t] = true;
#ifdef CPUS
    armed_on[t] = cpu_of[me]
#endif
  }
}

inline timer_delete(t)
{
  atomic {
    alive(t);
    ret = (timer_armed[t] -> 1 : 0);
    timer_armed[t] = false
  }
}

inline delete_sync(t, not_in_hardirq)
{
  atomic {
    alive(t);
    if
    :: not_in_hardirq && context == HARDIRQ -> misuse(wrong_context)
    :: else
    fi;
    again = timer_runs[t];
    deleters[t] = deleters[t] + again;
    if
    :: again
    :: else -> ret = (timer_armed[t] -> 1 : 0); timer_armed[t] = false
    fi
  };
  if
  :: atomic { !again -> skip }
  :: atomic {
       again && (gone[t] || !timer_runs[t]);
       alive(t);
       deleters[t]--;
       ret = (timer_armed[t] -> 1 : 0);
       timer_armed[t] = false;
       again = false
     }
  fi
}

#define TIMER_DUE(t) timer_armed[t] && deleters[t] == 0 && !timer_runs[t]

inline timer_begins(t)
{
  alive(t);
  timer_armed[t] = false;
  timer_runs[t] = true;
  unfinished++;
  busy[me] = true
}

inline timer_ends(t)
{
  nothing_open();
  timer_runs[t] = false;
  unfinished--;
  busy[me] = false
}
)pml"
