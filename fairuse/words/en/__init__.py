"""English: the fixed wording of every page, a module a page. A page says nothing of its own; another language has the
same names beside these. `X` in a name is a place that the page fills in.

(What rules, facts and issues say is law, and in ``rules/``.)
"""


def in_text(label: str) -> str:
    """A label as it stands within a sentence; names and what a law says in its own language are left as they are."""
    first, *rest = label.split(" ")
    return " ".join([first if first[1:].lower() != first[1:] else first.lower(), *rest])


def counted(number: float, unit: str) -> str:
    """A number with what it counts: 30 days, 1 day, 5 per cent."""
    name = unit.removesuffix("s") if number == 1 else unit
    return f"{number:g} {name}".rstrip()
