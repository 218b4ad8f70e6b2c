"""Between whom an item stands, and where it would stand without what is the viewer's own."""

from zoneinfo import ZoneInfo

from desk.boards import Board
from desk.entries import Entry
from desk.model import ItemId, Micros, WorkItem
from workflows.order import Reason, sentence

_MINE = {
    Reason.TIMER: "the timer",
    Reason.PINNED: "the pin",
    Reason.SKIPPED: "your skip",
    Reason.MY_BOOKING: "your booking",
    Reason.BOOKED: "your booking",
}
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(position: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    tens = 10 <= position % 100 <= 20
    return f"{position}{'th' if tens else ENDINGS.get(position % 10, 'th')}"


def neighbours_line(entry: Entry, shown: WorkItem, board: Board, now: Micros, zone: ZoneInfo) -> str:
    """After whom and before whom an item stands on a board.

    Args:
        shown: the item as the board has it.
    """
    position = board.position(shown.id)
    if position is None:
        return f"not in this queue: {f'it is with {shown.owner}' if shown.owner else 'nobody has it'}"
    above, below = board.at(position - 1), board.at(position + 1)
    told = [
        f"{word} {item.short_id} ({_reason(item, now, zone)})"
        for word, item in (("after", above), ("before", below))
        if item is not None
    ]
    if above is None:
        told.insert(0, f"first of {len(board)}" if below is not None else "the only one in this queue")
    elif below is None:
        told.append(f"last of {len(board)}")
    without = _without_mine(entry, shown, board, {item.id for item in (above, below) if item is not None}, now, zone)
    return "; ".join((", ".join(told), *without))


def _without_mine(
    entry: Entry, shown: WorkItem, board: Board, named: set[ItemId], now: Micros, zone: ZoneInfo
) -> tuple[str, ...]:
    """Where the shared place would put the item on the viewer's board; nothing where that is the same."""
    shared = entry.item.place
    if shown.place.key == shared.key:
        return ()
    position = board.position_without(shown.id, shared.key)
    what = _MINE.get(shown.place.code, "what is yours")
    if position == board.position(shown.id):
        return (f"as high without {what}: {sentence(shared, now, zone)}",)
    words = f"without {what} {ordinal(position + 1)}"
    # Without the item itself, those below it stand one position higher.
    before = board.at(position if shown.place < shared else position - 1)
    if before is None:
        return (words,)
    why = "" if before.id in named else f" ({_reason(before, now, zone)})"
    return (f"{words}, behind {before.short_id}{why}",)


def _reason(item: WorkItem, now: Micros, zone: ZoneInfo) -> str:
    """The reason of another item without its particulars: "first response missed today at 09:05"."""
    return sentence(item.place, now, zone).partition(",")[0]
