"""How the queue looked when it was last on the screen, kept in a small private file.

A start reads it before anything heavy is imported, so that a person sees their queue at once, dated, and the living
desk takes over a moment later. It holds words that were on the screen and nothing else; whatever is odd about it is
a reason to have none, never to fail.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desk.model import (
    Counts,
    ItemId,
    ItemKind,
    Person,
    Place,
    QueueSnapshot,
    RowText,
    StatusKind,
    View,
    WorkItem,
)
from desk.surface import Desk
from workflows.order import Reason

FILE = "last-look.json"
VERSION = 1
KEPT = 200
"""Rows: more than the tallest terminal shows."""


@dataclass(frozen=True, slots=True)
class LastLook:
    """One view of the queue, in words."""

    owner: str
    """Whose data it is and who looked, as `looker` says; a look of another tenant or person is not shown."""
    seen: datetime
    """When the copy was last as Autotask is; aware UTC."""
    zone: ZoneInfo
    me: Person | None
    snapshot: QueueSnapshot
    counts: Counts
    rows: Mapping[ItemId, RowText]


def looker(owner: str, me: str) -> str:
    """Who looks: the owner of a look is whose data it shows and for whom, for "my" queue is another's to anyone else.

    Args:
        owner: whose data the copy holds.
        me: who sits at the screen, as the settings name them; empty for nobody.
    """
    return f"{owner}, seen by {' '.join(me.split()).casefold() or 'nobody'}"


def look(desk: Desk, owner: str) -> LastLook | None:
    """What a person sees first: their own queue, or the team's. None of a desk that has not read its copy."""
    if not desk.loaded or desk.status.last_good is None:
        return None
    view = View.MINE if desk.me is not None else View.TEAM
    whole, now = desk.queue(view), desk.clock.now()
    rows = {item.id: desk.row(item, now) for item in whole.items[:KEPT]}
    return LastLook(owner, desk.status.last_good, desk.zone, desk.me, whole, desk.counts(view), rows)


def keep(seen: LastLook, folder: Path) -> None:
    """Write it to the folder in one step, for its owner only. A full disk loses nothing that counts."""
    shown = seen.snapshot
    text = json.dumps(
        {
            "version": VERSION,
            "owner": seen.owner,
            "seen": seen.seen.isoformat(),
            "zone": seen.zone.key,
            "me": None if seen.me is None else asdict(seen.me),
            "view": shown.view,
            "figures": [shown.at, shown.offered, shown.paused, shown.total, shown.late, shown.soon],
            "counts": asdict(seen.counts),
            "items": [_kept(item, seen.rows[item.id]) for item in shown.items if item.id in seen.rows],
        }
    )
    written = folder / f"{FILE}.{os.getpid()}"
    try:
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        written.replace(folder / FILE)
    except OSError:
        written.unlink(missing_ok=True)


def recall(folder: Path, owner: str) -> LastLook | None:
    """What was kept for this owner; None where there is nothing that can be read."""
    try:
        kept: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return _look_of(kept) if kept["version"] == VERSION and kept["owner"] == owner else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _kept(item: WorkItem, row: RowText) -> dict[str, Any]:
    own = {name: getattr(item, name) for name in _PLAIN}
    return {"id": list(item.id), "own": own, "offered": item.place.offered, "row": asdict(row)}


_PLAIN = (
    "number",
    "title",
    "company",
    "priority",
    "priority_mark",
    "status",
    "status_kind",
    "owner",
    "workflow",
    "late",
)


def _look_of(kept: dict[str, Any]) -> LastLook:
    items, rows = [], {}
    for rank, entry in enumerate(kept["items"]):
        item = _item_of(entry, rank)
        items.append(item)
        rows[item.id] = RowText(**{field.name: str(entry["row"][field.name]) for field in fields(RowText)})
    at, offered, paused, total, late, soon = (int(figure) for figure in kept["figures"])
    return LastLook(
        owner=kept["owner"],
        seen=datetime.fromisoformat(kept["seen"]).astimezone(UTC),
        zone=ZoneInfo(kept["zone"]),
        me=None if kept["me"] is None else Person(**kept["me"]),
        snapshot=QueueSnapshot(View(kept["view"]), at, tuple(items), offered, paused, total, late, soon),
        counts=Counts(**{name: int(figure) for name, figure in kept["counts"].items()}),
        rows=rows,
    )


def _item_of(entry: dict[str, Any], rank: int) -> WorkItem:
    """The item as far as its row needs it; everything else is unknown until the living desk is there."""
    kind, number = entry["id"]
    own = entry["own"]
    return WorkItem(
        id=ItemId(ItemKind(kind), int(number)),
        number=str(own["number"]),
        title=str(own["title"]),
        company_id=None,
        company=str(own["company"]),
        contact_id=None,
        contact="",
        priority=str(own["priority"]),
        priority_mark=str(own["priority_mark"]),
        status=str(own["status"]),
        status_kind=StatusKind(own["status_kind"]),
        queue_id=None,
        queue="",
        owner_id=None,
        owner=str(own["owner"]),
        workflow=str(own["workflow"]),
        workflow_name="",
        clock=None,
        place=Place(6, (rank,), Reason.NO_DUE, "", None, None, None, bool(entry["offered"]), None),
        classification=None,
        created=0,
        touched=0,
        hold_release=None,
        reply_at=None,
        booked_start=None,
        booked_end=None,
        estimated_minutes=None,
        vip=False,
        late=bool(own["late"]),
        soon=False,
        stale=False,
        paused=False,
        resources=frozenset(),
        zone="UTC",
        version=-1,
    )
