R"pml(
/* Contexts that share a CPU, as kernel/sched/core.c, kernel/softirq.c and
   include/linux/preempt.h let them move: a task gives way to another one where
   it is preemptible, a softirq interrupts tasks, a hardirq softirqs too; both
   run to their end. Whether a process may move is what it is provided with. */
byte cpu_of[CONTEXTS];         /* CPUS: one that is nobody else's */
byte in_hardirq[CPUS + 1];     /* the context + 1 that is served there */
byte in_softirq[CPUS + 1];

/* Of a task: no other one may have its CPU. */
#define STAYS(c) \
  (preempt_of[c] > 0 || bottom_halves_of[c] > 0 || irqs_off_of[c])
#define SOFTIRQ_TURNED_IRQS_OFF(k) \
  (in_softirq[k] > 0 && irqs_off_of[in_softirq[k] - 1])
)pml"
