"""What of the order a person does not see, and the key that shows it, as long as there is room for."""

from rich.cells import cell_len

from desk.model import WorkItem
from tui.widgets.cells import fit
from tui.words.alarm import TITLE_AT_LEAST
from tui.words.queue import short_number


def paused(since: str, waiting: int, room: int) -> str:
    """Of a list that stands still: of when it is, and how much has changed since."""
    count = f" · {_changes(waiting)}" if waiting else ""
    return _with_key(f"as of {since}{count}", "p", "resumes", room)


def waiting(count: int, room: int) -> str:
    """Changes that wait until the person is done: "2 changes, r shows them"."""
    return _with_key(_changes(count), "r", "shows it" if count == 1 else "shows them", room)


def above(count: int, room: int) -> str:
    """Rows above those on the screen, some of which have come there by themselves: "18 above, g goes there"."""
    return _with_key(f"{count} above", "g", "goes there", room)


def first_now(first: WorkItem, room: int) -> str:
    """What is first where it is out of sight: "1st now: 1120.0006 P2 Printer offline, g goes there"."""
    number = short_number(first.short_id)
    if room <= 0:
        return f"1st {number}, g"
    told = " ".join(said for said in ("1st now:", number, first.priority_mark) if said)
    left = room - cell_len(f"{told} , g goes there")
    if left >= min(TITLE_AT_LEAST, cell_len(first.title)):
        told += f" {fit(first.title, left).rstrip()}"
    return _with_key(told, "g", "goes there", room)


def _changes(count: int) -> str:
    return f"{count} change{'s' if count > 1 else ''}"


def _with_key(told: str, key: str, does: str, room: int) -> str:
    whole = f"{told}, {key} {does}"
    return whole if cell_len(whole) <= room else f"{told}, {key}"
