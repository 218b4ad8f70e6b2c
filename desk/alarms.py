"""What is so new and so bad that it is told at once, and for how long it stays true.

An alarm is an event: a milestone was missed just now, or a critical incident came up that nobody is on. Each missed
milestone of a ticket alarms once. A miss that a clock brings back when it goes on again is no news, unless it is one
of today.
"""

from typing import TYPE_CHECKING

from desk.model import Alarm, Micros, MilestoneName, MilestoneState, WorkItem

if TYPE_CHECKING:
    from desk.entries import Entry

CRITICAL_RUNG = 1


def new_alarms(before: "Entry | None", after: "Entry") -> tuple[Alarm, ...]:
    """What has just happened to an item, the gravest last.

    Args:
        before: the item as it last stood, None where it was not here.
    """
    item = after.item
    known = frozenset() if before is None else _missed_earlier(before.item)
    back = before is None or before.item.paused
    found = [
        Alarm(item.id, name, due)
        for name, due in missed(item).items()
        if name not in known and not (back and due < after.facts.day_start)
    ]
    if _unengaged_critical(item) and (before is None or not _unengaged_critical(before.item)):
        found.append(Alarm(item.id, None, item.created))
    return tuple(found)


def holds(alarm: Alarm, item: WorkItem | None) -> bool:
    """Whether an alarm is still one: its item is here, and nobody took it, met the milestone, paused or moved it."""
    if item is None:
        return False
    return _unengaged_critical(item) if alarm.what is None else alarm.what in missed(item)


def missed(item: WorkItem) -> dict[MilestoneName, Micros]:
    """The milestones that are being missed, by their due times; none while the clock stands.

    A missed first response counts while it is what comes next: once somebody is on it, the clock goes on to the next.
    """
    if item.clock is None or item.paused:
        return {}
    return {
        one.name: one.due
        for one in item.clock.milestones
        if one.state is MilestoneState.BREACHED
        and one.due is not None
        and (one.name is not MilestoneName.FIRST_RESPONSE or one is item.clock.next_event)
    }


def _missed_earlier(item: WorkItem) -> frozenset[MilestoneName]:
    """The milestones whose miss is known, counted or not."""
    if item.clock is None or item.paused:
        return frozenset()
    return frozenset(one.name for one in item.clock.milestones if one.state is MilestoneState.BREACHED)


def _unengaged_critical(item: WorkItem) -> bool:
    return item.place.rung == CRITICAL_RUNG
