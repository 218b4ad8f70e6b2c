"""What a lead does about somebody's time: a word to them on a ticket of theirs, and a gap that is none."""

from collections.abc import Sequence

from desk.acts.commands import ExcludeGap, Nudge
from desk.acts.offers import Choice
from desk.acts.surface import Acts
from desk.compliance.model import Excluded, Interval, TechLine
from desk.durations import clock_text, local
from desk.model import ItemId
from tui.acting.work import Work
from tui.forms.chooser import Chooser
from tui.screens.base import DeskScreen
from tui.screens.lead_list import LeadList
from tui.words.reader import Reader

MINUTE = 60_000_000
OWN_WORDS = 10_000
IN_GENERAL = ("Please enter your time as soon as a job ends", "Please look through your sheet of today")
NO_GAP = ("meeting that needs no entry", "training", "sick or away with leave", "working for another team")


async def nudge(screen: DeskScreen, acts: Acts, row: TechLine, ticket: ItemId | None) -> None:
    """Choose what to say; the note goes inside, on the open ticket of theirs that was touched last."""
    work = Work(screen, acts, ())
    item = None if ticket is None else screen.seat.desk.item(ticket)
    if item is None:
        screen.tell(f"{row.name} has no open ticket to write on. A nudge is a note inside on one.", seconds=8)
        return
    reasons = [*wanting(row, screen.seat.reader), *IN_GENERAL]
    picked = await work.ask(
        Chooser(
            f"Nudge {row.name} inside, on {item.short_id} {item.title}",
            [Choice(at, reason) for at, reason in enumerate(reasons)],
            columns=("Why", ""),
            prompt="type to find a reason, or write your own",
            find=_written,
        )
    )
    if picked is not None:
        await work.do(Nudge(ticket_id=item.id.id, why=picked.choice.label))


async def exclude(screen: DeskScreen, acts: Acts, row: TechLine) -> None:
    """Choose a gap and say why it is none; one that is excluded already counts again."""
    work, reader = Work(screen, acts, ()), screen.seat.reader
    offered = _gaps(row, reader)
    if not offered:
        screen.tell(f"{row.name} has no gap today.")
        return
    span, excluded = offered[0]
    if len(offered) > 1:
        choices = [Choice(at, _said(*each, reader)) for at, each in enumerate(offered)]
        picked = await work.ask(Chooser(f"Which gap of {row.name}", choices, columns=("Gap", "")))
        if picked is None:
            return
        span, excluded = offered[picked.choice.id]
    reason = ""
    if excluded is None:
        picked = await work.ask(
            Chooser(
                f"Why {row.name}, {_times(span, reader)}, is no gap",
                [Choice(at, why) for at, why in enumerate(NO_GAP)],
                columns=("Reason, kept on this machine", ""),
                prompt="type to find a reason, or write your own",
                find=_written,
            )
        )
        if picked is None:
            return
        reason = picked.choice.label
    start, end = (local(at, reader.zone) for at in span)
    await work.do(ExcludeGap(resource_id=row.resource_id, start=start, end=end, reason=reason))


async def find(screen: DeskScreen, acts: Acts, listed: LeadList) -> None:
    """Go to the line of a person."""
    choices = [Choice(row.resource_id, row.name, why=row.off and f"off: {row.off}") for row in listed.rows]
    chooser = Chooser("Go to", sorted(choices, key=lambda each: each.label.casefold()), prompt="type a name")
    picked = await Work(screen, acts, ()).ask(chooser)
    if picked is not None:
        listed.move_to(picked.choice.id)


def wanting(row: TechLine, reader: Reader) -> list[str]:
    """What is to be said about somebody's day, the weightiest first."""
    tally = row.figures.tally
    said = [f"nothing is entered for {_times(gap, reader)}" for gap, excluded in _gaps(row, reader) if excluded is None]
    said += [f"the call or appointment of {_times(span, reader)} has no entry" for span in row.missed]
    if tally.late:
        said.append(f"{tally.late} of {tally.measured} entries came in late")
    return said


def _gaps(row: TechLine, reader: Reader) -> Sequence[tuple[Interval, Excluded | None]]:
    """The gaps of the day, the longest first, then what is excluded. One that still grows lasts until now."""
    gaps = list(row.gaps)
    if gaps and row.figures.gap.slope:
        gaps[-1] = Interval(gaps[-1].start, reader.now)
    gaps.sort(key=lambda gap: -gap.length)
    return [*((gap, None) for gap in gaps), *((each.span, each) for each in row.excluded)]


def _said(span: Interval, excluded: Excluded | None, reader: Reader) -> str:
    if excluded is not None:
        return f"{_times(span, reader)} is excluded ({excluded.reason}): let it count again"
    return f"{_times(span, reader)}, {clock_text(span.length // MINUTE)}"


def _times(span: Interval, reader: Reader) -> str:
    return f"{reader.time(span.start)} to {reader.time(span.end)}"


async def _written(text: str) -> Sequence[Choice]:
    return [Choice(OWN_WORDS, text.strip(), why="in your own words")] if text.strip() else []
