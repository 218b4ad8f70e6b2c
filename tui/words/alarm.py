"""An alarm in words, as long as there is room for."""

from collections.abc import Sequence

from rich.cells import cell_len

from desk.meanings import promise
from desk.model import Alarm
from tui.widgets.cells import fit, printable
from tui.words.queue import short_number
from tui.words.reader import Reader

HINT = " · ! opens "
TITLE_AT_LEAST = 12
"""Cells under which a title says nothing."""


def event(alarm: Alarm, reader: Reader) -> str:
    """What happened and when: "resolution missed 11:48", "critical, nobody on it since 11:40"."""
    if alarm.what is None:
        return f"critical, nobody on it since {reader.moment(alarm.at)}"
    return f"{promise(alarm.what)} missed {reader.moment(alarm.at)}"


def event_in_short(alarm: Alarm, reader: Reader) -> str:
    """The same where there is little room: "missed 11:48", "nobody since 11:40"."""
    return f"{'nobody since' if alarm.what is None else 'missed'} {reader.moment(alarm.at)}"


def strip(alarm: Alarm, number: str, title: str, more: int, reader: Reader, room: int) -> str:
    """The alarm in at most `room` cells: number, event, title, how many more there are, and the key that opens it.

    Words go before the title does, then the title, then the key, which the hints below name as well.
    """
    tail = (f" +{more}" if more else "") + HINT
    for said in (event(alarm, reader), event_in_short(alarm, reader)):
        head = f" !! {short_number(number)} {said}"
        left = room - cell_len(head) - cell_len(tail)
        whole = cell_len(printable(title)) + len(" · ")
        if left >= min(whole, TITLE_AT_LEAST + len(" · ")):
            return head + fit(f" · {title}", min(left, whole)) + tail
    if left >= 0:
        return head + tail
    return fit(head, min(room, cell_len(head)))


def together(numbers: Sequence[str], count: int, more: int, room: int) -> str:
    """What was missed while nobody could look, in one sentence of at most `room` cells: how many, and which tickets.

    Args:
        numbers: of the tickets, the newest first; those that there is no room for are left out.
        count: of the milestones.
        more: other alarms.
    """
    tail = (f" +{more}" if more else "") + HINT
    for said in (f" !! {count} milestones were missed while offline", f" !! {count} missed while offline"):
        if room >= cell_len(said) + cell_len(tail):
            listed = ": " + ", ".join(map(short_number, numbers))
            return said + fit(listed, min(cell_len(listed), room - cell_len(said) - cell_len(tail))) + tail
    return fit(said, min(room, cell_len(said)))


def least(alarm: Alarm, number: str, more: int, reader: Reader) -> int:
    """The cells that let it say in short what happened, and the beginning of a title."""
    return _with_title(event_in_short(alarm, reader), number, more)


def wanted(alarm: Alarm, number: str, more: int, reader: Reader) -> int:
    """The cells that let it say in full what happened, and the beginning of a title."""
    return _with_title(event(alarm, reader), number, more)


def _with_title(said: str, number: str, more: int) -> int:
    head = f" !! {short_number(number)} {said}"
    return cell_len(head) + len(" · ") + TITLE_AT_LEAST + len(f" +{more}" if more else "") + len(HINT)
