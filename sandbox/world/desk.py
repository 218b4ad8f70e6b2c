"""What every part of the simulation shares: people, customers, calendars, the agenda, and tickets under way."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field

from sandbox.world.agenda import Agenda
from sandbox.world.companies import Company, Contact, Device
from sandbox.world.contracts import Agreements
from sandbox.world.ledger import Ledger
from sandbox.world.letters import Slots
from sandbox.world.people import Tech
from sandbox.world.places import Places
from sandbox.world.rules import Rules
from sandbox.world.scenarios import Scenario
from sandbox.world.sizes import Size


@dataclass(slots=True)
class Life:
    """One ticket under way, as the simulation knows it; the record in the ledger is the truth."""

    id: int
    rng: random.Random
    flow: str
    scenario: Scenario
    company: Company
    contact: Contact | None
    device: Device | None
    slots: Slots
    template: str
    """The title before its slots were filled: what the ticket is about."""
    created: int
    priority: int
    status: int
    source: int
    due: int
    """Next SLA event that the desk works towards; the opening plus three days without an SLA."""
    owner: Tech | None = None
    in_hands: bool = False
    """A client of the API moved it: people work it now, the simulation only plays the customer."""
    sessions: int = 0
    chased: int = 0
    reopened: int = 0
    ready_at: int = 0
    """Its owner does not look at it before this instant."""
    waits_for: int = 0
    """Counts waits, so that a release that comes too late is recognised."""
    replied: bool = False
    booked: bool = False
    needs_visit: bool = False
    just_thanks: bool = False
    thanked_in: int | None = None
    """Status that a thank-you turned into Customer Note Added while the work was still open."""
    result: int | None = None
    checklist: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Booking:
    """Time of a technician that is spoken for."""

    start: int
    end: int
    kind: str
    """`call`, `meeting`, `lunch` or `leave`."""
    title: str
    life: int | None = None
    call: int | None = None


@dataclass(slots=True)
class Desk:
    """The shared state of the simulation."""

    seed: int
    size: Size
    ledger: Ledger
    agenda: Agenda
    places: Places
    techs: list[Tech]
    companies: list[Company]
    rules: Rules
    agreements: Agreements
    lives: dict[int, Life] = field(default_factory=dict)
    ready: dict[int, dict[int, Life]] = field(default_factory=dict)
    """Tickets that a technician may work on, by technician and ticket."""
    diaries: dict[int, list[Booking]] = field(default_factory=dict)
    unposted: list[int] = field(default_factory=list)
    """Time entries on tickets that are not billed yet."""
    newest_entry: int = 0
    """The last time entry that the desk knows of, its own or a client's."""
    recent_titles: deque[str] = field(default_factory=lambda: deque(maxlen=400))

    def make_ready(self, life: Life, at: int) -> None:
        """Put a ticket on its owner's pile, not to be looked at before an instant."""
        life.ready_at = at
        if life.owner is not None and not life.in_hands:
            self.ready.setdefault(life.owner.id, {})[life.id] = life

    def set_aside(self, life: Life) -> None:
        """Take a ticket off its owner's pile: it waits, is booked, or is done."""
        if life.owner is not None:
            self.ready.setdefault(life.owner.id, {}).pop(life.id, None)

    def forget(self, life: Life) -> None:
        """Nothing more will happen to this ticket."""
        self.set_aside(life)
        self.lives.pop(life.id, None)
