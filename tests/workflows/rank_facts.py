"""Facts of a quiet ticket at ten in the morning, to be varied one field at a time."""

from typing import Any
from zoneinfo import ZoneInfo

from sla.clock import MilestoneName
from sla.instants import HOUR, MINUTE, Micros
from workflows.order import ItemId, ItemKind, Pending, RankFacts

UTC = ZoneInfo("UTC")
MIDNIGHT: Micros = 1_795_478_400_000_000  # Tuesday 24 November 2026, 00:00 UTC
NOW: Micros = MIDNIGHT + 10 * HOUR

_ORDER = ("W01", "W02", "W03", "A", "W04", "W06", "W07", "W05", "U", "W08", "W09", "W10", "W11")
RANKS = {workflow: rank for rank, workflow in enumerate(_ORDER, start=1)}
SCHEDULED = ("W08", "W09", "W10", "W11")


def at(hour: int, minute: int = 0, *, day: int = 0) -> Micros:
    """An instant of today, or of another day counted from it."""
    return MIDNIGHT + (24 * day + hour) * HOUR + minute * MINUTE


def ticket(id_: int = 1, workflow: str = "W04", **changes: Any) -> RankFacts:
    known: dict[str, Any] = {
        "item": ItemId(ItemKind.TICKET, id_),
        "workflow": workflow,
        "workflow_rank": RANKS[workflow],
        "worked_from": "schedule" if workflow in SCHEDULED else "queue",
        "created": at(9),
        "day_start": MIDNIGHT,
        "day_end": MIDNIGHT + 24 * HOUR,
    }
    return RankFacts(**{**known, **changes})


def first_response(due: Micros) -> Pending:
    return Pending(MilestoneName.FIRST_RESPONSE, due)


def plan(due: Micros) -> Pending:
    return Pending(MilestoneName.RESOLUTION_PLAN, due)


def resolution(due: Micros) -> Pending:
    return Pending(MilestoneName.RESOLVED, due)
