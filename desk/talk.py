"""The conversation of a ticket: description, notes and the words of time entries as one thread, newest first."""

from collections.abc import Iterator

from autotask.entities import Ticket, TicketNote, TimeEntry
from desk.entries import sane
from desk.pages import Audience, ConversationEntry, EntryKind
from desk.records import Children
from desk.tenant import Tenant
from replica.outbox.effects.comparing import without_marker

PUBLIC = 1
"""The `publish` value that customers see, by product rule ("All Autotask Users" in spite of its label)."""


def conversation(ticket: Ticket, children: Children, tenant: Tenant, me: int | None) -> tuple[ConversationEntry, ...]:
    """Everything that was said on a ticket.

    A time entry speaks twice where it has both texts: its summary is for the customer, its internal notes are not.
    """
    said = [
        *_description(ticket, tenant, me),
        *(_note(note, tenant, me) for note in children.notes),
        *(line for entry in children.entries for line in _time(entry, tenant, me)),
    ]
    return tuple(sorted(said, key=lambda one: (one.at, one.source_id or 0), reverse=True))


def _description(ticket: Ticket, tenant: Tenant, me: int | None) -> Iterator[ConversationEntry]:
    if not ticket.description:
        return
    wrote = ticket.created_by_contact_id
    author = tenant.contact_name(wrote) if wrote is not None else tenant.name_for(ticket.creator_resource_id, me)
    yield ConversationEntry(
        at=sane(ticket.create_date) or 0,
        author=author or tenant.labels.word(Ticket, "source", ticket.source),
        audience=Audience.PUBLIC,
        kind=EntryKind.DESCRIPTION,
        title="",
        text=ticket.description,
        from_customer=wrote is not None,
    )


def _note(note: TicketNote, tenant: Tenant, me: int | None) -> ConversationEntry:
    if note.created_by_contact_id is not None:
        author = tenant.contact_name(note.created_by_contact_id)
    elif note.note_type in tenant.labels.system_notes:
        author = tenant.labels.word(TicketNote, "note_type", note.note_type)
    else:
        author = tenant.name_for(note.creator_resource_id, me)
    return ConversationEntry(
        at=sane(note.create_date_time) or 0,
        author=author,
        audience=audience(note.publish, tenant.labels.word(TicketNote, "publish", note.publish)),
        kind=EntryKind.NOTE,
        title=note.title or "",
        text=note.description or "",
        from_customer=note.created_by_contact_id is not None,
        source_id=note.id,
    )


def _time(entry: TimeEntry, tenant: Tenant, me: int | None) -> Iterator[ConversationEntry]:
    at = sane(entry.end_date_time) or sane(entry.create_date_time) or sane(entry.start_date_time) or 0
    minutes = round((entry.hours_worked or 0) * 60)
    author = tenant.name_for(entry.resource_id, me)
    texts = ((entry.summary_notes, Audience.PUBLIC), (without_marker(entry.internal_notes), Audience.INTERNAL))
    spoken = [(text, heard_by) for text, heard_by in texts if text] or [("", Audience.INTERNAL)]
    for place, (text, heard_by) in enumerate(spoken):
        yield ConversationEntry(
            at=at,
            author=author,
            audience=heard_by,
            kind=EntryKind.TIME,
            title="",
            text=text,
            minutes=minutes if place == 0 else None,
            source_id=entry.id,
        )


def audience(publish: int | None, label: str) -> Audience:
    """Who can read a note. Whatever is not known to be wider is internal."""
    if publish == PUBLIC:
        return Audience.PUBLIC
    folded = label.casefold().replace("-", "")
    return Audience.CO_MANAGED if "comanaged" in folded else Audience.INTERNAL
