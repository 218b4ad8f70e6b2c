"""Acts that ask for one thing from a list: a person, a status, a reason."""

from collections.abc import Sequence
from dataclasses import replace

from desk.acts.commands import AddSecondary, Assign, ChangeTicket, Command, RemoveSecondary, Skip
from desk.acts.offers import AssignForm, Choice, Holder, HoldKind, Suggested
from tui.acting import bulk
from tui.acting.work import Work
from tui.forms import hold
from tui.forms.chooser import Chooser
from tui.forms.complete import complete
from tui.screens.list_screen import ListScreen

NOBODY = 0
"""Stands in the list for giving a ticket back to its queue; no resource has this id."""
OWN_WORDS = -1
QUICK = 3
"""Suggestions that a digit takes at once."""
WIDEST = 52
"""Cells of the reasons beside a person."""
_NOBODY = Choice(NOBODY, "nobody", why="gives it back to the queue")


async def assign(work: Work) -> None:
    """Give to a person in one of their roles, those who are suggested first; tab adds a second pair of hands, or takes
    it off."""
    if not (tickets := work.tickets):
        return
    form = await work.acts.assign_form(tickets[0].id.id)
    one = len(tickets) == 1
    suggested = await work.acts.suggest([ticket.id.id for ticket in tickets])
    holders = _ordered(form.holders, suggested)
    reasons = {each.id: each.reasons for each in suggested}
    taken = {each.id: each.role for each in suggested}
    people = [_person(holder, form if one else None, reasons.get(holder.id)) for holder in holders]
    picked = await work.ask(
        Chooser(
            f"Assign {bulk.what(tickets)}",
            [*people, _NOBODY],
            now=form.now if one else None,
            columns=("Person", "Why they, in hand, and role"),
            second="second hand on or off" if one else "as second hand",
            quick=min(QUICK, sum(not each.full for each in suggested)),
            beside=WIDEST,
        )
    )
    if picked is None or (picked.other and picked.choice.id == NOBODY):
        return
    who, name = picked.choice.id, picked.choice.label
    ids = [item.id.id for item in tickets]
    if picked.other:
        await bulk.do(work, f"{name} as second hand", [_second_hand(form, one, id_, who) for id_ in ids])
    elif who == NOBODY:
        await bulk.do(work, "Give back to the queue", [Assign(ticket_id=id_, resource_id=None) for id_ in ids])
    elif (role := taken.get(who) if picked.at_once else await _role(work, form, who)) is not None:
        # The role of the queue is proposed for each by itself, unless there is but one to choose for.
        seen = {"assigned_resource_id": form.now} if one else {}
        commands = [Assign(ticket_id=id_, resource_id=who, role_id=role.id if one else None, seen=seen) for id_ in ids]
        if not one:
            await work.acts.look_again(ids)
        await bulk.do(work, f"Assign to {name}", commands)


async def status(work: Work) -> None:
    """Set the status. One that waits is a hold, which asks what for and until when; complete is what `x` does."""
    if not (tickets := work.tickets):
        return
    form = await work.acts.change_form(tickets[0].id.id)
    one = len(tickets) == 1
    stands = form.values.get("status")
    now = stands if one and isinstance(stands, int) else None
    picked = await work.ask(
        Chooser(f"Status of {bulk.what(tickets)}", form.choices["status"], now=now, columns=("Status", ""))
    )
    if picked is None:
        return
    holds = (await work.acts.hold_form(tickets[0].id.id)).kinds
    kind = next((offer.kind for offer in holds if offer.status == picked.choice.label), None)
    if one and picked.choice.id in form.completes:
        await complete(work, tickets[0].id.id)
    elif kind is not None and picked.choice.id != now:
        await hold.hold_for(work, tickets, kind)
    elif picked.choice.id in form.waits and picked.choice.id != now:
        await hold.hold_for(work, tickets, HoldKind.OTHER, picked.choice)
    else:
        seen = {"status": stands} if one else {}
        commands = [
            ChangeTicket(ticket_id=item.id.id, changes={"status": picked.choice.id}, seen=seen) for item in tickets
        ]
        await bulk.do(work, f"Set to {picked.choice.label}", commands)


