"""What is so new and so bad that it is told at once, and for how long it stays true.

An alarm is an event: a milestone was missed just now, or a critical incident came up that nobody is on. Each missed
milestone of a ticket alarms once, where the desk saw it run out or learns of it later. What was missed before the desk
had caught up with Autotask for the first time is no news: it stands in the queue with its reason. Nor is a miss of an
earlier day that a clock brings back when it goes on. Misses of a time in which the desk could not look are marked as
such, to be told in one sentence.
"""

from typing import TYPE_CHECKING

from desk.model import Alarm, Micros, MilestoneName, MilestoneState, WorkItem
from desk.watch import Watch

if TYPE_CHECKING:
    from desk.entries import Entry

CRITICAL_RUNG = 1


def new_alarms(before: "Entry | None", after: "Entry", watch: Watch) -> tuple[Alarm, ...]:
    """What has just happened to an item, the gravest last.

    Args:
        before: the item as it last stood, None where it was not here.
        watch: what the desk can have seen.
    """
    item = after.item
    found = []
    if item.late:
        known = frozenset() if before is None else _missed_earlier(before.item)
        for name, due in missed(item).items():
            if name in known:
                continue
            if before is not None and _ran_to(before.item, name, due):
                found.append(Alarm(item.id, name, due, away=due < watch.awake_since))
            elif _is_news(due, before, after, watch):
                found.append(Alarm(item.id, name, due, away=watch.in_touch_since is None or due < watch.in_touch_since))
    if _interrupts(after) and (before is None or not _interrupts(before)):
        found.append(Alarm(item.id, None, item.created))
    return tuple(found)


def holds(alarm: Alarm, item: WorkItem | None) -> bool:
    """Whether an alarm is still one: its item is here, and nobody took it, met the milestone, paused or moved it."""
    if item is None:
        return False
    return _unengaged_critical(item) if alarm.what is None else alarm.what in missed(item)


def alarming(item: WorkItem) -> bool:
    """Whether an item is in a state that alarms when it is new."""
    return item.late or _unengaged_critical(item)


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


def _is_news(due: Micros, before: "Entry | None", after: "Entry", watch: Watch) -> bool:
    """Whether a miss that the desk learns of, and did not see, happened while it lives."""
    if watch.caught_up_at is None or due < watch.caught_up_at:
        return False
    comes_back = before is None or before.item.paused
    return not (comes_back and due < after.facts.day_start)


def _ran_to(item: WorkItem, name: MilestoneName, due: Micros) -> bool:
    """Whether the desk knew that a milestone runs, and until when."""
    if item.clock is None or item.paused:
        return False
    return any(
        one.name is name and one.due == due and one.state is MilestoneState.RUNNING for one in item.clock.milestones
    )


def _missed_earlier(item: WorkItem) -> frozenset[MilestoneName]:
    """The milestones whose miss is known, counted or not."""
    if item.clock is None or item.paused:
        return frozenset()
    return frozenset(one.name for one in item.clock.milestones if one.state is MilestoneState.BREACHED)


def _interrupts(entry: "Entry") -> bool:
    return _unengaged_critical(entry.item) and not entry.spared


def _unengaged_critical(item: WorkItem) -> bool:
    return item.place.rung == CRITICAL_RUNG
