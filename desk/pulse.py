"""The pulse of a desk, for a wall: what came in and went out lately, how much of it in time, and what is due next.

Open work is in memory. What was completed is read from the copy, and only as far back as the copy covers: before that
a figure is not known, which is not nought.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from autotask.entities import ServiceLevelAgreementResult
from desk.entries import sane
from desk.model import ItemId, ItemKind, Micros, MilestoneName, MilestoneState
from desk.state import State
from replica.store import Replica
from sla.instants import DAY, HOUR, micros

HOURS = 24
DAYS = 7
AHEAD = 4 * HOUR


class Closed(NamedTuple):
    """A ticket that was completed lately. Whether it was in time is None where nothing was promised."""

    created: Micros | None
    at: Micros
    responded_in_time: bool | None
    resolved_in_time: bool | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promises were kept on the tickets that were completed in some stretches of time, the oldest first."""

    met: tuple[int, ...]
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A ticket whose next running milestone is due soon."""

    at: Micros
    item: ItemId
    number: str
    milestone: MilestoneName


@dataclass(frozen=True, slots=True)
class Pulse:
    """A desk at an instant."""

    at: Micros
    open: int
    waiting: int
    due: tuple[Due, ...]
    """Within `AHEAD`, the earliest first."""
    came: tuple[int, ...] | None = None
    """Tickets made in each of the last `HOURS` hours; None where the copy does not cover them."""
    went: tuple[int, ...] | None = None
    """Tickets completed in them."""
    responses: Kept | None = None
    """First responses of what was completed on each of the last `DAYS` stretches of 24 hours; None as above."""
    resolutions: Kept | None = None


def read_closed(copy: Replica, now: datetime) -> list[Closed]:
    """What was completed in the last `DAYS` days; for a reading thread.

    Autotask's own record of a service level goes before a comparison of its dates.
    """
    tickets = copy.completed_since(now - timedelta(days=DAYS))
    results = copy.rows_in(ServiceLevelAgreementResult, "ticket_id", [ticket.id for ticket in tickets])
    recorded = {row.ticket_id: row for row in results}
    found = []
    for ticket in tickets:
        at, record = sane(ticket.completed_date), recorded.get(ticket.id)
        if at is None:
            continue
        resolved = ticket.resolved_date_time or ticket.completed_date
        responded = _in_time(ticket.first_response_date_time or resolved, ticket.first_response_due_date_time)
        in_time = _in_time(resolved, ticket.resolved_due_date_time)
        if record is not None and record.is_first_response_met is not None:
            responded = record.is_first_response_met
        if record is not None and record.is_resolution_met is not None:
            in_time = record.is_resolution_met
        found.append(Closed(sane(ticket.create_date), at, responded, in_time))
    return found


def pulse_of(state: State, closed: Sequence[Closed], covers: datetime | None, now: Micros) -> Pulse:
    """The pulse at `now`.

    Args:
        closed: as `read_closed` has it.
        covers: since when closed work is in the copy; None while none is.
    """
    items = [entry.item for id_, entry in state.roster.entries.items() if id_.kind is ItemKind.TICKET]
    since = now if covers is None else micros(covers)
    day = since <= now - HOURS * HOUR
    week = since <= now - DAYS * DAY
    created = (at for at in (*(item.created for item in items), *(one.created for one in closed)) if at is not None)
    return Pulse(
        at=now,
        open=len(items),
        waiting=sum(item.waiting for item in items),
        due=_due(state, now),
        came=_counts(created, now, HOURS, HOUR) if day else None,
        went=_counts((one.at for one in closed), now, HOURS, HOUR) if day else None,
        responses=_kept(((one.at, one.responded_in_time) for one in closed), now) if week else None,
        resolutions=_kept(((one.at, one.resolved_in_time) for one in closed), now) if week else None,
    )


def _due(state: State, now: Micros) -> tuple[Due, ...]:
    found = []
    for entry in state.roster.entries.values():
        if entry.pending is None or not now < entry.pending[0] <= now + AHEAD or entry.item.clock is None:
            continue
        for milestone in entry.item.clock.milestones:
            if milestone.due == entry.pending[0] and milestone.state is MilestoneState.RUNNING:
                found.append(Due(milestone.due, entry.item.id, entry.item.short_id, milestone.name))
                break
    return tuple(sorted(found, key=lambda due: (due.at, due.item.id)))


def _in_time(met: datetime | None, due: datetime | None) -> bool | None:
    return None if met is None or due is None else met <= due


def _counts(moments: Iterable[Micros], now: Micros, count: int, length: int) -> tuple[int, ...]:
    """How many moments lie in each of some stretches that end now, the oldest first."""
    ago = Counter((now - at) // length for at in moments if at <= now)
    return tuple(ago[back] for back in reversed(range(count)))


def _kept(verdicts: Iterable[tuple[Micros, bool | None]], now: Micros) -> Kept:
    known = [(at, kept) for at, kept in verdicts if kept is not None]
    met = _counts((at for at, kept in known if kept), now, DAYS, DAY)
    return Kept(met, _counts((at for at, _ in known), now, DAYS, DAY))
