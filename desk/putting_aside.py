"""What the person at the screen has skipped: an item as it stood then, so that it is seen when it has changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from desk.model import ItemId, ItemKind, Micros, WorkItem
from workflows.order import RankFacts, Skipped

_KINDS = {kind.value: kind for kind in ItemKind}


@dataclass(frozen=True, slots=True)
class Looks:
    """What of an item is looked at again when it changes; the rest of it may change and it stays skipped.

    Attributes:
        dates: its own due date, its planned start, and of each milestone that ran when it was due.
        reply_at: when the customer wrote what nobody had answered.
    """

    status: str
    priority: str
    owner_id: int | None
    workflow: str
    dates: Mapping[str, Micros | None]
    reply_at: Micros | None

    def still(self, now: "Looks") -> bool:
        """Whether nothing has changed that matters.

        A milestone that is met, or that runs again, moves no date; an answer to the customer asks for nobody.
        """
        same = (self.status, self.priority, self.owner_id, self.workflow)
        if same != (now.status, now.priority, now.owner_id, now.workflow):
            return False
        if any(now.dates[name] != at for name, at in self.dates.items() if name in now.dates):
            return False
        return now.reply_at is None or now.reply_at == self.reply_at


@dataclass(frozen=True, slots=True)
class PutAside:
    """A skip, as it is kept.

    Attributes:
        at: when, in desk time.
        reason: one of those offered, or own words.
        looks: the item as it stood then.
    """

    at: Micros
    reason: str
    looks: Looks

    def of(self, item: WorkItem, facts: RankFacts) -> Skipped | None:
        """The skip as the order reads it; None where the item has changed since."""
        return Skipped(self.at, self.reason) if self.looks.still(looks(item, facts)) else None


def looks(item: WorkItem, facts: RankFacts) -> Looks:
    """An item as it stands now."""
    dates: dict[str, Micros | None] = {"due": facts.ticket_due, "start": facts.task_start}
    dates |= {milestone.name.value: milestone.due for milestone in facts.pending}
    return Looks(item.status, item.priority, item.owner_id, item.workflow, dates, facts.reply_at)


def packed(item: ItemId, aside: PutAside) -> dict[str, Any]:
    """As the outbox keeps it."""
    return {
        "item": [item.kind.value, item.id],
        "at": aside.at,
        "reason": aside.reason,
        "looks": asdict(aside.looks),
    }


def unpacked(body: object) -> tuple[ItemId, PutAside] | None:
    """What was kept; None for what cannot be read."""
    match body:
        case {
            "item": [str(kind), int(id_)],
            "at": int(at),
            "reason": str(reason),
            "looks": {
                "status": str(status),
                "priority": str(priority),
                "owner_id": int() | None as owner_id,
                "workflow": str(workflow),
                "dates": dict(dates),
                "reply_at": int() | None as reply_at,
            },
        } if kind in _KINDS:
            return ItemId(_KINDS[kind], id_), PutAside(
                at, reason, Looks(status, priority, owner_id, workflow, dates, reply_at)
            )
    return None
