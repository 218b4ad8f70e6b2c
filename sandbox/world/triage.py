"""The service coordinator: new tickets get an owner in minutes, some after a question, alerts when somebody looks."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.world.desk import Desk, Life
from sandbox.world.hours import DaySpan, Hours
from sandbox.world.instants import DAY, HOUR, MINUTE, stamp
from sandbox.world.labels import Publish, Queue, Source, Status
from sandbox.world.people import COORDINATOR, Tech
from sandbox.world.scenarios import FLOWS
from sandbox.world.streams import between
from sandbox.world.tickets import Tickets

_SPOKEN = (Source.PHONE, Source.IN_PERSON, Source.CHAT)
"""Who calls or comes by speaks to somebody at once."""

_ROUNDS_FROM = 10 * 60
"""Minute of the day from which the coordinator watches first responses; before, the night's mails come first."""

_OFF = 1_000.0
"""Burden of whom a client gave the day off: what comes in goes to others as long as there are any."""

_PLANNED = ("W08", "W09", "W10", "W11")


class Triage:
    """Decides who works on what."""

    def __init__(self, desk: Desk, tickets: Tickets) -> None:
        self._desk = desk
        self._tickets = tickets
        weekly: list[DaySpan] = [(7 * 60 + 30, 18 * 60)] * 5 + [None, None]
        nl = desk.places.offices["nl"]
        self._hours = Hours(nl.hours.zone_name, weekly, (day for day, _ in nl.holidays))
        desk.agenda.on("triage", self.triage)
        desk.agenda.on("discard", self.discard)
        desk.agenda.on("watch", self.watch)

    def expect(self, life: Life, at: int) -> None:
        """Say when the coordinator comes to a new ticket."""
        rng = life.rng
        if life.flow == "W01":
            self._desk.agenda.add(at + between(rng, 1, 4), "triage", life.id, True)
            return
        if life.scenario.id.startswith("spam"):
            self._desk.agenda.add(self._hours.add(at, between(rng, 20, 240)), "discard", life.id)
            return
        if life.due - at < 2 * DAY:
            self._desk.agenda.add(max(at + MINUTE, life.due - between(rng, 4, 30)), "watch", life.id)
        delay = between(rng, 2, 22) if rng.random() < 0.88 else between(rng, 30, 90)
        if life.source in _SPOKEN:
            delay = between(rng, 0, 4)
        elif life.flow == "A":
            delay = between(rng, 15, 90)
        elif life.flow == "W03":
            delay = between(rng, 40, 160)
        elif life.source == Source.PORTAL:
            delay += between(rng, 5, 50)
        elif life.flow == "W10":
            delay = between(rng, 60, 600)
        self._desk.agenda.add(self._hours.add(at, delay), "triage", life.id, rng.random() < 0.93)

    def watch(self, at: int, number: int) -> None:
        """A first response is nearly due and nobody has looked: most times somebody who is there is sent in."""
        life = self._desk.lives.get(number)
        if life is None or life.status != Status.NEW or not self._hours.is_open(at):
            return
        if life.rng.random() < (0.85 if self._hours.minute_of(at) < _ROUNDS_FROM else 0.1):
            return
        there = [tech for tech in self._desk.techs if tech.hours.is_open(at)]
        if not there or self._tickets.current(life) is None or life.in_hands:
            return
        if life.owner not in there:
            level = life.scenario.level
            tech = self._choose(life, at, level, there)
            self._tickets.assign(life, at, tech, COORDINATOR, _queue(life, level))
            self._desk.make_ready(life, at)
        if life.owner is not None:
            self._tickets.move(life, at, int(Status.IN_PROGRESS), life.owner.id)

    def discard(self, at: int, number: int) -> None:
        """Delete spam, and leave the one trace that a deletion has."""
        life = self._desk.lives.get(number)
        if life is None:
            return
        record = self._tickets.current(life)
        if record is None or life.in_hands:
            return
        self._desk.ledger.delete("Tickets", number)
        self._desk.ledger.insert(
            "DeletedTicketLogs",
            {"ticketID": number, "ticketNumber": record["ticketNumber"], "ticketTitle": record["title"],
             "deletedByResourceID": COORDINATOR, "deletedDateTime": stamp(at)},
        )  # fmt: skip
        self._desk.forget(life)

    def triage(self, at: int, number: int, clear: bool) -> None:
        """Classify a new or escalated ticket and hand it over; an unclear one is looked at again later."""
        life = self._desk.lives.get(number)
        if life is None:
            return
        record = self._tickets.current(life)
        if record is None or life.in_hands or life.status not in (Status.NEW, Status.ESCALATE):
            return
        if not clear:
            if life.rng.random() < 0.4:
                text = life.rng.choice(_UNCLEAR)
                self._tickets.note(life, at, COORDINATOR, text, Publish.INTERNAL, 3, "Triage")
            self._desk.agenda.add(self._hours.add(at, between(life.rng, 60, 420)), "triage", number, True)
            return
        level = 2 if life.status == Status.ESCALATE else life.scenario.level
        tech = self._choose(life, at, level, self._desk.techs)
        fixes = self._corrections(life, record["issueType"])
        self._tickets.assign(life, at, tech, COORDINATOR, _queue(life, level), **fixes)
        self._desk.make_ready(life, at)
        if life.flow == "W01":
            self._desk.agenda.add(at + between(life.rng, 1, 6), "alarm", tech.id, life.id)

    def _corrections(self, life: Life, issue: int | None) -> dict[str, int]:
        """Half of what came in unclassified leaves triage classified."""
        fixes = {"priority": int(FLOWS[life.flow].priority)} if life.rng.random() < 0.5 else {}
        if issue is None and life.scenario.issue and life.rng.random() < 0.5:
            fixes.update(issueType=life.scenario.issue, subIssueType=life.scenario.sub)
        return fixes

    def _choose(self, life: Life, at: int, level: int, among: Sequence[Tech]) -> Tech:
        """The least loaded of those who can, near the customer and at work soon."""
        able = [tech for tech in among if tech.level >= level] or among
        return min(able, key=lambda tech: (self._burden(tech, life, at, level), tech.id))

    def _burden(self, tech: Tech, life: Life, at: int, level: int) -> float:
        pile = len(self._desk.ready.get(tech.id, ()))
        absent = tech.hours.next_open(at) - at
        burden = pile * (1.25 if tech.full_time else 1.6) + _OFF * tech.is_off(at, granted=True)
        burden += 2.5 * (tech.home != life.company.office.home) + 3.5 * max(0, tech.level - max(level, 1))
        if life.flow in _PLANNED:
            burden -= 6.0 * (tech.level == 3)
        if life.flow == "W01":
            burden += absent / (10 * MINUTE)
        elif absent > 2 * DAY:
            burden += 30
        elif absent > 4 * HOUR:
            burden += 6
        return burden + life.rng.random() * 5


def _queue(life: Life, level: int) -> int:
    if life.flow == "W10":
        return int(Queue.MAINTENANCE)
    if life.flow == "W11":
        return int(Queue.PROJECTS)
    if life.flow in ("A", "W03") and level < 2:
        return int(Queue.MONITORING)
    return int(Queue.LEVEL_2 if level >= 2 else Queue.LEVEL_1)


_UNCLEAR = (
    "Which machine is this about? Tried to call, voicemail. Trying again after lunch.",
    "Not sure if this is in contract, asked Pieter.",
    "Looks like a double of something from last week, checking before I hand it out.",
    "No answer on the phone, mailed for a few more details.",
    "Is this ours or the software supplier's? Waiting for a call back.",
)
