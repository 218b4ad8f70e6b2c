"""Learning how much work a ticket of each workflow takes and who completes them, from the last that were completed.

Reading out of texts what a ticket asked for takes half a millisecond, so that it is done one by one between all else.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from autotask.entities import Ticket, TimeEntry
from desk.classifying import facts_of
from desk.forecast import Forecasts
from desk.model import Micros
from desk.tenant import Tenant
from replica.store import Replica
from sla.instants import HOUR
from workflows.catalog import Catalogue
from workflows.classify import classify

logger = logging.getLogger(__name__)

LEARNT_FROM = 600
"""Tickets that are looked at."""
REST_SECONDS = 0.01

Past = list[tuple[Ticket, Micros]]


def read_past(copy: Replica) -> Past:
    """The last complete tickets on which time was entered, with how much; for a reading thread."""
    tickets = copy.lately_completed(LEARNT_FROM)
    worked: Counter[int] = Counter()
    for entry in copy.rows_in(TimeEntry, "ticket_id", [ticket.id for ticket in tickets]):
        if entry.ticket_id is not None and entry.hours_worked is not None:
            worked[entry.ticket_id] += round(entry.hours_worked * HOUR)
    return [(ticket, worked[ticket.id]) for ticket in tickets if worked[ticket.id] > 0]


Solved = Mapping[str, Counter[int]]
"""How many of the tickets that were looked at each resource has completed, by workflow."""


async def learn_from_past(
    replica: Replica,
    tenant: Callable[[], Tenant],
    catalogue: Catalogue,
    forecasts: Forecasts,
    *,
    rest: float = REST_SECONDS,
) -> Solved:
    """Learn once, and let the forecasts reckon with it. Where that fails they reckon with the catalogue, as before.

    Args:
        rest: seconds of the machine between two tickets, for all else.

    Returns:
        Who has completed what; nothing where it fails.
    """
    solved: defaultdict[str, Counter[int]] = defaultdict(Counter)
    try:
        found: dict[str, list[Micros]] = {}
        for ticket, worked in await replica.reading(read_past):
            workflow = classify(facts_of(ticket, tenant(), ""), catalogue).workflow
            found.setdefault(workflow, []).append(worked)
            if (who := ticket.completed_by_resource_id or ticket.assigned_resource_id) is not None:
                solved[workflow][who] += 1
            await asyncio.sleep(rest)
    except Exception:
        logger.exception("nothing could be learnt from past tickets")
        return {}
    forecasts.learn(found)
    return dict(solved)
