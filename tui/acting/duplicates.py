"""Closing a ticket as a duplicate of another: as near to merging as Autotask's API comes."""

from collections.abc import Sequence

from desk.acts.answers import Done
from desk.acts.commands import Absorb, CloseAsDuplicate
from desk.acts.offers import Choice
from desk.model import ItemKind, View, WorkItem
from tui.acting import bulk
from tui.acting.work import Work
from tui.forms.chooser import Chooser
from tui.forms.confirm import Confirm
from tui.widgets.parts import Part, Parts, flowing, paragraph

FOUND = 12
"""Tickets that are offered for a number or words."""
WHAT_IT_DOES = (
    "What the customer said here, and how to reach them, goes there as an internal note. {here} is completed with the"
    " resolution “Duplicate of {there}”. Autotask's API cannot merge tickets: its time stays where it was entered."
)


WHAT_ABSORBING_DOES = (
    "What customers said on the others, and how to reach them, goes to {there} in one internal note that names them"
    " all. They are completed with the resolution “Duplicate of {there}”. Autotask's API cannot merge tickets: their"
    " time stays where it was entered."
)


async def close_as_duplicate(work: Work) -> None:
    """Choose the other ticket, likely ones of the company first; then ask, as it completes this one."""
    if not (tickets := work.tickets):
        return
    if len(tickets) > 1:
        await absorb(work, tickets)
        return
    ticket = tickets[0]

    async def find(text: str) -> Sequence[Choice]:
        found = [item for item in work.screen.seat.desk.find(text) if _other(item, ticket)] if text.strip() else []
        return [_choice(item, ticket) for item in found[:FOUND]]

    picked = await work.ask(
        Chooser(
            f"{ticket.short_id} is a duplicate of",
            await _likely(work, ticket),
            columns=("Ticket that goes on", "Why"),
            prompt="a number or words of any ticket",
            find=find,
        )
    )
    if picked is not None:
        await _close(work, ticket, picked.choice)


async def absorb(work: Work, tickets: Sequence[WorkItem]) -> None:
    """A storm of tickets becomes one of them: choose which goes on, then ask once for all the others."""
    first = sorted(tickets, key=lambda item: (item.owner_id is None, item.created, item.id.id))
    choices = [Choice(item.id.id, f"{item.short_id} {item.title}", why=item.owner or item.status) for item in first]
    title = f"{len(tickets)} tickets become one: which goes on?"
    picked = await work.ask(Chooser(title, choices, columns=("Ticket that goes on", "Whose")))
    if picked is None:
        return
    others = [item for item in tickets if item.id.id != picked.choice.id]
    ids = tuple(item.id.id for item in others)
    command = Absorb(into_id=picked.choice.id, ticket_ids=ids, act_id=work.acts.new_act())
    verdict = await work.acts.check(command)
    there = picked.choice.label.split(" ", 1)[0]

    def words(width: int) -> list[Parts]:
        lines = paragraph(f"goes on: {picked.choice.label}", width, tone="strong")
        lines += [(), *flowing([Part("closed:", "quiet"), *map(Part, bulk.named(others))], width, "  ")]
        lines += [(), *paragraph(WHAT_ABSORBING_DOES.format(there=there), width)]
        for question in verdict.questions:
            lines += [(), *paragraph(question.says, width, tone="soon")]
        return lines

    closes = f"closes {len(others)}"
    # What is wrong with it is told by doing it, which the desk refuses.
    agreed = bool(verdict.problems) or await work.ask(Confirm(f"{closes.capitalize()} as duplicates?", words, closes))
    if agreed:
        outcome = await work.acts.do(command, {question.id for question in verdict.questions})
        if isinstance(outcome, Done):
            bulk.clear_marks(work)
        work.tell(outcome)


async def _likely(work: Work, ticket: WorkItem) -> list[Choice]:
    """Those that may be the same thing, then all that are open for the company, opened at much the same time first."""
    alike = await work.acts.duplicates(ticket.company_id, ticket.contact_id, ticket.title)
    likely = [
        Choice(each.item.id, f"{each.number} {each.title}", why=each.says) for each in alike if each.item != ticket.id
    ]
    named = {choice.id for choice in likely}
    open_ones = [item for item in work.screen.seat.desk.queue(View.TEAM).items if item.company_id == ticket.company_id]
    near = sorted(open_ones, key=lambda item: abs(item.created - ticket.created))
    others = [_choice(item, ticket) for item in near if _other(item, ticket) and item.id.id not in named]
    return likely + others if ticket.company_id is not None else likely


async def _close(work: Work, ticket: WorkItem, into: Choice) -> None:
    command = CloseAsDuplicate(ticket_id=ticket.id.id, of_id=into.id, act_id=work.acts.new_act())
    verdict = await work.acts.check(command)
    there = into.label.split(" ", 1)[0]

    def words(width: int) -> list[Parts]:
        lines = paragraph(f"{ticket.short_id} {ticket.title}", width, tone="strong")
        lines += paragraph(f"goes on in {into.label}", width, tone="strong")
        lines += [(), *paragraph(WHAT_IT_DOES.format(here=ticket.short_id, there=there), width)]
        for question in verdict.questions:
            lines += [(), *paragraph(question.says, width, tone="soon")]
        return lines

    # What is wrong with it is told by doing it, which the desk refuses.
    agreed = bool(verdict.problems) or await work.ask(Confirm("Close as a duplicate?", words, "closes it"))
    if agreed:
        work.tell(await work.acts.do(command, {question.id for question in verdict.questions}))


def _other(item: WorkItem, ticket: WorkItem) -> bool:
    return item.id.kind is ItemKind.TICKET and item.id != ticket.id


def _choice(item: WorkItem, ticket: WorkItem) -> Choice:
    """Another company is named; of the same one, how the ticket stands."""
    same = item.company_id == ticket.company_id
    return Choice(item.id.id, f"{item.short_id} {item.title}", why=item.status if same else item.company)
