"""What the ticket page and the day bar show; all frozen."""

from dataclasses import dataclass
from enum import StrEnum

from desk.model import ItemId, Micros, MilestoneName, MilestoneState, Person, WorkItem
from metrics.day import Interval

__all__ = [
    "Audience",
    "BookedCall",
    "ChecklistLine",
    "ConversationEntry",
    "DayBooking",
    "DayEntry",
    "Device",
    "EntryKind",
    "FileLine",
    "Interval",
    "MilestoneLine",
    "Pause",
    "PlannedPage",
    "TicketDetail",
    "TicketFacts",
    "TimeLine",
    "TimeSums",
    "Today",
]


class Audience(StrEnum):
    """Who can read a note. The words are those of the screen."""

    INTERNAL = "INTERNAL"
    PUBLIC = "PUBLIC"
    CO_MANAGED = "CO-MANAGED"


class EntryKind(StrEnum):
    DESCRIPTION = "description"
    NOTE = "note"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class ConversationEntry:
    """One thing that was said on a ticket."""

    at: Micros
    author: str
    """"you" for the person at the screen, else the name."""
    audience: Audience
    kind: EntryKind
    title: str
    text: str
    minutes: int | None = None
    """Worked minutes, for a time entry."""
    from_customer: bool = False
    source_id: int | None = None
    """The id of the note or the entry; None for the description."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone of the service level, in instants and in words."""

    name: MilestoneName
    label: str
    state: MilestoneState
    due: Micros | None
    actual: Micros | None
    late: bool
    left_us: int | None
    """Business microseconds left, negative when late."""
    text: str
    """"met 08:12", "0:41 left, due 10:22", "LATE 0:12", "paused", "not applicable"."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which the clock stood."""

    start: Micros
    end: Micros | None
    """None while it lasts."""


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One time entry of a ticket."""

    id: int
    start: Micros | None
    end: Micros | None
    day: str
    """The ISO date the entry belongs to."""
    who: str
    minutes: int
    billed_minutes: int | None
    billable: bool
    work_type: str
    role: str
    summary: str
    internal: str


@dataclass(frozen=True, slots=True)
class TimeSums:
    """Sums of the entries of a ticket, whole minutes."""

    worked: int
    billed: int
    mine: int
    estimated: int | None


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    id: int
    text: str
    done: bool
    important: bool
    by: str
    at: Micros | None


@dataclass(frozen=True, slots=True)
class Device:
    id: int
    name: str
    kind: str
    serial: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that hangs on a ticket, as far as its name was read; it is opened in the browser."""

    id: int
    name: str
    content_type: str
    size: int | None
    """Bytes."""
    note_id: int | None
    """Of the note that it came with; None for one of the ticket itself."""


@dataclass(frozen=True, slots=True)
class BookedCall:
    """A service call that a ticket is booked into."""

    id: int
    start: Micros
    end: Micros
    who: tuple[str, ...]
    description: str
    status: str
    complete: bool


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """The left column: labels of the tenant, empty where a ticket has none."""

    status: str
    hold: str
    """What the shop's own field says of a hold; a hold in a note stands among the notes."""
    priority: str
    workflow: str
    queue: str
    owner: str
    role: str
    company: str
    location: str
    contact: str
    contact_phone: str
    contact_email: str
    vip: bool
    contract: str
    contract_kind: str
    service_level: str
    category: str
    kind: str
    issue: str
    sub_issue: str
    source: str
    opened: Micros
    touched: Micros | None
    touched_by: str
    due: Micros | None
    completed: Micros | None
    calendar: str
    """The business hours it is on, in words: "Mon-Fri 08:00-18:00 Europe/London"."""


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """A whole ticket page."""

    item: WorkItem
    facts: TicketFacts
    milestones: tuple[MilestoneLine, ...]
    pauses: tuple[Pause, ...]
    conversation: tuple[ConversationEntry, ...]
    """Newest first."""
    time_entries: tuple[TimeLine, ...]
    """Newest first."""
    sums: TimeSums
    checklist: tuple[ChecklistLine, ...]
    devices: tuple[Device, ...]
    secondary: tuple[Person, ...]
    calls: tuple[BookedCall, ...]
    resolution: str
    url: str | None
    files: tuple[FileLine, ...] = ()
    further_contacts: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[ConversationEntry, ...]:
        """The conversation without the time entries."""
        return tuple(entry for entry in self.conversation if entry.kind is not EntryKind.TIME)

    @property
    def checklist_done(self) -> int:
        return sum(line.done for line in self.checklist)


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A project task or an appointment: what has a start and an end and no service level."""

    item: ItemId
    title: str
    project: str
    """Its number and name; empty for an appointment, as are all that a calendar entry does not have."""
    phase: str
    status: str
    owner: str
    start: Micros | None
    end: Micros | None
    worked: int
    """Minutes."""
    estimated: int | None
    description: str


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One of my time entries of the day."""

    id: int
    span: Interval | None
    """None where the entry has hours and no start and end."""
    minutes: int
    item: ItemId | None
    number: str
    title: str
    billable: bool


@dataclass(frozen=True, slots=True)
class DayBooking:
    """A service call or an appointment of the day."""

    item: ItemId
    span: Interval
    title: str
    company: str


@dataclass(frozen=True, slots=True)
class Today:
    """My day as a bar: what is entered, what is booked, what is missing. Minutes are whole."""

    day: str
    """ISO date in my own zone."""
    zone: str
    now: Micros
    span: Interval
    """From the first to the last instant worth drawing."""
    shift: tuple[Interval, ...]
    """My working hours of the day without lunch; empty on a free day."""
    lunch: Interval | None
    entries: tuple[DayEntry, ...]
    bookings: tuple[DayBooking, ...]
    gaps: tuple[Interval, ...]
    """Working time so far that no entry covers, each over the threshold. A booked call does not fill one."""
    overlaps: tuple[Interval, ...]
    """Two entries of mine claim the same time."""
    entered_minutes: int
    elapsed_minutes: int
    """Working time of the day so far."""
    available_minutes: int
    """Working time of the whole day: location, availability, time off and holidays considered."""
    coverage: float | None
    """Entered / elapsed, None before the first working minute."""
    billable_minutes: int
    day_off: str
    """Why there is no working time: "holiday: Christmas Day", "time off", "not a working day", or empty."""
