R"pml(
/* Sleeping and waking, as in kernel/sched/core.c: a wake-up changes the state
   of a task that sleeps and is forgotten otherwise. */
#define TASK_RUNNING 0
#define TASK_INTERRUPTIBLE 1
#define TASK_UNINTERRUPTIBLE 2
#define TASK_KILLABLE 3
#define TASK_IDLE 4

byte state[CONTEXTS];
bool pending[CONTEXTS];  /* a signal was delivered */
)pml"
