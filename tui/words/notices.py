"""What a person should know once about the copy and the tenant: a line when it comes up, all of it at F1."""

import re

from tui.widgets.cells import fit
from tui.words.meaning import Meaning

LINE = 56
"""Cells of a message in the corner."""
MORE = " · F1 says more"
_CLAUSE_END = re.compile(r"[:;.,](?= )")


def in_a_line(notice: str) -> str:
    """The notice where it is short, else what its first clause says and where the rest stands."""
    if len(notice) <= LINE:
        return notice
    end = _CLAUSE_END.search(notice)
    first = notice if end is None else notice[: end.start()]
    room = LINE - len(MORE)
    return (first if len(first) <= room else fit(first, room)) + MORE


def in_full(notices: tuple[str, ...]) -> Meaning:
    """All of them, as a part of what a screen means; nothing where there is none."""
    return (("What you should know about this desk", tuple(("", notice) for notice in notices)),) if notices else ()
