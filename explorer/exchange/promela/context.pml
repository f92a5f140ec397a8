R"pml(
/* Interrupts, bottom halves, preemption. */
inline local_irq_disable()
{
  irqs_off = true
}

inline local_irq_enable()
{
  atomic { may_enable(IRQ); irqs_off = false }
}

inline local_irq_save()
{
  atomic { save_irqs() }
}

inline local_irq_restore()
{
  atomic {
    if
    :: saves == 0 -> misuse(wrong_context)
    :: else -> restore_irqs()
    fi
  }
}

inline local_bh_disable()
{
  atomic { may_disable(BH); bottom_halves++ }
}

inline local_bh_enable()
{
  atomic {
    may_enable(BH);
    if
    :: bottom_halves == 0 -> misuse(wrong_context)
    :: else -> bottom_halves--
    fi
  }
}

inline preempt_enable()
{
  atomic {
    if
    :: preempt == 0 -> misuse(wrong_context)
    :: else -> preempt--
    fi
  }
}

/* local_lock: on this kernel it only keeps others off the CPU. What is left is
   an interrupt that takes what is held below it. */
bool local_held[OBJECTS * CONTEXTS];

#ifdef CPUS
hidden byte mate;
inline nobody_below_holds(l)
{
  mate = 0;
  do
  :: mate == CONTEXTS -> break
  :: mate < CONTEXTS && cpu_of[me] < CPUS && cpu_of[mate] == cpu_of[me] &&
     local_held[(l) * CONTEXTS + mate] -> misuse(wrong_context)
  :: else -> mate++
  od
}
#else
#define nobody_below_holds(l) skip
#endif

inline local_lock(l, form)
{
  atomic {
    alive(l);
    if
    :: local_held[(l) * CONTEXTS + me] -> misuse(recursive_lock)
    :: else -> nobody_below_holds(l);
       local_held[(l) * CONTEXTS + me] = true; held++; disable(form)
    fi
  }
}

inline local_unlock(l, form)
{
  atomic {
    alive(l);
    if
    :: !local_held[(l) * CONTEXTS + me] -> misuse(unlock_not_held)
    :: else -> may_enable(form);
       local_held[(l) * CONTEXTS + me] = false; held--; enable(form)
    fi
  }
}
)pml"
