R"pml(
/* Interrupt lines, as kernel/irq/manage.c has them: a handler does not begin
   while its line is off, and who turns it off waits for one that has begun. */
byte line_off[CONTEXTS];
bool handling[CONTEXTS];
#define HANDLED(h) ((h) == me || handling[h])

inline disable_irq(h)
{
  atomic { might_sleep(); line_off[h]++ };
  atomic { !HANDLED(h) -> skip }
}

inline enable_irq(h)
{
  atomic {
    if
    :: line_off[h] == 0 -> misuse(wrong_context)
    :: else -> line_off[h]--
    fi
  }
}

inline synchronize_irq(h)
{
  atomic { (CANNOT_SLEEP || !HANDLED(h)); might_sleep() }
}
)pml"
