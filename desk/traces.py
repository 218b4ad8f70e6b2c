"""What is left of a ticket's notes and time entries once the order has read them.

The order asks three things of a conversation: what the customer first wrote, whether a reply of the customer stands
unanswered, and how much has been worked. A trace keeps just that; the texts are read from the copy when somebody
opens the ticket.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from autotask.entities import TicketNote, TimeEntry
from desk.autoreplies import is_auto_reply
from sla.instants import Micros, micros
from workflows.hold_field import note_of
from workflows.hold_notes import Note, Standing, read_hold, read_release, standing

PUBLIC = 1
HEAD_LENGTH = 200
"""Characters within which a note says that it begins or ends a hold; most notes are not read further."""
TRACE_LENGTH = 4_000
"""Characters kept of a customer's note: enough for a classifier and for telling a thank-you."""


class NoteTrace(NamedTuple):
    """One note."""

    at: Micros
    customer: bool
    public: bool
    text: str
    """What the customer wrote; empty for notes of resources."""
    contact: int | None = None
    """Who of the customer's wrote it."""
    automatic: bool = False
    """An out-of-office reply: not the customer's word."""
    hold: Note | None = None
    """The note itself where it begins or ends a hold."""


class WorkTrace(NamedTuple):
    """One time entry."""

    at: Micros
    """When it ended, or was made where it has no end."""
    minutes: int
    resource_id: int | None
    told: bool
    """It carries a summary, which the customer can read."""


def note_trace(note: TicketNote, system_types: frozenset[int]) -> NoteTrace | None:
    """The trace of a note; None for notes that rules and merges write, which are nobody's word.

    Args:
        system_types: note types whose label says that the system writes them.
    """
    if note.create_date_time is None or note.note_type in system_types:
        return None
    customer = note.created_by_contact_id is not None
    text = (note.description or "")[:TRACE_LENGTH] if customer else ""
    return NoteTrace(
        at=micros(note.create_date_time),
        customer=customer,
        public=note.publish == PUBLIC,
        text=text,
        contact=note.created_by_contact_id,
        automatic=customer and is_auto_reply(note.title or "", text),
        hold=None if customer else _of_hold(note),
    )


def _of_hold(note: TicketNote) -> Note | None:
    title, text = note.title or "", note.description or ""
    if "hold" not in f"{title} {text[:HEAD_LENGTH]}".casefold():
        return None
    if note.create_date_time is None or (read_hold(title, text) is None and read_release(title, text) is None):
        return None
    return Note(micros(note.create_date_time), title, text)


def hold_of(notes: Iterable[NoteTrace], field: str | None) -> Standing:
    """How its notes and the field that carries a hold leave a ticket: on hold or not."""
    told = [note.hold for note in notes if note.hold is not None]
    return standing(told if (of_field := note_of(field)) is None else [*told, of_field])


def work_trace(entry: TimeEntry) -> WorkTrace:
    """The trace of a time entry."""
    ended = entry.end_date_time or entry.create_date_time or entry.start_date_time
    return WorkTrace(
        at=micros(ended) if ended is not None else 0,
        minutes=round((entry.hours_worked or 0) * 60),
        resource_id=entry.resource_id,
        told=bool(entry.summary_notes),
    )


def first_words(notes: Iterable[NoteTrace]) -> str:
    """What the customer, or the monitor in the customer's name, wrote first."""
    first = min(
        (note for note in notes if note.customer and not note.automatic), key=lambda note: note.at, default=None
    )
    return "" if first is None else first.text


def unanswered_reply(
    notes: Mapping[int, NoteTrace], work: Iterable[WorkTrace], is_person: Callable[[int | None], bool]
) -> NoteTrace | None:
    """The customer's last note, where no resource has told the customer anything since; None if there is none.

    A resource answers with a public note or with a time entry that carries a summary. What a mailbox or a monitor
    wrote in a customer's name waits for no answer.

    Args:
        is_person: whether a contact is somebody who can be answered.
    """
    said_by_people = (
        (note, note_id)
        for note_id, note in notes.items()
        if note.customer and not note.automatic and is_person(note.contact)
    )
    reply = max(said_by_people, key=lambda pair: (pair[0].at, pair[1]), default=None)
    if reply is None:
        return None
    said = reply[0].at
    answered = any(note.public and not note.customer and note.at > said for note in notes.values())
    return None if answered or any(entry.told and entry.at > said for entry in work) else reply[0]


def worked_minutes(work: Iterable[WorkTrace]) -> int:
    return sum(entry.minutes for entry in work)
