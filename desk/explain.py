"""Why an item stands where it stands, in as many words as there is room for."""

from zoneinfo import ZoneInfo

from desk.boards import Board
from desk.calendars import Location
from desk.entries import Entry
from desk.model import Explanation, ItemKind, Micros, RankingLine, WorkItem
from desk.viewing import Viewing
from sla.schedule import Schedule
from workflows.catalog import Catalogue
from workflows.order import ladder, sentence

_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def explain(
    entry: Entry, shown: WorkItem, board: Board, viewing: Viewing, catalogue: Catalogue, now: Micros, zone: ZoneInfo
) -> Explanation:
    """The why strip of an item.

    Args:
        shown: the item as the view has it, with the place that counts there.
        board: the order of that view.
    """
    position = board.position(shown.id)
    booked = shown.booked_start if shown.place != entry.item.place else None
    viewer = None if viewing.me is None or shown is entry.item else viewing.viewer(shown.id, booked)
    steps = ladder(entry.facts, shown.place, viewer, now, zone)
    lines = [f"{step.rung} {step.name}: {step.words}" for step in steps]
    lines.append(_workflow_line(shown, catalogue))
    if shown.place != entry.item.place:
        lines.append(f"without what is yours: {sentence(entry.item.place, now, zone)}")
    if position is not None and (neighbour := board.at(position + 1)) is not None:
        lines.append(f"next: {neighbour.short_id} {neighbour.title}, {sentence(neighbour.place, now, zone)}")
    if shown.id.kind is ItemKind.TICKET:
        lines.append(f"business time: {calendar_text(entry.location)}")
    return Explanation(
        item=shown.id,
        position=None if position is None else position + 1,
        sentence=sentence(shown.place, now, zone),
        lines=tuple(lines),
    )


def ranking_line(position: int, item: WorkItem, now: Micros, zone: ZoneInfo) -> RankingLine:
    """One line of the full ranking."""
    found = item.classification
    return RankingLine(
        position=position,
        item=item.id,
        number=item.number,
        title=item.title,
        rung=item.place.rung,
        sentence=sentence(item.place, now, zone),
        offered=item.place.offered,
        evidence=() if found is None else tuple(f"{one.field}: {one.says}" for one in found.evidence),
    )


def calendar_text(location: Location) -> str:
    """Business hours in words: "Mon-Fri 08:00-18:00 Europe/London"."""
    schedule = location.schedule
    if schedule.never_closes:
        return f"24x7 {schedule.zone}"
    return f"{_week_text(schedule)} {schedule.zone}"


def _workflow_line(item: WorkItem, catalogue: Catalogue) -> str:
    found = item.classification
    workflow = catalogue.workflows.get(item.workflow)
    if workflow is None:
        return "an appointment has no workflow"
    if found is None:
        return f"{workflow.id} {workflow.name}"
    return f"{workflow.id} {workflow.name}: {found.rule}, {found.confidence:.0%} sure"


def _week_text(schedule: Schedule) -> str:
    runs: list[tuple[int, int, str]] = []
    for day, windows in enumerate(schedule.weekly):
        hours = " ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in windows)
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        elif hours:
            runs.append((day, day, hours))
    days = (
        (_NAMES[first] if first == last else f"{_NAMES[first]}-{_NAMES[last]}", hours) for first, last, hours in runs
    )
    return ", ".join(f"{names} {hours}" for names, hours in days)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
