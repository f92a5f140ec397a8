R"pml(
/* Who holds a lock: the number of the process + 1. */
byte owner[OBJECTS];

/* What the forms of the spinning locks turn off besides preemption. */
#define PLAIN 0
#define IRQ 1
#define IRQSAVE 2
#define BH 3

inline save_irqs()
{
  saved = (saved << 1) | (irqs_off -> 1 : 0);
  saves++;
  irqs_off = true
}

inline restore_irqs()
{
  irqs_off = saved & 1;
  saved = saved >> 1;
  saves--
}

inline disable(form)
{
  preempt++;
  if
  :: form == PLAIN
  :: form == IRQ -> irqs_off = true
  :: form == IRQSAVE -> save_irqs()
  :: form == BH -> bottom_halves++
  fi
}

inline enable(form)
{
  preempt = (preempt > 0 -> preempt - 1 : 0);
  if
  :: form == IRQ -> irqs_off = false
  :: form == IRQSAVE && saves > 0 -> restore_irqs()
  :: form == BH && bottom_halves > 0 -> bottom_halves--
  :: else
  fi
}

/* A hardirq must not touch bottom halves, nor turn interrupts on. */
inline may_disable(form)
{
  if
  :: form == BH && context == HARDIRQ -> misuse(wrong_context)
  :: else
  fi
}

inline may_enable(form)
{
  if
  :: form == IRQ && context == HARDIRQ -> misuse(wrong_context)
  :: form == BH && irqs_off -> misuse(wrong_context)
  :: else
  fi
}
)pml"
