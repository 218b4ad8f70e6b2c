"""Sorting tickets as a dispatcher does: which workflow, how urgent, whose queue; and a word to whom they lie with."""

from collections.abc import Callable, Mapping, Sequence

from desk.acts.commands import ChangeTicket, Command, Nudge, SetWorkflow
from desk.acts.offers import Choice, TriageForm, Value
from desk.model import WorkItem
from tui.acting import bulk
from tui.acting.work import Work
from tui.forms.chooser import Chooser

STRAIGHT = 1_000
"""From here on the list has the priorities themselves."""
OWN_WORDS = -1
EACH_ITS_OWN = "what each of them needs a hand for"
NOT_CARRIED = "nothing of this tenant carries it"
IN_GENERAL = ("no word for long", "the customer asks for news", "a date is needed")
"""Reasons for a nudge where the ticket gives none itself."""


async def workflow(work: Work) -> None:
    """Choose the workflow; what carries it in this tenant is said beside it, and set."""
    if not (tickets := work.tickets):
        return
    form = await work.acts.triage_form(tickets[0].id.id)
    now = next((at for at, offer in enumerate(form.workflows) if offer.id == form.workflow), None)
    choices = [
        Choice(at, f"{offer.id} {offer.name}", why="" if at == now else offer.carried or NOT_CARRIED)
        for at, offer in enumerate(form.workflows)
    ]
    columns = ("Workflow", "Sets" if len(tickets) == 1 else "Sets, on the first")
    picked = await work.ask(
        Chooser(f"Workflow of {bulk.what(tickets)}", choices, now=now if len(tickets) == 1 else None, columns=columns)
    )
    if picked is not None:
        chosen = form.workflows[picked.choice.id].id
        await _on_each(work, tickets, f"Make it {chosen}", lambda id_: SetWorkflow(ticket_id=id_, workflow=chosen))


async def priority(work: Work) -> None:
    """By impact and urgency, or straight from the tenant's list."""
    if not (tickets := work.tickets):
        return
    form = await work.acts.triage_form(tickets[0].id.id)
    offered = [
        Choice(at, f"{each.impact}, {each.urgency}".capitalize(), why=_told(each.mark, each.priority.label))
        for at, each in enumerate(form.priorities)
    ]
    straight = list(dict.fromkeys((each.priority.id, each.priority.label, each.mark) for each in form.priorities))
    offered += [
        Choice(STRAIGHT + at, label, why=_told(mark, "now" if id_ == form.priority and len(tickets) == 1 else ""))
        for at, (id_, label, mark) in enumerate(straight)
    ]
    title = f"Priority of {bulk.what(tickets)}"
    picked = await work.ask(Chooser(title, offered, columns=("Who is hit, and how", "Priority")))
    if picked is None:
        return
    at = picked.choice.id
    id_, label = (
        (form.priorities[at].priority.id, form.priorities[at].priority.label)
        if at < STRAIGHT
        else straight[at - STRAIGHT][:2]
    )
    await _set(work, tickets, f"Priority {label}", "priority", id_, form.priority)


async def queue(work: Work) -> None:
    """Into another queue; whoever has it keeps it."""
    if not (tickets := work.tickets):
        return
    form: TriageForm = await work.acts.triage_form(tickets[0].id.id)
    now = form.queue_id if len(tickets) == 1 else None
    picked = await work.ask(Chooser(f"Queue of {bulk.what(tickets)}", form.queues, now=now, columns=("Queue", "")))
    if picked is not None:
        await _set(work, tickets, f"Queue {picked.choice.label}", "queue_id", picked.choice.id, form.queue_id)


async def nudge(work: Work) -> None:
    """Choose why; the note goes inside, never to the customer."""
    if not (tickets := work.tickets):
        return
    own = {ticket.id.id: _needs(work, ticket) for ticket in tickets}
    one = len(tickets) == 1
    reasons = [*(own[tickets[0].id.id] if one else [EACH_ITS_OWN]), *IN_GENERAL]
    choices = [Choice(at, reason) for at, reason in enumerate(reasons)]

    async def written(text: str) -> Sequence[Choice]:
        return [Choice(OWN_WORDS, text.strip(), why="in your own words")] if text.strip() else []

    picked = await work.ask(
        Chooser(
            f"Nudge {tickets[0].owner or 'the owner'} on {bulk.what(tickets)}" if one else f"Nudge on {len(tickets)}",
            choices,
            columns=("Why", ""),
            prompt="type to find a reason, or write your own",
            find=written,
        )
    )
    if picked is None:
        return
    chosen = picked.choice.label

    def why(ticket_id: int) -> str:
        return next(iter(own[ticket_id]), IN_GENERAL[0]) if chosen == EACH_ITS_OWN else chosen

    await bulk.do(work, "Nudge", [Nudge(ticket_id=id_, why=why(id_)) for id_ in own])


def _needs(work: Work, ticket: WorkItem) -> list[str]:
    """What a ticket needs a hand for, in words, the gravest first."""
    desk = work.screen.seat.desk
    listed = desk.intervention(ticket.id)
    return [desk.need_text(ticket.id, need, desk.clock.now()) for need in listed.needs] if listed is not None else []


async def _set(work: Work, tickets: Sequence[WorkItem], says: str, field: str, value: Value, stood: Value) -> None:
    seen: Mapping[str, Value] = {field: stood} if len(tickets) == 1 else {}
    await _on_each(work, tickets, says, lambda id_: ChangeTicket(ticket_id=id_, changes={field: value}, seen=seen))


async def _on_each(work: Work, tickets: Sequence[WorkItem], says: str, command: Callable[[int], Command]) -> None:
    """What colleagues have done to several meanwhile is asked about in the one question for all."""
    if len(tickets) > 1:
        await work.acts.look_again([ticket.id.id for ticket in tickets])
    await bulk.do(work, says, [command(ticket.id.id) for ticket in tickets])


def _told(*words: str) -> str:
    return " ".join(word for word in words if word)
