"""The clock of an item in one line: what is promised next, how much time is left on its clock, and who says so."""

from zoneinfo import ZoneInfo

from desk.calendars import hours_text
from desk.durations import WORKING_DAY, business_text, clock_text, day_of, moment_text
from desk.entries import Entry
from desk.meanings import promise
from desk.model import ItemKind, Micros, Milestone, MilestoneState
from desk.wording import LABELS
from sla.calendar import BusinessCalendar
from sla.targets import Target

AUTOTASK = "autotask"


def clock_line(entry: Entry, now: Micros, zone: ZoneInfo) -> str:
    """The clock of an item, the most important words first.

    "resolution due 10:22, 0:41 of business time left (Autotask's date, Mon-Fri 08:00-18:00); first response met 09:10"
    """
    item = entry.item
    if item.clock is None:
        return _without_a_clock(entry, now, zone)
    following = item.clock.next_event
    if following is None:
        head = "no milestone is open"
    else:
        head = f"{_state(following, entry, now, zone)} ({_source(following, entry, zone)})"
    rest = [one for one in item.clock.milestones if one is not following]
    rest.sort(key=lambda one: one.state is MilestoneState.NOT_APPLICABLE)
    others = [_other(one, now, zone) for one in rest]
    if entry.facts.next_window is not None:
        others.insert(0, f"next backup window {moment_text(entry.facts.next_window, now, zone)}")
    return "; ".join([head, *others])


def _without_a_clock(entry: Entry, now: Micros, zone: ZoneInfo) -> str:
    """Tasks and appointments have none, nor has a ticket whose dates cannot be reckoned with."""
    facts = entry.facts
    if facts.item.kind is ItemKind.APPOINTMENT:
        return "no service level: an appointment has its hour"
    if facts.item.kind is ItemKind.TICKET:
        return "no service level: its dates or its calendar cannot be reckoned with"
    parts = ["no service level: a project task"]
    if facts.ticket_due is not None:
        parts.append(f"to be done by {moment_text(facts.ticket_due, now, zone)}")
    if facts.estimated_minutes is not None:
        parts.append(f"{clock_text(facts.estimated_minutes)} of work left")
    return ", ".join(parts)


def _state(milestone: Milestone, entry: Entry, now: Micros, zone: ZoneInfo) -> str:
    name, due = promise(milestone.name), milestone.due or 0
    when = moment_text(due, now, zone)
    calendar = entry.calendar_of(milestone.name) or entry.location.calendar
    if entry.item.paused:
        if milestone.state is MilestoneState.BREACHED:
            return f"paused; {name} was missed {when}, before the pause"
        return f"paused with {_length(milestone.left_us or 0, calendar)} left to {name}"
    left = calendar.elapsed(now, due)
    if milestone.state is MilestoneState.BREACHED:
        return f"{name} missed {when}, late by {_length(left, calendar)}"
    return f"{name} due {when}, {_length(left, calendar)} left"


def _other(milestone: Milestone, now: Micros, zone: ZoneInfo) -> str:
    name = promise(milestone.name)
    match milestone.state:
        case MilestoneState.NOT_APPLICABLE:
            return f"{LABELS[milestone.name]} not applicable"
        case MilestoneState.MET:
            met = "" if milestone.actual is None else f" {moment_text(milestone.actual, now, zone)}"
            return f"{name} met{met}{' late' if milestone.late else ''}"
    due = "" if milestone.due is None else f" {moment_text(milestone.due, now, zone)}"
    if milestone.state is MilestoneState.BREACHED:
        return f"{name} missed{due}"
    return f"{name} paused" if milestone.state is MilestoneState.PAUSED else f"{name} due{due}"


def _source(milestone: Milestone, entry: Entry, zone: ZoneInfo) -> str:
    calendar = entry.calendar_of(milestone.name) or entry.location.calendar
    schedule = calendar.schedule
    hours = hours_text(schedule)
    if schedule.zone != zone.key and not schedule.never_closes:
        hours = f"{hours} {schedule.zone}"
    if milestone.source == AUTOTASK:
        return f"Autotask's date, {hours}"
    target = milestone.target
    rule = entry.item.workflow if target is None else target.rule
    return f"{rule} target {_promised(target)}{hours}"


def _promised(target: Target | None) -> str:
    """A target as the catalogue writes it: "20 min, ", "2 bh, ", "5 bd, ", "4 h "."""
    if target is None:
        return ""
    minutes = target.seconds // 60
    if target.around_the_clock:
        return f"{minutes} min " if minutes % 60 else f"{minutes // 60} h "
    if minutes % WORKING_DAY.minutes == 0:
        return f"{minutes // WORKING_DAY.minutes} bd, "
    return f"{minutes} min, " if minutes % 60 else f"{minutes // 60} bh, "


def _length(length_us: int, calendar: BusinessCalendar) -> str:
    """Time as a calendar counts it: "0:41 of business time", and "6d 8h" of 24 hours a day where it never closes."""
    text = business_text(length_us, day_of(calendar))
    return text if calendar.schedule.never_closes else f"{text} of business time"
