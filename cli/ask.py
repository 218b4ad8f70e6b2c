"""`servicedeck next` and `servicedeck why`: the same queue and the same reasons as the screens, as lines of text."""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from autotask.entities import Ticket
from cli.composition import Lookout, lookout
from cli.config import read_config
from cli.copies import open_copy_to_read
from cli.exits import Exit, Stop
from cli.in_hand import lay_in_hand
from cli.kept_demo import demo_plan, kept_demo
from cli.places import places_of
from cli.plan import Plan
from cli.tenant import configured, tenant_plan
from desk.clocks import SettableClock
from desk.meanings import promise
from desk.model import RowText, View, WorkItem
from desk.wording import owes
from replica.errors import CopyDamaged, ReplicaError, ReplicaMissing
from replica.status import spoken
from sla.instants import instant, micros

Telling: TypeAlias = Callable[[Lookout, Plan], Awaitable[Exit]]
"""Answers a question from a desk that has been read."""

SHORT = re.compile(r"[01]\d[0-3]\d\.\d{4,}")
"""A ticket number as the screens write it: without the T and the year."""
LONGEST_ID = 18
"""Digits: what fits into the 64 bits of an id."""

NAMED_AT_MOST = 5
NO_COPY = "There is no copy of the tenant yet. Fill it with: servicedeck sync --once"
CUT_OFF = "The first reading was cut off or still runs, so that the copy holds only a part of the open work."
READ_ON = "Read the rest with: servicedeck sync --once"
READ_AGAIN = "Bring it up to date: servicedeck sync --once"
DEMO_AGAIN = "Start it again: servicedeck demo, with the same --data."
"""What makes the copy of a demo whole: its tenant ended with it, so that nothing else can be read of it."""
NO_DEMO_COPY = f"The demo of this folder left no copy. {DEMO_AGAIN}"
DEMO_RUNS = f"A demo that runs reads the rest by itself. {DEMO_AGAIN}"
DEMO_IS_FRESH = "It is a demo's: one that runs keeps it up to date by itself."
FRESH = timedelta(minutes=5)
"""A copy of which nobody needs to be told how old it is."""
BOOKED = "@"
"""The flag of a row whose SLA cell tells of an appointment."""


def next_item(arguments: argparse.Namespace) -> Exit:
    """Print the head of a queue from the copy, which is not asked to be newer than it is."""

    async def tell(built: Lookout, _: Plan) -> Exit:
        return _tell_next(built, arguments)

    return on_the_copy(arguments, tell)


def why(arguments: argparse.Namespace) -> Exit:
    """Print why a ticket stands where it stands."""

    async def tell(built: Lookout, plan: Plan) -> Exit:
        return _tell_why(built, arguments, of_demo=plan.passing)

    return on_the_copy(arguments, tell)


def on_the_copy(arguments: argparse.Namespace, tell: Telling) -> Exit:
    """Put a question to a desk over the copy, at the instant that was asked for. Raises `Stop`."""
    plan = _plan(arguments)
    if arguments.at is not None:
        plan = replace(plan, clock=SettableClock(micros(arguments.at)))
    return asyncio.run(_look(plan, tell))


def _plan(arguments: argparse.Namespace) -> Plan:
    """A house for the demo whose folder this is, else for the tenant."""
    places = places_of(arguments)
    kept = kept_demo(places.data_folder)
    if kept is None:
        return tenant_plan(*configured(arguments))
    try:
        return demo_plan(kept, read_config(places), places.data_folder)
    except ReplicaMissing:
        raise Stop(Exit.NOTHING, NO_DEMO_COPY) from None
    except CopyDamaged as error:
        raise Stop(
            Exit.FAILED, f"The demo left a damaged copy in {error.path} ({error.reason}). {DEMO_AGAIN}"
        ) from None
    except ReplicaError as error:
        raise Stop(Exit.FAILED, str(error)) from None


