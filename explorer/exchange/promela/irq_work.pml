R"pml(
/* irq_work: runs soon as a hardirq of the CPU that queued it. */
byte queued_on[OBJECTS];       /* the CPU + 1 */
bool irq_work_runs[OBJECTS];

inline irq_work_queue(w)
{
  atomic {
    alive(w);
    if
    :: queued_on[w] > 0 -> ret = 0
    :: else -> queued_on[w] = cpu_of[me] + 1; ret = 1
    fi
  }
}

inline irq_work_sync(w)
{
  atomic {
    (CANNOT_SLEEP || gone[w] || queued_on[w] == 0 && !irq_work_runs[w]);
    alive(w);
    might_sleep()
  }
}

inline irq_work_begins(w)
{
  alive(w);
  queued_on[w] = 0;
  irq_work_runs[w] = true;
  unfinished++;
  busy[me] = true
}

inline irq_work_ends(w)
{
  nothing_open();
  irq_work_runs[w] = false;
  unfinished--;
  busy[me] = false
}
)pml"
