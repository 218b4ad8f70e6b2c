"""`servicedeck next` and `servicedeck why`: the same queue and the same reasons as the screens, as lines of text."""

import argparse
import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from cli.composition import Plan, house
from cli.exits import Exit, Stop
from cli.tenant import configured, tenant_plan
from desk.live import LiveDesk
from desk.model import View, WorkItem
from replica.errors import ReplicaError, ReplicaMissing
from replica.store import Replica
from sla.instants import instant

NO_COPY = "There is no copy of the tenant yet. Fill it with: servicedeck sync --once"


def next_item(arguments: argparse.Namespace) -> Exit:
    """Print the head of a queue from the copy, which is not asked to be newer than it is."""
    return _on_the_copy(arguments, lambda desk: _tell_next(desk, arguments))


def why(arguments: argparse.Namespace) -> Exit:
    """Print why a ticket stands where it stands."""
    return _on_the_copy(arguments, lambda desk: _tell_why(desk, arguments))


def _on_the_copy(arguments: argparse.Namespace, tell: Callable[[LiveDesk], Exit]) -> Exit:
    config, places = configured(arguments)
    plan = tenant_plan(config, places)
    return asyncio.run(_look(plan, tell))


async def _look(plan: Plan, tell: Callable[[LiveDesk], Exit]) -> Exit:
    try:
        replica = Replica.open(plan.folder, read_only=True)
    except ReplicaMissing:
        raise Stop(Exit.NOTHING, NO_COPY) from None
    except ReplicaError as error:
        raise Stop(Exit.FAILED, str(error)) from None
    async with house(plan, replica) as built:
        await built.desk.load()
        return tell(built.desk)


def _tell_next(desk: LiveDesk, arguments: argparse.Namespace) -> Exit:
    view = View(arguments.view)
    if view is View.MINE and desk.me is None:
        raise Stop(Exit.WRONG_USE, desk.me_problem or "Nobody is me: set desk.me in the configuration, or --view team.")
    snapshot = desk.queue(view)
    offered = snapshot.items[: min(arguments.count, snapshot.offered)]
    if not offered:
        raise Stop(Exit.NOTHING, f"Nothing is due on the {view.value} queue; {snapshot.total} item(s) wait.")
    for position, item in enumerate(offered, start=1):
        print(json.dumps(_facts(desk, item, position)) if arguments.json else _lines(desk, item, position))
    return Exit.DONE


def _facts(desk: LiveDesk, item: WorkItem, position: int) -> dict[str, object]:
    row = desk.row(item, desk.clock.now())
    return {
        "position": position,
        "kind": item.id.kind.value,
        "id": item.id.id,
        "number": item.number,
        "title": item.title,
        "company": item.company,
        "priority": item.priority,
        "status": item.status,
        "workflow": item.workflow,
        "owner": item.owner,
        "rung": item.place.rung,
        "due": _iso(item),
        "sla": row.sla,
        "why": row.why,
    }


def _iso(item: WorkItem) -> str | None:
    due = item.place.effective_due
    return None if due is None else _text(instant(due))


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _lines(desk: LiveDesk, item: WorkItem, position: int) -> str:
    row = desk.row(item, desk.clock.now())
    head = " ".join(part for part in (f"{position}.", row.number, row.priority, row.sla) if part)
    return f"{head}\n   {row.summary} ({row.company})\n   {row.why}"


def _tell_why(desk: LiveDesk, arguments: argparse.Namespace) -> Exit:
    found = desk.find(arguments.ticket)
    if not found:
        sentence = (
            f"No open item is called {arguments.ticket!r} in the copy. Bring it up to date: servicedeck sync --once"
        )
        raise Stop(Exit.NOTHING, sentence)
    item = found[0]
    explanation = desk.explain(item.id, View.TEAM)
    assert explanation is not None  # noqa: S101 - it was found a moment ago
    if arguments.json:
        classification = item.classification
        evidence = [] if classification is None else [asdict(piece) for piece in classification.evidence]
        facts = _facts(desk, item, explanation.position or 0)
        print(json.dumps({**facts, "lines": list(explanation.lines), "evidence": evidence}))
        return Exit.DONE
    print(f"{item.short_id} {item.title}")
    print(explanation.sentence)
    for line in explanation.lines:
        print(f"  {line}")
    if item.classification is not None:
        print(f"Workflow {item.workflow} {item.workflow_name}, by {item.classification.rule}:")
        for piece in item.classification.evidence:
            print(f"  {piece.field} {piece.value!r}: {piece.says} ({piece.weight:+.2f})")
    return Exit.DONE