async def _look(plan: Plan, tell: Telling) -> Exit:
    try:
        async with lookout(plan, open_copy_to_read(plan)) as built:
            good = built.sync.status.last_good
            if good is None:
                raise Stop(Exit.FAILED, f"{CUT_OFF} {DEMO_RUNS if plan.passing else READ_ON}")
            await built.desk.load()
            await lay_in_hand(plan, built.desk)
            _tell_age(good, plan.wall(), built.desk.zone)
            return await tell(built, plan)
    except ReplicaMissing:
        raise Stop(Exit.NOTHING, NO_COPY) from None
    except ReplicaError as error:
        raise Stop(Exit.FAILED, str(error)) from None


def _tell_age(good: datetime, now: datetime, zone: ZoneInfo) -> None:
    """Say how old the answer is, unless it is fresh: nobody brings the copy up to date while no desk runs."""
    age = now - good
    if age > FRESH:
        there = good.astimezone(zone)
        day = "" if there.date() == now.astimezone(zone).date() else f"{there:%a} {there.day} {there:%b} "
        ago = spoken(age.total_seconds())
        print(f"servicedeck: copy as of {day}{there:%H:%M} ({ago} ago)", file=sys.stderr)


def _tell_next(built: Lookout, arguments: argparse.Namespace) -> Exit:
    desk = built.desk
    view = View(arguments.view)
    if view is View.MINE and desk.me is None:
        raise Stop(Exit.WRONG_USE, desk.me_problem or "Nobody is me: set desk.me in the configuration, or --view team.")
    snapshot = desk.queue(view)
    offered = snapshot.items[: min(arguments.count, snapshot.offered)]
    if not offered:
        raise Stop(Exit.NOTHING, f"Nothing is due on the {view.value} queue; {snapshot.total} item(s) wait.")
    for position, item in enumerate(offered, start=1):
        print(json.dumps(_facts(built, item, position)) if arguments.json else _lines(built, item, position))
    return Exit.DONE


def _facts(built: Lookout, item: WorkItem, position: int) -> dict[str, object]:
    row = built.desk.row(item, built.desk.clock.now())
    return {
        "position": position,
        "kind": item.id.kind.value,
        **what_it_is(item),
        "rung": item.place.rung,
        "due": _iso(item),
        "sla": row.sla,
        "milestone": _milestone(item, row),
        "why": row.why,
        "as_of": as_of(built),
    }


def what_it_is(item: WorkItem) -> dict[str, object]:
    """What an object of `--json` says of an item itself, whatever was asked."""
    return {
        "id": item.id.id,
        "number": item.number,
        "title": item.title,
        "company": item.company,
        "priority": item.priority,
        "status": item.status,
        "workflow": item.workflow,
        "owner": item.owner,
    }


def as_of(built: Lookout) -> str | None:
    """When the copy was last level with Autotask; None where it never was."""
    good = built.sync.status.last_good
    return None if good is None else utc_text(good)


def _iso(item: WorkItem) -> str | None:
    due = item.place.effective_due
    return None if due is None else utc_text(instant(due))


def utc_text(at: datetime) -> str:
    """An instant as `--json` tells it."""
    return at.isoformat().replace("+00:00", "Z")


def _milestone(item: WorkItem, row: RowText) -> str | None:
    """What the SLA cell counts to, which need not be what the reason speaks of; None where that is no milestone."""
    elsewhere = item.paused or row.flag == BOOKED or owes(item)
    following = None if item.clock is None or elsewhere else item.clock.next_event
    return None if following is None else promise(following.name)


def _lines(built: Lookout, item: WorkItem, position: int) -> str:
    row = built.desk.row(item, built.desk.clock.now())
    sla = " ".join(part for part in (_milestone(item, row), row.sla) if part)
    head = " ".join(part for part in (f"{position}.", row.number, row.priority, sla) if part)
    return f"{one_line(head)}\n   {one_line(row.summary)} ({one_line(row.company)})\n   {one_line(row.why)}"


def one_line(text: str) -> str:
    """A text that may have line breaks of its own, so that what stands on its own line is ours."""
    return " ".join(text.split())


