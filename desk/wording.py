"""One line of the queue in words, and the milestones of a ticket. Made for rows that are on the screen, never for all.

A row has one flag. Several may apply; the first of these does:

====  ==================================================================================================
`▶`   my timer runs on it
`~`   its clock is paused: whatever was missed before, nothing is being missed now; and no customer waits for an answer
`!!`  late: a milestone whose clock runs is over its due time, also while the vendor is waited for; or it stands by an
      answer or a next step that was due; or a leaver still has the access that was to end; or a project task that
      stands by its start is past its end
`@`   an appointment, or a booking that gives it its place
`!`   due soon: the next milestone, or the answer or next step it stands by, is within the hour of business time, and
      the office is open or it is within the hour on the wall; or a leaver's access ends within two hours; or the start
      of a project task has passed
`~`   somebody else has the next move and the clock runs on: not where a customer waits for an answer
`?`   nobody has it
`z`   nobody has touched it for long
====  ==================================================================================================

The counts of late, soon and waiting items are made of the same marks: what is counted late is never flagged `~`. They
count milestones: an answer, a project task and a leaver's access are in none of them.
"""

from zoneinfo import ZoneInfo

from desk.durations import WORKING_DAY, Day, day_of, late_text, left_text, local, moment_text, owed_text, start_text
from desk.entries import Entry
from desk.marks import presses
from desk.meanings import promise
from desk.model import ItemId, ItemKind, Micros, MilestoneName, MilestoneState, RowText, WorkItem
from desk.pages import MilestoneLine
from desk.viewing import Viewing
from sla.clock import Milestone
from sla.instants import HOUR
from workflows.order import Reason, sentence

LABELS = {
    MilestoneName.FIRST_RESPONSE: "reply",
    MilestoneName.RESOLUTION_PLAN: "plan",
    MilestoneName.RESOLVED: "resolve",
}
"""Short words of the milestones, as the ticket page has room for."""

_RUNS = frozenset({MilestoneState.RUNNING, MilestoneState.BREACHED})
_BOOKED = frozenset({Reason.MY_BOOKING, Reason.BOOKED})
_OWED = frozenset({Reason.REPLY, Reason.RELEASED})
"""Reasons that tell first what happened and then what is due to people."""
_SAYS_LATE = frozenset({Reason.UNENGAGED_CRITICAL, Reason.MISSED_TODAY, Reason.MISSED_BEFORE})
"""Reasons that tell by themselves that it is late."""


def row_text(item: WorkItem, entry: Entry | None, viewing: Viewing, now: Micros, zone: ZoneInfo) -> RowText:
    """The cells of a row.

    Args:
        item: as the snapshot has it, with the place it has in that view.
        entry: the same item in the live order; None when it has left since, and its clock is then as it last stood.
        viewing: who looks at it.
        zone: of the reader.
    """
    return RowText(
        flag=flag(item, entry, viewing.timer_on, now),
        number=item.number,
        priority=item.priority_mark,
        sla=sla_text(item, entry, now, zone),
        company=item.company,
        summary=item.title,
        why=_due_first(item, reason(item, now, zone)),
        owner=item.owner,
        helping=helping(item, viewing.me_id),
    )


def helping(item: WorkItem, me: int | None) -> str:
    """That an item is among one's own as a secondary resource, or by a booking: "helping Ben Cole"; else nothing."""
    if me is None or me == item.owner_id or me not in item.resources:
        return ""
    return f"helping {item.owner}" if item.owner else "nobody owns it"


def reason(item: WorkItem, now: Micros, zone: ZoneInfo) -> str:
    """Why an item stands where it stands, and the milestone it misses there if the reason is another.

    "booked tomorrow 09:30; resolution missed 11:48"
    """
    said = sentence(item.place, now, zone)
    following = None if item.clock is None else item.clock.next_event
    if not item.late or item.place.code in _SAYS_LATE or following is None or following.due is None:
        return said
    return f"{said}; {promise(following.name)} missed {moment_text(following.due, now, zone)}"


def _due_first(item: WorkItem, said: str) -> str:
    """The reason as a column has it, whose end may be cut: "answer due 14:20, customer replied 4 h ago"."""
    if item.place.code not in _OWED:
        return said
    head, mark, rest = said.partition(";")
    begun, _, due = head.partition(", ")
    return f"{due}, {begun}{mark}{rest}" if due else said


