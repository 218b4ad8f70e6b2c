"""Putting tickets on hold: for whom, why, and until when; and letting them go on before that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desk.acts.commands import Command, Hold, Release
from desk.acts.offers import Choice, HoldForm, HoldKind, HoldOffer
from desk.model import ItemId, ItemKind, WorkItem
from tui.acting import bulk
from tui.acting.work import Work
from tui.forms.chooser import Chooser
from tui.forms.fields import Field, TextField
from tui.forms.fields_day import DayField
from tui.forms.fields_pick import PickField
from tui.forms.form import Unsaid
from tui.forms.on_tickets import TicketsForm
from tui.widgets.parts import Parts, paragraph

RELEASE, OTHERWISE = 1, 2
OFTEN = 3
"""More holds than so many, one after another, are worth a second look (domain 6.2)."""


class HoldingForm(TicketsForm):
    """Kind, reason, release."""

    DRAFT = "hold"
    VERB = "put on hold"
    kind_is_said = False
    """Whether the kind was chosen before the form opened."""
    status: Choice | None = None
    """A status that was chosen before the form opened, and that no kind has for its own."""

    def __init__(self, acting: Work, tickets: Sequence[WorkItem], offered: HoldForm, laid: Hold | None = None) -> None:
        """`laid` is a hold that did not get through, to be put right."""
        if laid is not None:
            offered = _with(offered, laid)
        seat = acting.screen.seat
        self._offered = offered
        choices = [Choice(at, offer.kind.value, why=_meant(offer)) for at, offer in enumerate(offered.kinds)]
        now = next(
            (at for at, offer in enumerate(offered.kinds) if offer.kind is (offered.now or HoldKind.CUSTOMER)), 0
        )
        reason = "" if offered.drafted else offered.reason
        self.kind = PickField("kind", "Waits for", choices, now)
        self.reason = TextField("reason", "What for", reason, placeholder="what has to happen: “new PSU ordered”")
        self.until = DayField("until", "Until", seat, offered.until)
        self.vendor = TextField("vendor", "Vendor", offered.vendor)
        self.case = TextField(
            "case_number", "Their case", offered.case_number, placeholder="the number they know it by"
        )
        call = None if laid is None else laid.next_call
        self.next_call = DayField("next_call", "Call them on", seat, call, placeholder="a day, or nothing")
        fields = (self.kind, self.reason, self.until, self.vendor, self.case, self.next_call)
        super().__init__(acting, tickets, "Hold", fields, act_id=offered.act_id)

    @property
    def first(self) -> Field[Any]:
        return self.reason if self.kind_is_said else super().first

    @property
    def offer(self) -> HoldOffer:
        """The kind that is chosen."""
        return self._offered.kinds[self.kind.value or 0]

    def revised(self) -> None:
        """A vendor has a name, a number and a day to be called on."""
        for field in (self.vendor, self.case, self.next_call):
            field.display = self.offer.kind is HoldKind.VENDOR

    def on_ticket(self, ticket_id: int) -> Command:
        if self.until.day is None and self.offer.until is None:
            raise Unsaid("until", "Say until which day: no hold without a release.")
        vendor = self.offer.kind is HoldKind.VENDOR
        return Hold(
            ticket_id=ticket_id,
            act_id=self.act_id if self.one else "",
            kind=self.offer.kind,
            reason=self.reason.value,
            until=self.until.day,
            vendor=self.vendor.value if vendor else "",
            case_number=self.case.value if vendor else "",
            next_call=self.next_call.day if vendor else None,
            status_id=self.status.id if self._of_the_status and self.status is not None else None,
        )

    def say_below(self, width: int) -> list[Parts]:
        lines = paragraph(self._ends(), width, tone="quiet")
        if self._offered.chained > OFTEN:
            often = f"It has been on hold {self._offered.chained} times in a row: is there another way?"
            lines += paragraph(often, width, tone="soon")
        return lines

    @property
    def _of_the_status(self) -> bool:
        """Whether the chosen status still carries it: for another kind that kind's own does."""
        return self.status is not None and self.offer.kind is HoldKind.OTHER

    def _ends(self) -> str:
        """When it goes on, and what colleagues see meanwhile."""
        status = self.status.label if self._of_the_status and self.status is not None else self.offer.status
        meanwhile = f" Until then its status is {status}." if status else ""
        day = self.until.day or self.offer.until
        if day is None:
            return f"A day is needed: only you can say.{meanwhile}"
        return f"It goes on by itself on the morning of {_day(day)}.{meanwhile}"


async def hold(work: Work) -> None:
    """Put on hold; what is on hold is released by the same key."""
    if not (tickets := work.tickets):
        return
    offered = await work.acts.hold_form(tickets[0].id.id)
    if all(ticket.waiting for ticket in tickets):
        picked = await work.ask(_on_hold_already(tickets, offered))
        if picked is None:
            return
        if picked.choice.id == RELEASE:
            await bulk.do(work, "Release", [Release(ticket_id=ticket.id.id) for ticket in tickets])
            return
    await HoldingForm(work, tickets, offered).fill_in()


async def hold_for(work: Work, tickets: Sequence[WorkItem], kind: HoldKind, status: Choice | None = None) -> None:
    """Put on hold of a kind that is chosen already, in a status that no kind has for its own where one is named."""
    form = HoldingForm(work, tickets, replace(await work.acts.hold_form(tickets[0].id.id), now=kind))
    form.kind_is_said = True
    form.status = status
    await form.fill_in()


async def anew(work: Work, command: Command) -> None:
    """A hold that was refused or still waits, to be sent in its new shape."""
    if not isinstance(command, Hold):
        return
    ticket = work.screen.seat.desk.item(ItemId(ItemKind.TICKET, command.ticket_id))
    if ticket is None:
        work.screen.tell("The ticket has left the queue: nothing holds it any more.")
        return
    offered = await work.acts.hold_form(command.ticket_id)
    form = HoldingForm(work, (ticket,), offered, command)
    if command.status_id is not None:
        statuses = (await work.acts.change_form(command.ticket_id)).choices["status"]
        form.status = next((choice for choice in statuses if choice.id == command.status_id), None)
    await form.fill_in()


def _with(offered: HoldForm, laid: Hold) -> HoldForm:
    """The form as it was when the hold was handed in."""
    return replace(
        offered,
        act_id=laid.act_id,
        now=laid.kind,
        until=laid.until,
        reason=laid.reason,
        vendor=laid.vendor,
        case_number=laid.case_number,
        drafted=False,
    )


def _on_hold_already(tickets: Sequence[WorkItem], offered: HoldForm) -> Chooser:
    """What waits without a hold of ours has a status and no day."""
    one, ours = len(tickets) == 1, offered.now is not None
    why = "its status says so, no day is set" if one else ""
    if one and offered.now is not None:
        until = "" if offered.until is None else f" until {_day(offered.until)}"
        why = f"it waits for {offered.now}{until}"
    them = "it" if one else "them"
    choices = [
        Choice(RELEASE, f"let {them} go on now", why=why),
        Choice(OTHERWISE, f"hold {them} otherwise" if one and ours else f"hold {them} until a day"),
    ]
    return Chooser(f"Waits: {bulk.what(tickets)}", choices)


def _meant(offer: HoldOffer) -> str:
    """What a kind of hold comes to, unless said otherwise."""
    until = "say until when" if offer.until is None else f"until {_day(offer.until)}"
    return " · ".join(part for part in (until, offer.status) if part)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
