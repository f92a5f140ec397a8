"""Scenarios from the programs of table.txt.

A program is items with blanks between them:

  W(X) R(X) S(X) RS(X) M(X) RT(X) DW(X) DR(X) PW(X) PR(X) LL(X)
                     take a lock: write_lock, read_lock, spin_lock,
                     raw_spin_lock, mutex_lock, rt_mutex_lock, down_write,
                     down_read, percpu_down_write, percpu_down_read, local_lock
  TM(X) TS(X) TR(X) TW(X) TDR(X) TDW(X)
                     the same by trylock
  L(X)               the lock of the column
  U(X)               release what was taken of X last; U'(X): once too often
  ITEM{ program }    taken, program, released; X{..}: L(X){..}
  section{..} nofs{..} noio{..} noreclaim{..} reclaim{..} notifier{..} rcu{..}
  rcu_bh{..} rcu_sched{..} srcu(X){..} resv(X){..} map(X){..} mapr(X){..}
  mmapr(mm){..} mmapw(mm){..} irqoff{..} bhoff{..}
  preemptoff{..}     begin, program, end
  hirq{..} sirq{..}  an interrupt; hirq1{..}: one that is never a thread;
  work(X){..}        an item, for steps that queue it
  kthread(X){..}     a kernel thread of that name
  IRQ{..} OFF{..}    hirq and irqoff, or sirq and bhoff, where the group says so
  disable enable     interrupts, or bottom halves where the group says so
  ;                  the next event of the program, in a task of its own
  `step`             any step, as YAML

Instances X1, X2 are of class X. Whatever is still held at the end is released.
A softirq runs with interrupts off, as in the kernel's test.
"""

import re

LOCKS = {  # item: type, take, release
    "W": ("rwlock_t", "write_lock", "write_unlock"),
    "R": ("rwlock_t", "read_lock", "read_unlock"),
    "S": ("spinlock_t", "spin_lock", "spin_unlock"),
    "SI": ("spinlock_t", "spin_lock_irq", "spin_unlock_irq"),
    "SB": ("spinlock_t", "spin_lock_bh", "spin_unlock_bh"),
    "RS": ("raw_spinlock_t", "raw_spin_lock", "raw_spin_unlock"),
    "M": ("mutex", "mutex_lock", "mutex_unlock"),
    "RT": ("rt_mutex", "rt_mutex_lock", "rt_mutex_unlock"),
    "DW": ("rw_semaphore", "down_write", "up_write"),
    "DR": ("rw_semaphore", "down_read", "up_read"),
    "PW": ("percpu_rw_semaphore", "percpu_down_write", "percpu_up_write"),
    "PR": ("percpu_rw_semaphore", "percpu_down_read", "percpu_up_read"),
    "LL": ("local_lock_t", "local_lock", "local_unlock"),
    "resv": ("dma_resv", "dma_resv_lock", "dma_resv_unlock"),
    "srcu": ("srcu_struct", "srcu_read_lock", "srcu_read_unlock"),
    "map": ("lockdep_map", "lock_map_acquire", "lock_map_release"),
    "mapr": ("lockdep_map", "lock_map_acquire_read", "lock_map_release"),
    # Tried: what is inside runs also where it was not got.
    "TM": ("mutex", "mutex_trylock", "mutex_unlock"),
    "TS": ("spinlock_t", "spin_trylock", "spin_unlock"),
    "TR": ("rwlock_t", "read_trylock", "read_unlock"),
    "TW": ("rwlock_t", "write_trylock", "write_unlock"),
    "TDR": ("rw_semaphore", "down_read_trylock", "up_read"),
    "TDW": ("rw_semaphore", "down_write_trylock", "up_write"),
    "mmapr": ("mmap", "mmap_read_lock", "mmap_read_unlock"),
    "mmapw": ("mmap", "mmap_write_lock", "mmap_write_unlock"),
}
FLAVOURS = {"spin": "S", "wlock": "W", "rlock": "R", "mutex": "M",
            "wsem": "DW", "rsem": "DR", "rtmutex": "RT", "raw": "RS"}
