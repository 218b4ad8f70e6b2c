"""A few records, and how to write them."""

from datetime import UTC, datetime
from typing import Any

from autotask.entities import Ticket
from replica.store import Replica
from replica.writing import Batch

AT = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)


def tickets(*ids: int, **fields: Any) -> list[Ticket]:
    """New tickets with these ids, all else equal."""
    return [Ticket(id=id_, **{"title": f"Ticket {id_}", "status": 1, "create_date": AT, **fields}) for id_ in ids]


async def fill(copy: Replica, *ids: int) -> None:
    """Write such tickets."""
    await copy.write(Batch("Tickets", tickets(*ids)))
