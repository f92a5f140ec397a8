"""Tables as aligned text or as Markdown."""


def text(title, columns, rows):
    width = [max([len(c)] + [len(r[i]) for r in rows]) for i, c in enumerate(columns)]

    def line(cells):
        first = cells[0].ljust(width[0])
        return "  ".join([first] + [c.rjust(w) for c, w in zip(cells[1:], width[1:])]).rstrip()

    rule = "  ".join("-" * w for w in width)
    return "\n".join([title, "", line(columns), rule] + [line(r) for r in rows]) + "\n"


def markdown(title, columns, rows):
    def line(cells):
        return "| " + " | ".join(cells) + " |"

    rule = line(["---"] + ["--:"] * (len(columns) - 1))
    return "\n".join([f"## {title}", "", line(columns), rule] + [line(r) for r in rows]) + "\n"


def count(n):
    if n is None:
        return "-"
    return str(n) if n < 100000 else f"{n:,}".replace(",", " ")


def seconds(s):
    if s is None:
        return "-"
    return f"{s * 1000:.0f} ms" if s < 1 else f"{s:.1f} s"


def rate(n):
    if not n:
        return "-"
    return f"{n / 1e6:.2f} M" if n >= 1e6 else f"{n / 1e3:.0f} k" if n >= 1e4 else f"{n:.0f}"


def megabytes(mb):
    return "-" if mb is None else f"{mb:.0f} MB"
