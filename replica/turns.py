"""When the status of a ticket turned, as far as this copy has seen it: Autotask's own row knows only the present.

A turn is kept in the transaction that writes the row, so that the two never disagree. Its instant is that of the last
tracked change of the row, which is the turn itself or a change since the poll before. Autotask's own trail of a ticket,
where it has been read, tells of the turns before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Select, Table, delete, insert, or_, select

from autotask.entities import Ticket
from replica.feed import Change
from replica.rows import to_micros
from replica.trail_words import TrailWords

_STATUS = "status"


class Turn(NamedTuple):
    """From this instant (epoch microseconds) on the ticket has this status."""

    at: int
    status: int | None


Turns: TypeAlias = Mapping[int, tuple[Turn, ...]]
"""The turns of tickets by their id, in the order of time."""


def turns_table(metadata: MetaData) -> Table:
    """The table of all turns. Those of one ticket stand in the order in which they were seen."""
    return Table(
        "_turns",
        metadata,
        Column("ticket_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        Column("status", BigInteger),
    )


def keep_turns(connection: Connection, table: Table, changes: Iterable[Change]) -> None:
    """Keep what some changes of tickets say about their status."""
    if turned := [_row(change) for change in changes if _has_turned(change.before, change.after)]:
        connection.execute(insert(table), turned)


def forget_turns(connection: Connection, table: Table, tickets: Table) -> None:
    """Forget the turns of tickets that the copy does not hold any more."""
    connection.execute(delete(table).where(table.c.ticket_id.not_in(select(tickets.c.id))))


def asking(table: Table, tickets: Collection[int]) -> "Select[Any]":
    """The question for the turns of some tickets."""
    columns = (table.c.ticket_id, table.c.at, table.c.status)
    return select(*columns).where(table.c.ticket_id.in_(tickets)).order_by(table.c.ticket_id, table.c.seq)


def turns_of(rows: Sequence[Any]) -> dict[int, tuple[Turn, ...]]:
    """The turns that the answer names. The order in which they were seen counts before what clocks said of them."""
    found: dict[int, tuple[Turn, ...]] = {}
    for ticket_id, of_ticket in groupby(rows, key=itemgetter(0)):
        latest, turns = 0, []
        for _, at, status in of_ticket:
            latest = max(latest, at)
            turns.append(Turn(latest, status))
        found[ticket_id] = tuple(turns)
    return found


def asking_trails(table: Table, tickets: Collection[int]) -> "Select[Any]":
    """The question for the lines about the status in the trails of some tickets."""
    about = or_(table.c.action.icontains(_STATUS), table.c.detail.icontains(_STATUS))
    columns = (table.c.ticket_id, table.c.date, table.c.action, table.c.detail)
    wanted = (table.c.ticket_id.in_(tickets), table.c.date.is_not(None), about)
    return select(*columns).where(*wanted).order_by(table.c.ticket_id, table.c.date, table.c.id)


def told_turns(rows: Iterable[Any], statuses: Mapping[str, int]) -> dict[int, tuple[Turn, ...]]:
    """The turns that such lines tell of; `replica.trail_words` says how they are read.

    Args:
        rows: ticket, instant, action and detail of each line, in order.
        statuses: the tenant's own words for a status, folded, and its numbers, which some write, with their values.
    """
    words = TrailWords(_STATUS, statuses)
    known: dict[str, int | None] = {}
    found: dict[int, list[Turn]] = {}
    for ticket_id, at, action, detail in rows:
        text = f"{action or ''} {detail or ''}"
        if text not in known:
            known[text] = words.became(text)
        if (status := known[text]) is not None:
            found.setdefault(ticket_id, []).append(Turn(at, status))
    return {ticket_id: tuple(turns) for ticket_id, turns in found.items()}


def joined(told: Sequence[Turn], seen: Sequence[Turn]) -> tuple[Turn, ...]:
    """What the trail tells of, and what this copy has seen since then."""
    turns = list(told)
    for turn in seen:
        if not told or (turn.at > told[-1].at and turn.status != turns[-1].status):
            turns.append(turn)
    return tuple(turns)


def _has_turned(before: Ticket | None, after: Ticket | None) -> bool:
    """A ticket that is first seen when it is long complete tells of no turn that matters."""
    if after is None:
        return False
    return after.completed_date is None if before is None else before.status != after.status


def _row(change: Change) -> dict[str, object]:
    row: Ticket = change.after
    moments = (row.last_tracked_modification_date_time, row.last_activity_date, row.create_date)
    at = next((to_micros(moment) for moment in moments if moment is not None), 0)
    return {"ticket_id": change.id, "seq": change.seq, "at": at, "status": row.status}