async def status_anew(work: Work, command: Command) -> None:
    """A status that was refused or still waits, to be set to what is chosen now."""
    if not isinstance(command, ChangeTicket):
        return
    form = await work.acts.change_form(command.ticket_id)
    now = command.changes["status"]
    picked = await work.ask(
        Chooser(
            f"Status of {form.heading}",
            form.choices["status"],
            now=now if isinstance(now, int) else None,
            columns=("Status", ""),
        )
    )
    if picked is not None:
        await work.do(replace(command, changes={"status": picked.choice.id}))


async def assign_anew(work: Work, command: Command) -> None:
    """An assignment that was refused or still waits, to be given to whom is chosen now."""
    if not isinstance(command, Assign):
        return
    form = await work.acts.assign_form(command.ticket_id)
    people = [*(_person(holder, None) for holder in form.holders), _NOBODY]
    now = NOBODY if command.resource_id is None else command.resource_id
    picked = await work.ask(Chooser(f"Assign {form.heading}", people, now=now, columns=("Person", "In hand, and role")))
    if picked is None:
        return
    if picked.choice.id == NOBODY:
        await work.do(replace(command, resource_id=None, role_id=None))
    elif (role := await _role(work, form, picked.choice.id)) is not None:
        await work.do(replace(command, resource_id=picked.choice.id, role_id=role.id))


async def skip(work: Work) -> None:
    """Not now, and why: a reason from the short list, or own words."""
    reasons = [Choice(at, reason) for at, reason in enumerate(work.acts.skip_reasons)]

    async def own(text: str) -> Sequence[Choice]:
        return [Choice(OWN_WORDS, text.strip(), why="in your own words")] if text.strip() else []

    picked = await work.ask(
        Chooser(
            f"Skip {bulk.what(work.items)}",
            reasons,
            columns=("Why not now", ""),
            prompt="type to find a reason, or write your own",
            find=own,
        )
    )
    if picked is not None:
        commands: list[Command] = [Skip(item=item.id, reason=picked.choice.label) for item in work.items]
        await bulk.do(work, f"Skip ({picked.choice.label})", commands)
        if isinstance(work.screen, ListScreen):
            work.screen.queue.move_on()


def _ordered(holders: Sequence[Holder], suggested: Sequence[Suggested]) -> list[Holder]:
    """Those who are suggested and have room in their order, then all others as they come."""
    place = {each.id: at for at, each in enumerate(suggested) if not each.full}
    return sorted(holders, key=lambda holder: place.get(holder.id, len(place)))


def _person(holder: Holder, form: AssignForm | None, reasons: Sequence[str] | None = None) -> Choice:
    """A person with why they, what they have in hand and what they are.

    Args:
        form: of the one ticket that they may help on already.
        reasons: why they are suggested; what they have in hand is among them.
    """
    helps = "second hand" if form is not None and holder.id in form.secondary else ""
    roles = "/".join(role.label for role in holder.roles)
    label = f"{holder.name} (you)" if holder.me else holder.name
    told = reasons or (holder.load or "free",)
    return Choice(holder.id, label, why=" · ".join(text for text in (helps, *told, roles) if text))


async def _role(work: Work, form: AssignForm, who: int) -> Choice | None:
    """The role in which they are to have it: asked for only where they hold several and it is for one ticket."""
    holder = next(each for each in form.holders if each.id == who)
    if len(holder.roles) == 1 or len(work.items) > 1:
        return holder.roles[0]
    first, *others = holder.roles
    proposed = Choice(first.id, first.label, why="proposed")
    picked = await work.ask(Chooser(f"In which role has {holder.name} it?", [proposed, *others], columns=("Role", "")))
    return None if picked is None else picked.choice


def _second_hand(form: AssignForm, one: bool, ticket_id: int, who: int) -> Command:
    """Taken off where they help on the one ticket already."""
    if one and who in form.secondary:
        return RemoveSecondary(ticket_id=ticket_id, resource_id=who)
    return AddSecondary(ticket_id=ticket_id, resource_id=who)
