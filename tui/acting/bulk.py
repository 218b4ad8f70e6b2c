"""The same thing on all marked tickets: asked once, told once."""

from collections.abc import Iterable, Sequence

from desk.acts.answers import BulkVerdict
from desk.acts.commands import Command, OnTicket, Skip
from desk.model import ItemId, ItemKind, WorkItem
from tui.acting.work import LEAST_SECONDS, REFUSED_SECONDS, Work
from tui.forms.confirm import Confirm
from tui.screens.list_screen import ListScreen
from tui.widgets.parts import Part, Parts, flowing, paragraph, parts

NAMED = 8
"""Tickets that are named in the question; nobody reads on."""


async def do(work: Work, says: str, commands: Sequence[Command]) -> None:
    """Do one command as it is; of several, ask once for all, go on past those that fail, and tell one summary.

    Args:
        says: what will be done, for the question: "Set to Waiting Customer".
    """
    if len(commands) == 1:
        await work.do(commands[0])
        return
    verdict = await work.acts.check_all(commands)
    count = f"{len(verdict.ready)} of {len(commands)} tickets" if verdict.blocked else f"{len(commands)} tickets"
    if not verdict.ready:
        await work.ask(Confirm(f"{says}: none can be", lambda width: words(work.items, verdict, width)))
        return
    title = f"{says}: {count}?"
    if not await work.ask(Confirm(title, lambda width: words(work.items, verdict, width), f"does it on {count}")):
        return
    done = await work.acts.do_all(verdict.ready, {question.id for question in verdict.questions})
    left_out = f"; {len(verdict.blocked)} left out" if verdict.blocked else ""
    seconds = max(LEAST_SECONDS, done.window, REFUSED_SECONDS if done.failed else 0)
    work.screen.tell(f"{says}: {done.says}{left_out}", seconds=seconds)
    clear_marks(work)


def clear_marks(work: Work) -> None:
    """What was marked has been done."""
    if isinstance(work.screen, ListScreen):
        work.screen.queue.clear_marks()


def what(items: Sequence[WorkItem]) -> str:
    """What an act is about, for a heading."""
    return f"{items[0].short_id} {items[0].title}" if len(items) == 1 else f"{len(items)} tickets"


def words(items: Sequence[WorkItem], verdict: BulkVerdict, width: int) -> list[Parts]:
    """Which it is done to, which not and why, and what is asked about all of them."""
    names = _first(_name(items, command) for command in verdict.ready)
    lines: list[Parts] = flowing(
        [Part(f"{len(verdict.ready)} can:", "quiet"), *map(Part, names)] if names else [], width, "  "
    )
    if verdict.blocked:
        lines += [*([()] if lines else []), parts((f"{len(verdict.blocked)} cannot:", "late"))]
    reasons = dict.fromkeys(problem.says for _, problem in verdict.blocked)
    for reason in reasons:
        names = _first(_name(items, command) for command, problem in verdict.blocked if problem.says == reason)
        lines += paragraph(f"{', '.join(names)}: {reason}", width, indent=2)
    for question in verdict.questions:
        lines += [(), *paragraph(question.says, width, tone="soon")]
    return lines


def named(items: Sequence[WorkItem]) -> list[str]:
    """Their numbers, the first of many."""
    return _first(item.short_id for item in items)


def _first(names: Iterable[str]) -> list[str]:
    every = list(names)
    return [*every[:NAMED], f"and {len(every) - NAMED} more"] if len(every) > NAMED else every


def _name(items: Sequence[WorkItem], command: Command) -> str:
    """What a command is about, as the list calls it."""
    about = command.item if isinstance(command, Skip) else None
    if isinstance(command, OnTicket):
        about = ItemId(ItemKind.TICKET, command.ticket_id)
    return next((item.short_id for item in items if item.id == about), "")
