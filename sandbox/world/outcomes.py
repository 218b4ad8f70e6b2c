"""What a session of work leads to: done, a question, a wait, a booking, an escalation, or more work later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.store import UDF
from sandbox.world.bookings import Bookings
from sandbox.world.customers import Customers
from sandbox.world.desk import Desk, Life
from sandbox.world.instants import DAY, HOUR, stamp
from sandbox.world.labels import Priority, Publish, Status
from sandbox.world.letters import fill, fitting, pool
from sandbox.world.people import RMM_USER, Tech
from sandbox.world.scenarios import FLOWS
from sandbox.world.streams import between, long_tailed, weighted
from sandbox.world.tickets import NOTE_KINDS, Tickets
from sandbox.world.user_fields import VENDOR_CASE

_WAITS = {
    "vendor": (Status.WAITING_VENDOR, 20.0),
    "parts": (Status.WAITING_MATERIALS, 55.0),
    "approval": (Status.WAITING_APPROVAL, 18.0),
    "hold": (Status.ON_HOLD, 90.0),
}
"""Status and median of open hours by kind of wait; a working day has about nine."""


_HURRY = {
    Priority.CRITICAL: 0.15,
    Priority.HIGH: 0.2,
    Priority.BACKUP: 0.3,
    Priority.QUICK_HIT: 0.3,
    Priority.MEDIUM: 0.4,
    Priority.LOW: 0.5,
    Priority.PLANNED: 0.8,
}
"""How much shorter than usual others let urgent matters wait, by priority."""

_PLANNED = ("W07", "W08", "W09", "W10", "W11")
_MATERIAL_ISSUES = (4, 5, 8, 10, 12, 17)
"""Issue types in which something has to be bought now and then."""

_OWN_ISSUES = (6, 13, 16)
"""Issue types that no supplier helps with: security, user administration, maintenance."""


class Outcomes:
    """Moves a ticket on when a session of work on it ends."""

    def __init__(self, desk: Desk, tickets: Tickets, bookings: Bookings, customers: Customers) -> None:
        self._desk = desk
        self._tickets = tickets
        self._bookings = bookings
        self._customers = customers
        self._techs = {tech.id: tech for tech in desk.techs}
        desk.agenda.on("release", self.release)

    def on_accept(self, life: Life, at: int, tech: Tech) -> None:
        """The beginning of a session: critical customers hear at once who is on it; some get a second pair of hands."""
        life.sessions += 1
        if life.sessions == 1 and life.contact and (life.priority in (4, 1) and life.rng.random() < 0.6):
            life.slots["tech"] = tech.first
            self._public(life, at, tech, fill(life.rng.choice(pool("tech", "accept")), life.slots))
            self._customers.may_thank(life, at)
        if life.rng.random() < 0.03:
            self._second(life, tech)

    def _second(self, life: Life, tech: Tech) -> None:
        others = [other for other in self._desk.techs if other.id != tech.id]
        other = life.rng.choice(others)
        self._desk.ledger.insert(
            "TicketSecondaryResources",
            {"ticketID": life.id, "resourceID": other.id, "roleID": other.role},
        )

    def after(self, life: Life, at: int, tech: Tech, *, visited: bool) -> tuple[str, str] | None:
        """Decide and do what comes next; give the words for the time entry, None when the ticket is out of hand."""
        record = self._tickets.current(life)
        if record is None or life.in_hands:
            return None
        end = self._decide(life, visited)
        getattr(self, f"_{end}")(life, at, tech)
        return self.words(life, interrupted=False)

    def _decide(self, life: Life, visited: bool) -> str:
        if visited:
            return weighted(life.rng, (("done", 82), ("parts", 6), ("ask", 8), ("later", 4)))
        if life.needs_visit and not life.booked:
            return "book"
        ends = FLOWS[life.flow].ends
        if life.sessions > 1:
            again = life.flow in ("W08", "W09") and not life.booked
            ends = (("book", 85), ("hold", 8), ("ask", 7)) if again else (("done", 84), ("ask", 9), ("vendor", 7))
        end = weighted(life.rng, ends)
        if end in ("ask", "approval") and life.contact is None:
            return "done"
        if end == "parts" and life.flow not in ("W08", "W09") and life.scenario.issue not in _MATERIAL_ISSUES:
            return "done"
        if end == "vendor" and life.scenario.issue in _OWN_ISSUES:
            return "done"
        if end == "escalate" and life.owner is not None and life.owner.level > 1:
            return "vendor"
        return end

    def words(self, life: Life, *, interrupted: bool) -> tuple[str, str]:
        """(summary for the customer, internal note) of the time just spent."""
        scenario, rng = life.scenario, life.rng
        if life.status == Status.COMPLETE and rng.random() < 0.6:
            summary = self._say(life, scenario.fixes, "fixes")
        else:
            summary = self._say(life, scenario.works, "works")
        if interrupted:
            summary += " Interrupted for a critical incident, to be continued."
        internal = fill(rng.choice(scenario.notes or pool("tech", "notes")), life.slots)
        return summary, internal if rng.random() < 0.2 else ""

    def _say(self, life: Life, own: Sequence[str], common: str) -> str:
        """Words of the scenario that fit the title, else any of them, else common ones."""
        words = fitting(own, life.template, life.rng) or life.rng.choice(own or pool("tech", common))
        return fill(words, life.slots)

    # The ends

    def _done(self, life: Life, at: int, tech: Tech) -> None:
        resolution = self._say(life, life.scenario.fixes, "fixes")
        if life.contact and life.rng.random() < 0.5:
            life.slots["fix"] = resolution
            text = fill(life.rng.choice(pool("tech", "closing")), life.slots)
            self._public(life, at, tech, f"{text}\n\n{tech.first}")
        for place, item in enumerate(life.checklist):
            if life.rng.random() < 0.93:
                changes = {"isCompleted": True, "completedDateTime": stamp(at - 60 * (len(life.checklist) - place)),
                           "completedByResourceID": tech.id}  # fmt: skip
                if self._desk.ledger.get("TicketChecklistItems", item) is not None:
                    self._desk.ledger.update("TicketChecklistItems", item, changes)
        self._tickets.move(life, at, int(Status.COMPLETE), tech.id, resolution=resolution)
        self._desk.set_aside(life)
        self._customers.after_completion(life, at)

    def close_again(self, life: Life, at: int, tech: Tech) -> None:
        """Complete a ticket that only a thank-you had opened."""
        life.just_thanks = False
        if self._tickets.current(life) is None or life.in_hands:
            return
        self._tickets.move(life, at, int(Status.COMPLETE), tech.id)
        self._desk.forget(life)

    def carry_on(self, life: Life, at: int, tech: Tech) -> None:
        """Give a ticket the status back that it had before a thank-you."""
        status, life.thanked_in = life.thanked_in, None
        if status is None or self._tickets.current(life) is None or life.in_hands:
            return
        if status == Status.SCHEDULED:
            self._desk.set_aside(life)
        self._tickets.move(life, at, status, tech.id)

    def _ask(self, life: Life, at: int, tech: Tech) -> None:
        question = fill(life.rng.choice(life.scenario.asks or pool("tech", "asks")), life.slots)
        greeting = fill(life.rng.choice(pool("tech", "hello")), life.slots)
        self._public(
            life, at, tech, f"{greeting}\n\n{question}\n\n{life.rng.choice(pool('tech', 'bye'))}\n{tech.first}"
        )
        self._desk.set_aside(life)
        self._tickets.move(life, at, int(Status.WAITING_CUSTOMER), tech.id)
        self._customers.asked(life, at)

    def _vendor(self, life: Life, at: int, tech: Tech) -> None:
        text = fill(life.rng.choice(pool("tech", "vendor")), life.slots)
        self._internal(life, at, tech, text)
        self._wait(life, at, tech, "vendor")

    def _parts(self, life: Life, at: int, tech: Tech) -> None:
        self._internal(life, at, tech, fill(life.rng.choice(pool("tech", "parts")), life.slots))
        self._wait(life, at, tech, "parts")

    def _approval(self, life: Life, at: int, tech: Tech) -> None:
        self._internal(life, at, tech, fill(life.rng.choice(pool("tech", "approval")), life.slots))
        self._wait(life, at, tech, "approval")

    def _hold(self, life: Life, at: int, tech: Tech) -> None:
        self._internal(life, at, tech, fill(life.rng.choice(pool("tech", "hold")), life.slots))
        self._wait(life, at, tech, "hold")

    def _wait(self, life: Life, at: int, tech: Tech, kind: str) -> None:
        status, median = _WAITS[kind]
        self._desk.set_aside(life)
        self._tickets.move(life, at, int(status), tech.id, **(self._vendor_case(life) if kind == "vendor" else {}))
        life.waits_for += 1
        length = min(long_tailed(life.rng, median * _HURRY.get(Priority(life.priority), 1.0), 0.7), 420 * HOUR)
        until = life.company.office.hours.add(at, length)
        self._desk.agenda.add(until, "release", life.id, life.waits_for, kind)
        self._customers.may_ask_for_news(life, at)

    def _vendor_case(self, life: Life) -> dict[str, Any]:
        """The number that the supplier gave the case, beside what else the ticket's own fields hold."""
        record = self._desk.ledger.get("Tickets", life.id) or {}
        return {UDF: {**(record.get(UDF) or {}), VENDOR_CASE: f"V-{life.id * 37 % 1_000_000:06}"}}

    def release(self, at: int, number: int, wait: int, kind: str) -> None:
        """A wait ends: the supplier answers, the parts are in, the hold is over."""
        life = self._desk.lives.get(number)
        if life is None or life.waits_for != wait:
            return
        record = self._tickets.current(life)
        if record is None or record["status"] != _WAITS[kind][0]:
            return
        if kind == "vendor" and not life.in_hands:
            words = life.scenario.vendors or pool("vendor", "answers")
            text = fill(life.rng.choice(words), life.slots)
            self._tickets.note(life, at, _MAILBOX, text, Publish.INTERNAL, NOTE_KINDS["mail"], "Vendor reply")
        elif kind == "parts" and not life.in_hands:
            text = fill(life.rng.choice(pool("vendor", "delivered")), life.slots)
            self._tickets.note(life, at, _MAILBOX, text, Publish.INTERNAL, NOTE_KINDS["mail"], "Delivery")
        self._desk.make_ready(life, at)

    def _book(self, life: Life, at: int, tech: Tech) -> None:
        low, high = {"W08": (60, 150), "W09": (45, 105), "W10": (40, 75)}.get(life.flow, (30, 60))
        days = life.rng.randrange(2, 11) if life.flow in _PLANNED else life.rng.randrange(1, 3)
        if life.priority in (Priority.CRITICAL, Priority.HIGH):
            days = 0
        minutes = 15 * round(life.rng.uniform(low, high) / 15)
        owner = life.owner or tech
        self._bookings.book(life, at, owner, days, minutes)
        self._bookings.mark_scheduled(life, at, owner.id)
        if life.contact and life.rng.random() < 0.6:
            self._public(life, at, tech, fill(life.rng.choice(pool("tech", "booked")), life.slots))
            self._customers.may_confirm(life, at)

    def _escalate(self, life: Life, at: int, tech: Tech) -> None:
        self._internal(life, at, tech, fill(life.rng.choice(pool("tech", "escalate")), life.slots))
        self._desk.set_aside(life)
        self._tickets.move(life, at, int(Status.ESCALATE), tech.id)
        self._desk.agenda.add(at + between(life.rng, 3, 45), "triage", life.id, True)

    def _later(self, life: Life, at: int, tech: Tech) -> None:
        if life.rng.random() < 0.5:
            text = fill(life.rng.choice(life.scenario.notes or pool("tech", "notes")), life.slots)
            self._internal(life, at, tech, text)
        hurry = _HURRY.get(Priority(life.priority), 1.0)
        forgotten = hurry >= 0.5 and life.rng.random() < 0.12
        self._desk.make_ready(life, at + (5 * DAY if forgotten else HOUR) + long_tailed(life.rng, 5.0 * hurry))

    def _public(self, life: Life, at: int, tech: Tech, text: str) -> None:
        self._tickets.note(life, at, tech, text, Publish.EVERYONE, NOTE_KINDS["tech"], "Update to customer")

    def _internal(self, life: Life, at: int, tech: Tech, text: str) -> None:
        publish = Publish.CO_MANAGED if life.rng.random() < 0.05 else Publish.INTERNAL
        self._tickets.note(life, at, tech, text, publish, NOTE_KINDS["tech"], life.rng.choice(_NOTE_TITLES))


_MAILBOX = RMM_USER
_NOTE_TITLES = ("Internal note", "Progress", "Findings", "Handover", "Update")
