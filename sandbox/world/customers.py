"""The customers' side: answers and silence, questions for news, thank-yous of every kind, and "it is back"."""

from __future__ import annotations

from sandbox.world.companies import Contact
from sandbox.world.desk import Desk, Life
from sandbox.world.instants import read
from sandbox.world.labels import Publish, Source, Status
from sandbox.world.letters import fill, mail, pool
from sandbox.world.streams import between, long_tailed, stream
from sandbox.world.tickets import NOTE_KINDS, Tickets

_RULE_REOPENS = (Status.COMPLETE, Status.WAITING_CUSTOMER, Status.IN_PROGRESS, Status.WAITING_VENDOR,
                 Status.WAITING_MATERIALS, Status.WAITING_APPROVAL, Status.ON_HOLD, Status.SCHEDULED)  # fmt: skip
"""Statuses that the tenant's workflow rule turns into Customer Note Added when a customer mails."""

_KEEP_GOING = (Status.IN_PROGRESS, Status.SCHEDULED)
"""Statuses that a technician gives back to a ticket after reading a mere thank-you."""


class Customers:
    """Lets contacts write on their tickets, and the desk chase those who do not."""

    def __init__(self, desk: Desk, tickets: Tickets) -> None:
        self._desk = desk
        self._tickets = tickets
        for name in ("answer", "chase", "news", "extra", "thanks", "back", "reply_to_client"):
            desk.agenda.on(name, getattr(self, name))

    # Before and during the work

    def may_thank(self, life: Life, at: int) -> None:
        """Some thank for the word that somebody is on it."""
        if life.rng.random() < 0.25:
            when = life.company.office.hours.add(at, long_tailed(life.rng, 0.3))
            self._desk.agenda.add(when, "reply_to_client", life.id, "short_thanks")

    def after_opening(self, life: Life, at: int) -> None:
        """Some remember a detail after sending."""
        if life.contact and life.rng.random() < 0.2:
            when = life.company.office.hours.add(at, long_tailed(life.rng, 0.7))
            self._desk.agenda.add(when, "extra", life.id)

    def extra(self, at: int, number: int) -> None:
        """A detail that was forgotten."""
        life = self._alive(number)
        if life is not None and life.status != Status.COMPLETE:
            self._write(
                life, at, fill(life.rng.choice(pool("customer", _kind("extra", life))), life.slots), moves=False
            )

    def asked(self, life: Life, at: int) -> None:
        """The customer was asked something: most answer within a working day, a fifth stays silent."""
        life.waits_for += 1
        hours = life.company.office.hours
        if life.rng.random() < 0.57:
            when = hours.add(at, long_tailed(life.rng, 36.0, 1.1))
            self._desk.agenda.add(when, "answer", life.id, life.waits_for)
        self._desk.agenda.add(hours.add(at, between(life.rng, 1700, 3600)), "chase", life.id, life.waits_for)
        if life.rng.random() < 0.04:
            self._desk.agenda.add(at + between(life.rng, 1, 3), "reply_to_client", life.id, "absent")

    def answer(self, at: int, number: int, wait: int) -> None:
        """The answer that the technician waits for."""
        life = self._alive(number)
        if life is None or life.waits_for != wait or life.status != Status.WAITING_CUSTOMER:
            return
        words = life.scenario.answers or pool("customer", "answers")
        life.replied = True
        self._write(life, at, fill(life.rng.choice(words), life.slots), moves=True)

    def chase(self, at: int, number: int, wait: int) -> None:
        """No answer yet: the owner asks again, and after the third time closes."""
        life = self._alive(number)
        if life is None or life.waits_for != wait or life.in_hands or life.status != Status.WAITING_CUSTOMER:
            return
        if life.owner is None:
            return
        life.chased += 1
        last = life.chased >= 3
        text = fill(life.rng.choice(pool("tech", "last_chase" if last else "chase")), life.slots)
        self._tickets.note(
            life, at, life.owner, f"{text}\n\n{life.owner.first}", Publish.EVERYONE, NOTE_KINDS["tech"],
            f"Reminder {life.chased}",
        )  # fmt: skip
        if last:
            text = "No answer after three reminders. Closed; a reply opens it again."
            self._tickets.move(life, at, int(Status.COMPLETE), life.owner.id, resolution=text)
            self._desk.forget(life)
            return
        hours = life.company.office.hours
        if life.rng.random() < 0.4:
            when = hours.add(at, long_tailed(life.rng, 3.0))
            self._desk.agenda.add(when, "answer", life.id, wait)
        self._desk.agenda.add(hours.add(at, between(life.rng, 1200, 2600)), "chase", life.id, wait)

    def may_confirm(self, life: Life, at: int) -> None:
        """Half of those who get a date say that it suits."""
        if life.rng.random() < 0.5:
            when = life.company.office.hours.add(at, long_tailed(life.rng, 0.8))
            self._desk.agenda.add(when, "reply_to_client", life.id, "short_thanks")

    def may_ask_for_news(self, life: Life, at: int) -> None:
        """Customers who wait for a supplier ask how it stands."""
        if life.contact and life.rng.random() < 0.45:
            when = life.company.office.hours.add(at, long_tailed(life.rng, 16.0))
            self._desk.agenda.add(when, "news", life.id, life.waits_for)

    def news(self, at: int, number: int, wait: int) -> None:
        """Any news?"""
        life = self._alive(number)
        if life is None or life.waits_for != wait or life.status == Status.COMPLETE:
            return
        life.replied = True
        self._write(life, at, fill(life.rng.choice(pool("customer", "news")), life.slots), moves=True)

    # Afterwards

    def after_completion(self, life: Life, at: int) -> None:
        """Thanks, a real second question dressed as thanks, or the fault again."""
        draw = life.rng.random()
        hours = life.company.office.hours
        if life.contact is None or draw > 0.4 or life.reopened > 2:
            self._desk.forget(life)
        elif draw < 0.35:
            self._desk.agenda.add(hours.add(at, long_tailed(life.rng, 1.2, 1.1)), "thanks", life.id)
        else:
            self._desk.agenda.add(hours.add(at, long_tailed(life.rng, 5.0, 1.1)), "back", life.id)

    def thanks(self, at: int, number: int) -> None:
        """Only thanks. A mail makes the tenant's rule open the ticket again; a portal note does not."""
        life = self._alive(number)
        if life is None or life.status != Status.COMPLETE:
            return
        text = fill(life.rng.choice(pool("customer", f"thanks_{life.scenario.tongue}")), life.slots)
        moved = life.rng.random() < 0.33
        life.just_thanks = moved and not life.in_hands
        self._write(life, at, text, moves=moved)
        if not moved:
            self._desk.forget(life)

    def back(self, at: int, number: int) -> None:
        """It is not solved, or there is something more."""
        life = self._alive(number)
        if life is None or life.status != Status.COMPLETE:
            return
        life.reopened += 1
        life.replied = True
        self._write(life, at, fill(life.rng.choice(pool("customer", _kind("back", life))), life.slots), moves=True)

    # Answers to people who work through the API

    def hear(self, note: dict[str, object], at: int) -> None:
        """A client of the API wrote a public note: the customer may answer it."""
        life = self._alive(int(str(note["ticketID"])))
        if life is None or life.contact is None or note.get("publish") != Publish.EVERYONE:
            return
        if note.get("createdByContactID") is not None:
            return
        rng = stream(self._desk.seed, "reply", note["id"])
        draw = rng.random()
        kind = "answers" if draw < 0.5 else "short_thanks" if draw < 0.7 else None
        if kind is not None:
            written = read(note.get("createDateTime")) or at
            when = max(at, life.company.office.hours.add(written, long_tailed(rng, 0.6, 1.0)))
            self._desk.agenda.add(when, "reply_to_client", life.id, kind)

    def reply_to_client(self, at: int, number: int, kind: str) -> None:
        """The customer's answer to a public note, or his mailbox's while he is away."""
        life = self._alive(number)
        if life is None or life.contact is None:
            return
        text = fill(life.rng.choice(pool("customer", kind)), life.slots)
        moves = kind == "answers" and life.status != Status.COMPLETE
        if kind == "short_thanks" and life.status in _KEEP_GOING and life.rng.random() < 0.5:
            life.thanked_in, moves = life.status, True
        self._write(life, at, text, moves=moves)

    def write_mail(self, number: int, text: str, at: int) -> None:
        """A mail in words of somebody else's making, which moves the status as any mail does.

        Raises:
            ValueError: nobody would write on this ticket.
        """
        life = self._alive(number)
        if life is None or life.contact is None:
            raise ValueError(f"Nobody writes on ticket {number}.")
        self._put(life, life.contact, at, text, NOTE_KINDS["mail"], moves=True)

    def _alive(self, number: int) -> Life | None:
        life = self._desk.lives.get(number)
        if life is None or self._tickets.current(life) is None:
            return None
        return life

    def _write(self, life: Life, at: int, text: str, *, moves: bool) -> None:
        """A note by the contact; when it comes by mail, the tenant's rule moves the status."""
        contact = life.contact
        if contact is None:
            return
        portal = life.source == Source.PORTAL and life.rng.random() < 0.6
        kind = NOTE_KINDS["portal" if portal else "mail"]
        if not portal and life.rng.random() < 0.5:
            text = mail(text, life.rng, contact, life.slots, life.scenario.tongue)
        self._put(life, contact, at, text, kind, moves=moves)

    def _put(self, life: Life, contact: Contact, at: int, text: str, kind: int, *, moves: bool) -> None:
        record = self._desk.ledger.get("Tickets", life.id) or {}
        title = f"RE: {record.get('title', '')} [{record.get('ticketNumber', '')}]"
        self._tickets.note(life, at, contact, text, Publish.EVERYONE, kind, title)
        if moves and life.status in _RULE_REOPENS:
            was_waiting = life.status != Status.SCHEDULED
            self._tickets.move(life, at, int(Status.CUSTOMER_NOTE_ADDED), None)
            if was_waiting or not life.booked:
                life.waits_for += 1
            self._desk.make_ready(life, at)


def _kind(words: str, life: Life) -> str:
    """Requests are talked about in other words than faults."""
    return f"{words}_request" if life.flow in ("W06", "W07", "W08", "W09", "W10", "W11") else words