def _tell_why(built: Lookout, arguments: argparse.Namespace, *, of_demo: bool) -> Exit:
    desk = built.desk
    item = meant(built, arguments.ticket, of_demo=of_demo)
    # Where the person's own place is another than everybody's, theirs is what the screen shows.
    shared = desk.state.roster.entries[item.id].item.place
    explanation = desk.explain(item.id, View.TEAM if item.place == shared else View.MINE)
    assert explanation is not None  # noqa: S101 - it was found a moment ago
    if arguments.json:
        classification = item.classification
        evidence = [] if classification is None else [asdict(piece) for piece in classification.evidence]
        facts = _facts(built, item, explanation.position or 0)
        steps = [step._asdict() for step in explanation.steps]
        print(json.dumps({**facts, "lines": list(explanation.lines), "steps": steps, "evidence": evidence}))
        return Exit.DONE
    print(f"{item.short_id} {one_line(item.title)}")
    for line in explanation.lines:
        print(f"  {one_line(line)}")
    print("The ladder of the order:")
    for step in explanation.steps:
        print(f"  {'>' if step.hit else ' '} {step.rung} {step.name}: {one_line(step.words)}")
    if item.classification is not None:
        print(f"Workflow {item.workflow} {item.workflow_name}, by {item.classification.rule}:")
        for piece in item.classification.evidence:
            print(f"  {piece.field} {piece.value!r}: {one_line(piece.says)} ({piece.weight:+.2f})")
    return Exit.DONE


def meant(built: Lookout, text: str, *, of_demo: bool) -> WorkItem:
    """The open item whose number or id is `text`, or the only one whose number ends like that.

    Args:
        of_demo: the copy is a demo's, which decides what is said of a name that it does not know.

    Raises:
        Stop: none is, or several are. That an item is complete is said.
    """
    wanted = _wanted(text)
    found = [item for item in built.desk.find(text) if item.number.casefold().endswith(wanted) or _is(item, wanted)]
    exact = [item for item in found if _is(item, wanted)]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if found:
        numbers = ", ".join(item.number for item in found[:NAMED_AT_MOST])
        more = " and more" if len(found) > NAMED_AT_MOST else ""
        raise Stop(Exit.NOTHING, f"Several open items end in {text!r}: {numbers}{more}. Write the whole number.")
    fresher = DEMO_IS_FRESH if of_demo else READ_AGAIN
    raise Stop(Exit.NOTHING, _why_not_open(built, text) or f"No open item is called {text!r} in the copy. {fresher}")


def _wanted(text: str) -> str:
    """A name as it is compared. Bytes that are no text in the terminal's encoding name no ticket, and the copy cannot
    be asked for them."""
    return text.encode("utf-8", "replace").decode().strip().lstrip("#").casefold()


def _is(item: WorkItem, wanted: str) -> bool:
    return wanted in (item.number.casefold(), str(item.id.id))


def ticket_called(built: Lookout, text: str) -> Ticket | None:
    """The ticket of the copy, open or complete, whose number or id is `text`; None where there is none, or several."""
    wanted = _wanted(text)
    by_id = (
        built.replica.one(Ticket, int(wanted))
        if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_ID
        else None
    )
    by_number = [row for number in _whole_numbers(wanted) for row in built.replica.rows(Ticket, ticket_number=number)]
    return by_id or (by_number[0] if len(by_number) == 1 else None)


def _why_not_open(built: Lookout, text: str) -> str:
    """What the copy knows of a ticket that is on no queue; empty where it knows none of that name."""
    ticket = ticket_called(built, text)
    if ticket is None:
        return ""
    name = f"{ticket.ticket_number} {one_line(ticket.title or '')}"
    if ticket.completed_date is not None:
        return f"{name} is complete since {ticket.completed_date.astimezone(built.desk.zone):%a %d %b %Y %H:%M}."
    if ticket.status in built.replica.complete_statuses():
        return f"{name} is complete."
    return f"{name} is in the copy, but on no queue."


def _whole_numbers(wanted: str) -> tuple[str, ...]:
    """The ticket numbers that may be meant: as written, and those of this century that the screens write so shortly."""
    if SHORT.fullmatch(wanted) is None:
        return (wanted.upper(),)
    return tuple(f"T20{year:02}{wanted}" for year in range(100))
