"""The mails that the tenant's rules send: read as far as they are new, and asked whether notes are followed by one.

Rules are not to be read over the API; what they did is. `NotificationHistory` grows by every mail of the tenant and
says nothing else than that it went, so a week of it is kept and no more.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from autotask.entities import Notification, Resource, Ticket, TicketNote
from autotask.filters import Gte
from autotask.kinds import kind_of
from replica.feed import Change
from replica.reach import Reach
from replica.reading import Questions
from replica.rows import to_cell, to_instant
from replica.schema import GONE_AT

KEPT = timedelta(days=7)
"""So much of the history of mails is in the copy."""

_KIND = kind_of(Notification)
_OVERLAP = timedelta(minutes=10)
"""A row becomes visible some time after it is stamped."""
_RULES_TAKE = timedelta(minutes=10)
"""A mail that goes out so long after a note is taken for its mail."""
_EARLY = timedelta(minutes=1)
"""Stamps of a note and of its mail may be rounded apart by so much."""
_UNREAD = timedelta(minutes=20)
"""The mails of so young a note may not have been read yet."""
_NOTES = 100
_ENOUGH = 5
"""So many notes have to have been written before anything is said of the next one."""
_BETWEEN = re.compile(r"[;,\s]+")


class Notices:
    """Keeps the newest mails in one copy."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._replica = reach.replica

    async def read(self) -> list[Change]:
        """Read what went out since the last time, and let go of what is older than a week.

        Where Autotask does not show its mails, that is said once (`Reach.refused`).
        """
        oldest = self._reach.source.server_now() - KEPT
        newest = await self._replica.reading(_newest)
        since = oldest if newest is None else max(oldest, newest - _OVERLAP)
        changes, _ = await self._reach.permitted(
            _KIND, self._reach.read(_KIND, Gte("notificationSentTime", since)), ([], set())
        )
        sent = self._replica.schema.tables[_KIND.name].c.notification_sent_time
        old = await self._replica.reading(lambda copy: copy.ids(Notification, sent < to_cell(oldest)))
        return changes + (await self._reach.hide(_KIND, old) if old else [])


def mail_follows(copy: Questions, publish: int, now: datetime) -> bool | None:
    """Whether notes of this audience are known to be followed by mail of late: to anybody but the desk's own people.

    True where at least half of the last notes were, False where none was; None where too few were written, where the
    mails cannot be read, or where some were and some were not: it may depend on the contact, the queue, the status.

    Args:
        copy: Where the notes and the mails are.
        publish: The audience: a value of `TicketNotes.publish`.
        now: The time at Autotask.
    """
    notes = _notes(copy, publish, now - KEPT, now - _UNREAD)
    if len(notes) < _ENOUGH or _newest(copy) is None:
        return None
    mails = _mails(copy, {ticket_id for ticket_id, _ in notes})
    followed = sum(
        any(-_EARLY <= sent - written <= _RULES_TAKE for sent in mails.get(ticket_id, ()))
        for ticket_id, written in notes
    )
    return True if 2 * followed >= len(notes) else None if followed else False


def _newest(copy: Questions) -> datetime | None:
    table = copy.schema.tables[_KIND.name]
    found = copy.fetch(select(func.max(table.c.notification_sent_time)).where(table.c[GONE_AT].is_(None)))[0][0]
    return None if found is None else to_instant(found)


def _mails(copy: Questions, tickets: Collection[int]) -> dict[int, list[datetime]]:
    """When mails about these tickets went to somebody who is none of ours, by ticket."""
    own = {resource.email.casefold() for resource in copy.rows(Resource) if resource.email}
    found: dict[int, list[datetime]] = defaultdict(list)
    for mail in copy.rows_in(Notification, "ticket_id", sorted(tickets)):
        told = _BETWEEN.split((mail.recipient_email_address or "").casefold())
        if mail.ticket_id is not None and mail.notification_sent_time is not None and _any_but(own, told):
            found[mail.ticket_id].append(mail.notification_sent_time)
    return found


def _any_but(own: set[str], addresses: Iterable[str]) -> bool:
    return any(address and address not in own for address in addresses)


def _notes(copy: Questions, publish: int, first: datetime, last: datetime) -> list[tuple[int, datetime]]:
    """The newest notes of an audience that people of the desk wrote on tickets with a contact: ticket, and when."""
    notes, tickets = copy.schema.tables[kind_of(TicketNote).name], copy.schema.tables[kind_of(Ticket).name]
    written = notes.c.create_date_time
    statement = (
        select(notes.c.ticket_id, written)
        .join(tickets, tickets.c.id == notes.c.ticket_id)
        .where(
            notes.c[GONE_AT].is_(None),
            notes.c.publish == publish,
            notes.c.creator_resource_id.is_not(None),
            notes.c.created_by_contact_id.is_(None),
            tickets.c.contact_id.is_not(None),
            written >= to_cell(first),
            written <= to_cell(last),
        )
        .order_by(notes.c.id.desc())
        .limit(_NOTES)
    )
    return [(row[0], to_instant(row[1])) for row in copy.fetch(statement)]