SCOPES = {
    "section": ("dma_fence_begin_signalling", "dma_fence_end_signalling"),
    "nofs": ("memalloc_nofs_save", "memalloc_nofs_restore"),
    "noio": ("memalloc_noio_save", "memalloc_noio_restore"),
    "noreclaim": ("memalloc_noreclaim_save", "memalloc_noreclaim_restore"),
    "reclaim": ("fs_reclaim_acquire: GFP_KERNEL", "fs_reclaim_release"),
    "notifier": ("mmu_notifier_invalidate_range_start",
                 "mmu_notifier_invalidate_range_end"),
    "rcu": ("rcu_read_lock", "rcu_read_unlock"),
    "rcu_bh": ("rcu_read_lock_bh", "rcu_read_unlock_bh"),
    "rcu_sched": ("rcu_read_lock_sched", "rcu_read_unlock_sched"),
    "irqoff": ("local_irq_disable", "local_irq_enable"),
    "bhoff": ("local_bh_disable", "local_bh_enable"),
    "preemptoff": ("preempt_disable", "preempt_enable"),
}
PLAIN = ("dma_resv", "lockdep_map", "srcu_struct")
INTERRUPTS = {"hirq": ("hardirq", True), "hirq1": ("hardirq", False),
              "sirq": ("softirq", True)}
TOKEN = re.compile(r"\s*(?:`([^`]*)`|([A-Za-z_]\w*'?)(?:\(([\w#]+)\))?"
                   r"|([{};]))")


def tree(text):
    """[(name, argument, [children] or None)]; raw steps under the name `."""
    stack = [[]]
    at = 0
    text = text.strip()
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise ValueError(f"not understood: {text[at:]}")
        at = m.end()
        raw, name, argument, mark = m.groups()
        if raw is not None:
            stack[-1].append(("`", raw, None))
        elif name:
            stack[-1].append((name, argument, None))
        elif mark == "{":
            stack.append([])
        elif mark == "}":
            inside = stack.pop()
            outer = stack[-1].pop()
            stack[-1].append((outer[0], outer[1], inside))
        else:
            stack[-1].append((";", None, None))
    assert len(stack) == 1, text
    return stack[0]