def flag(item: WorkItem, entry: Entry | None, timer_on: ItemId | None, now: Micros) -> str:
    """The glyph before a row."""
    if item.id == timer_on:
        return "▶"
    answered = item.reply_at is None
    if item.paused and answered and not owes(item):
        return "~"
    end = None if entry is None else entry.facts.ticket_due
    begun = _passed(item, Reason.TASK_START, now)
    over = any(_passed(item, reason, now) for reason in (*_OWED, Reason.TERMINATION))
    if item.late or over or (begun and end is not None and end <= now):
        return "!!"
    if item.place.code in _BOOKED or item.id.kind is ItemKind.APPOINTMENT:
        return "@"
    if item.soon or begun or item.place.code is Reason.TERMINATION or _owed_soon(item, entry, now):
        return "!"
    if item.waiting and answered:
        return "~"
    if item.owner_id is None:
        return "?"
    return "z" if item.stale else ""


def owes(item: WorkItem) -> bool:
    """Whether an item stands by an answer or a next step that is owed, so that its SLA cell counts to that."""
    return item.place.code in _OWED and not item.late


def _owed_soon(item: WorkItem, entry: Entry | None, now: Micros) -> bool:
    if entry is None or item.place.at is None or not owes(item):
        return False
    calendar = entry.location.calendar
    return calendar.elapsed(now, item.place.at) <= HOUR and presses(item.place.at, HOUR, calendar, now)


def _passed(item: WorkItem, reason: Reason, now: Micros) -> bool:
    """Whether an item stands where it does for this reason, and its instant is over."""
    return item.place.code is reason and item.place.at is not None and item.place.at <= now


def sla_text(item: WorkItem, entry: Entry | None, now: Micros, zone: ZoneInfo) -> str:
    """The SLA cell: "0:41 left", "LATE 0:12", "owed 0:17", "1d 3h", "paused", "10:30 appt", "was 16 Nov", or a dash.

    It counts to what gives the row its place where that is an answer or a next step, else to the next milestone.

    Args:
        entry: the same item in the live order, None when it has left since.
    """
    if item.place.code in _BOOKED and item.booked_start is not None and not item.late and not item.paused:
        if local(item.booked_start, zone).date() == local(now, zone).date():
            return f"{moment_text(item.booked_start, now, zone)} appt"
        return start_text(item.booked_start, now, zone) if item.booked_start > now else "on now"
    if entry is not None and item.place.at is not None and owes(item):
        calendar = entry.location.calendar
        return owed_text(calendar.elapsed(now, item.place.at), day_of(calendar))
    if item.paused:
        return "paused"
    if entry is not None and entry.pending is not None:
        due, calendar = entry.pending
        left = calendar.elapsed(now, due)
        return late_text(left, day_of(calendar)) if item.late else left_text(left, day_of(calendar))
    following = None if item.clock is None else item.clock.next_event
    if following is not None and following.left_us is not None:
        return left_text(following.left_us)
    if item.place.code is Reason.TASK_START and item.place.at is not None:
        return start_text(item.place.at, now, zone)
    return "–"


def milestone_lines(item: WorkItem, entry: Entry | None, now: Micros, zone: ZoneInfo) -> tuple[MilestoneLine, ...]:
    """The three milestones of a ticket at `now`; nothing for what has no clock."""
    if item.clock is None:
        return ()
    return tuple(_milestone_line(milestone, entry, now, zone) for milestone in item.clock.milestones)


def _milestone_line(milestone: Milestone, entry: Entry | None, now: Micros, zone: ZoneInfo) -> MilestoneLine:
    left, day, paused = milestone.left_us, WORKING_DAY, False
    if entry is not None and (calendar := entry.calendar_of(milestone.name)) is not None:
        day, paused = day_of(calendar), entry.item.paused
        if milestone.due is not None and milestone.state in _RUNS and not paused:
            left = calendar.elapsed(now, milestone.due)
    return MilestoneLine(
        name=milestone.name,
        label=LABELS[milestone.name],
        state=milestone.state,
        due=milestone.due,
        actual=milestone.actual,
        late=milestone.late or milestone.state is MilestoneState.BREACHED,
        left_us=left,
        text=_milestone_text(milestone, left, day, now, zone, paused=paused),
    )


def _milestone_text(
    milestone: Milestone, left: int | None, day: Day, now: Micros, zone: ZoneInfo, *, paused: bool
) -> str:
    if milestone.state is MilestoneState.NOT_APPLICABLE:
        return "not applicable"
    due = "" if milestone.due is None else moment_text(milestone.due, now, zone)
    if milestone.state is MilestoneState.MET:
        met = "" if milestone.actual is None else f" {moment_text(milestone.actual, now, zone)}"
        return f"met{met}, late (due {due})" if milestone.late else f"met{met}"
    if milestone.state is MilestoneState.PAUSED:
        return f"paused, {left_text(left, day)}" if left is not None else "paused"
    if milestone.state is MilestoneState.BREACHED:
        return f"missed {due}, before the pause" if paused else f"{late_text(left or 0, day)}, was due {due}"
    return f"{left_text(left or 0, day)}, due {due}"