class Program:
    """One scenario."""

    def __init__(self, text, flavour=None, soft=False, config=(), objects=(),
                 functions=""):
        self.flavour, self.soft, self.config = flavour, soft, config
        self.extra = objects
        self.objects, self.functions = {}, {}
        for function in filter(None, functions.split("; ")):
            name, _, body = function.partition(": ")
            self.functions[name] = [body]
        self.threads = []
        self.kthreads = {}
        self.held = []
        self.steps = []
        self.heads = ("task", True)
        self.play(tree(text))
        self.end_thread()

    # Objects are told apart by type: a mutex A is not the spinlock A.
    def lock(self, kind, name):
        type_ = LOCKS[kind][0]
        if type_ == "mmap":  # there is one
            return None
        base = f"{type_.removesuffix('_t')}_{name}"
        if type_ in PLAIN:
            self.objects[name] = type_
            return name
        klass = re.match(r"([A-Za-z]+)\d*$", name)
        klass = f"{type_.removesuffix('_t')}_{klass.group(1)}"
        self.objects[base] = f"{{type: {type_}, class: {klass}}}"
        return base

    def take(self, kind, name):
        item = self.lock(kind, name)
        take = LOCKS[kind][1]
        if "trylock" in take:
            self.steps.append(f"{{{take}: {item}, into: got_{item}}}")
        else:
            self.steps.append(take if item is None else f"{{{take}: {item}}}")
        self.held.append((name, kind, item))

    def release(self, name, forced=False):
        for i in reversed(range(len(self.held))):
            if self.held[i][0] == name:
                _, kind, item = self.held.pop(i)
                self.last = (name, kind, item)
                break
        else:
            assert forced and self.last[0] == name
            _, kind, item = self.last
        drop = LOCKS[kind][2]
        if "trylock" in LOCKS[kind][1]:
            self.steps.append(f"{{{drop}: {item}, when: got_{item}}}")
        else:
            self.steps.append(drop if item is None else f"{{{drop}: {item}}}")

    def end_thread(self):
        while self.held:
            self.release(self.held[-1][0])
        if self.steps:
            self.threads.append((self.heads, self.steps))
        self.steps, self.heads = [], ("task", True)

    def play(self, items):
        for name, argument, inside in items:
            self.item(name, argument, inside)

    def item(self, name, argument, inside):
        if name == "`":
            text = argument if ":" not in argument or argument[0] == "{" \
                else f"{{{argument}}}"
            self.steps.append(text)
        elif name == ";":
            self.end_thread()
        elif name in ("IRQ", "OFF"):
            names = ("sirq", "bhoff") if self.soft else ("hirq", "irqoff")
            self.item(names[name == "OFF"], None, inside)
        elif name in ("disable", "enable"):
            self.steps.append(f"local_{'bh' if self.soft else 'irq'}_{name}")
        elif name in INTERRUPTS:
            self.end_thread()
            self.heads = INTERRUPTS[name]
            if name == "sirq":
                inside = [("irqoff", None, inside)]
            self.play(inside)
            self.end_thread()
        elif name in ("work", "kthread"):
            self.apart(name, argument, inside)
        elif name in SCOPES:
            self.steps.append(as_step(SCOPES[name][0]))
            self.play(inside)
            self.steps.append(as_step(SCOPES[name][1]))
        elif name in ("U", "U'"):
            self.release(argument, forced=name == "U'")
        elif name == "init":
            item = next(h[2] for h in self.held if h[0] == argument)
            self.steps.append(f"{{init: {item}}}")
        else:
            kind = LOCKS.get(name) and argument and name
            if name == "L" or not kind:
                kind = FLAVOURS[self.flavour]
            self.take(kind, argument or name)
            if inside is not None:
                self.play(inside)
                self.release(argument or name)

    def apart(self, kind, name, inside):
        steps, held = self.steps, self.held
        self.steps, self.held = [], []
        self.play(inside)
        while self.held:
            self.release(self.held[-1][0])
        if kind == "kthread":
            self.kthreads[name] = self.steps
        else:
            self.functions[f"run_{name}"] = self.steps or ["nop"]
            self.objects[name] = f"{{type: work_struct, function: run_{name}}}"
        self.steps, self.held = steps, held

    def yaml(self, name, sign_lockdep, sign_map, findings=()):
        out = [f"scenario: {name}"]
        if self.config:
            out.append(f"config: {{{', '.join(self.config)}}}")
        out.append("objects:")
        out += [f"  {k}: {v}" for k, v in self.objects.items()]
        out += [f"  {line}" for line in self.extra
                if line.partition(":")[0] not in self.objects]
        if len(self.threads) > 1:
            out.append("  turn: int")
        if len(out) and out[-1] == "objects:":
            out.pop()
        if self.functions:
            out.append("functions:")
            out += [f"  {k}: [{', '.join(v)}]"
                    for k, v in self.functions.items()]
        out.append("threads:")
        for i, ((context, threaded), steps) in enumerate(self.threads):
            out.append(f"  t{i + 1}:")
            if context != "task":
                out.append(f"    context: {context}")
            if not threaded:
                out.append("    threaded: false")
            if i:
                out.append(f"    starts: turn == {i}")
            if i + 1 < len(self.threads):
                steps = steps + [f"{{set: {{turn: {i + 1}}}}}"]
            out.append("    steps:")
            out += [f"      - {s}" for s in steps]
        for thread, steps in self.kthreads.items():
            out.append(f"  {thread}:")
            out.append("    context: kthread")
            out.append("    steps:")
            out += [f"      - {s}" for s in steps]
        if findings:
            out.append("expect:")
            out += [f"  - {f}" for f in findings]
        word = {"+": "report", "-": "none"}
        out.append(f"reports: {{lockdep: {word[sign_lockdep]}, "
                   f"dma-fence-map: {word[sign_map]}}}")
        return "\n".join(out) + "\n"


def as_step(text):
    return f"{{{text}}}" if ":" in text else text
