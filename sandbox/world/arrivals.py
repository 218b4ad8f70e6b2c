"""What comes in: each day planned at its first minute from a stream of its own, then let loose at its instants."""

from __future__ import annotations

import random
from datetime import date

from sandbox.world.bookings import AHEAD, Bookings
from sandbox.world.companies import Company, Device
from sandbox.world.customers import Customers
from sandbox.world.desk import Desk, Life
from sandbox.world.instants import DAY, MINUTE, stamp
from sandbox.world.labels import Publish, Status
from sandbox.world.letters import fill
from sandbox.world.people import RMM_USER
from sandbox.world.projects import Projects
from sandbox.world.scenarios import MIX, pick_scenario, scenario_named
from sandbox.world.streams import Wheel, between, long_tailed, stream
from sandbox.world.tickets import NOTE_KINDS, Tickets
from sandbox.world.triage import Triage

_BY_HOUR = Wheel(((7, 2.0), (8, 9.5), (9, 12.5), (10, 12.0), (11, 10.5), (12, 6.0), (13, 9.5), (14, 11.0), (15, 9.5),
            (16, 7.5), (17, 4.0), (18, 1.5), (19, 0.8), (20, 0.7), (21, 0.5), (22, 0.3)))  # fmt: skip
"""Weight of each local hour for what people send."""

_BY_QUIET_HOUR = Wheel((hour, 1.0) for hour in range(7, 23))

_OUT_OF_HOURS = Wheel(
    (("A", 60.0), ("W03", 16.0), ("W04", 8.0), ("W05", 4.0), ("W06", 8.0), ("W02", 2.0), ("W01", 2.0))
)


class Arrivals:
    """Plans the days, opens the tickets, lets monitors storm and clear."""

    def __init__(
        self, desk: Desk, tickets: Tickets, triage: Triage, customers: Customers, bookings: Bookings,
        projects: Projects,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._tickets = tickets
        self._triage = triage
        self._customers = customers
        self._bookings = bookings
        self._projects = projects
        self._by_size = Wheel((company, 6.0 + company.people) for company in desk.companies)
        self._visits = [_visits(desk.seed, company) for company in desk.companies]
        for name in ("day", "arrive", "visit", "storm", "alert", "clear"):
            desk.agenda.on(name, getattr(self, name))

    def day(self, at: int, ordinal: int) -> None:
        """Plan one day, and the next day's planning."""
        today = date.fromordinal(ordinal)
        rng = stream(self._desk.seed, "day", today)
        nl = self._desk.places.offices["nl"].hours
        self._desk.agenda.add(nl.instant(ordinal + 1, 0), "day", ordinal + 1)
        working = nl.window(ordinal) is not None
        self._plan_people(today, rng, working)
        self._plan_machines(today, rng, working)
        self._plan_visits(today)
        self._bookings.plan_meetings(date.fromordinal(ordinal + AHEAD), at)
        self._projects.hand_over(at)
        if today.weekday() == 1:
            self._desk.agenda.add(nl.instant(ordinal, 10 * 60), "post", nl.instant(ordinal - 1, 0))
        if today.day == 1:
            ahead = date(today.year + (today.month > 10), (today.month + 1) % 12 + 1, 1)
            self._bookings.plan_leave(ahead, at)
            self._projects.begin_month(today, at)

    def _plan_people(self, today: date, rng: random.Random, working: bool) -> None:
        factor = (1.18, 1.05, 1.0, 0.97, 0.86)[today.weekday()] if working else 0.09
        count = round(self._desk.size.arrivals * factor * rng.uniform(0.88, 1.12))
        hours, mix = (_BY_HOUR, MIX) if working else (_BY_QUIET_HOUR, _OUT_OF_HOURS)
        for number in range(count):
            mine = stream(self._desk.seed, "arrival", today, number)
            flow = mix.draw(mine)
            company = self._by_size.draw(mine)
            hour = (
                mine.randrange(24)
                if flow == "A" and mine.random() < 0.45
                else mine.randrange(4, 8)
                if flow == "W03"
                else None
            )
            minute = (hours.draw(mine) if hour is None else hour) * 60 + mine.randrange(60)
            when = company.office.hours.instant(today.toordinal(), minute) + mine.randrange(60)
            self._desk.agenda.add(when, "arrive", (today, number), flow, company, mine)

    def arrive(self, at: int, key: tuple[date, int], flow: str, company: Company, rng: random.Random) -> None:
        """One ticket comes in."""
        project = None
        if flow == "W11":
            found = self._projects.any_open(rng)
            if found is not None:
                project, company = found
        scenario = pick_scenario(rng, flow, company.office.home)
        life = self._tickets.open(at, key, scenario, company, project=project)
        self._follow(life, at)

    def _follow(self, life: Life, at: int) -> None:
        self._triage.expect(life, at)
        self._customers.after_opening(life, at)
        if life.scenario.cleared and life.rng.random() < 0.55:
            self._desk.agenda.add(at + long_tailed(life.rng, 0.6), "clear", life.id)

    # Monitoring

    def _plan_machines(self, today: date, rng: random.Random, working: bool) -> None:
        small = self._desk.size.companies / 40
        for number in range(int(rng.random() < (0.42 if working else 0.1) * min(1.0, small + 0.3))):
            company = self._by_size.draw(rng)
            hour = rng.choice((8, 9, 10, 11, 13, 14, 15, 16)) if working else rng.randrange(24)
            when = company.office.hours.instant(today.toordinal(), hour * 60) + rng.randrange(3600)
            self._desk.agenda.add(when, "storm", (today, number), company)

    def storm(self, at: int, key: tuple[date, int], company: Company) -> None:
        """A site falls away and every monitor on it speaks up within minutes."""
        rng = stream(self._desk.seed, "storm", *key)
        devices = [device for kind in ("firewall", "switch", "server", "ap", "nas", "printer")
                   for device in company.devices.get(kind, [])]  # fmt: skip
        count = min(len(devices), rng.randrange(5, 21))
        back = at + between(rng, 18, 80)
        for number, device in enumerate(devices[:count]):
            when = at + number * rng.randrange(4, 40) + rng.randrange(20)
            self._desk.agenda.add(when, "alert", ("storm", *key, number), company, device, back + number * 9)

    def alert(self, at: int, key: tuple[object, ...], company: Company, device: Device, back: int) -> None:
        """One alert of a storm, which clears when the site is back."""
        scenario = scenario_named("device-offline")
        life = self._tickets.open(at, key, scenario, company, device=device)
        self._triage.expect(life, at)
        self._desk.agenda.add(max(back, at + 5 * MINUTE), "clear", life.id)

    def clear(self, at: int, number: int) -> None:
        """The monitor says that it is over; a ticket that nobody touched closes by itself."""
        life = self._desk.lives.get(number)
        if life is None or self._tickets.current(life) is None or life.status == Status.COMPLETE:
            return
        text = fill(life.rng.choice(life.scenario.cleared), life.slots)
        self._tickets.note(life, at, RMM_USER, text, Publish.INTERNAL, NOTE_KINDS["rmm"], "Alert cleared")
        if life.status == Status.NEW and not life.in_hands and life.rng.random() < 0.75:
            fix = "Cleared by the monitoring before anyone looked at it."
            self._tickets.move(life, at, int(Status.COMPLETE), RMM_USER, resolution=fix)
            self._desk.forget(life)

    # Contracts

    def _plan_visits(self, today: date) -> None:
        """Maintenance that contracts bring: each maintained customer monthly, on a day of the month of its own."""
        for company, (day, every, minute) in zip(self._desk.companies, self._visits, strict=True):
            if company.maintained and today.day == day and today.month % every == 0:
                when = company.office.hours.instant(today.toordinal(), 3 * 60 + minute)
                self._desk.agenda.add(when, "visit", (today, company.id), company)

    def visit(self, at: int, key: tuple[date, int], company: Company) -> None:
        """A recurring ticket is made by its contract in the night."""
        rng = stream(self._desk.seed, "visit kind", *key)
        scenario = pick_scenario(rng, "W10", "en")
        life = self._tickets.open(at, ("visit", *key), scenario, company)
        changes = {"dueDateTime": stamp(company.office.hours.next_open(at + 21 * DAY))}
        self._desk.ledger.update("Tickets", life.id, changes)
        self._triage.expect(life, at)


def _visits(seed: int, company: Company) -> tuple[int, int, int]:
    """When a maintained customer is visited: the day of the month, every how many months, the minute of planning."""
    rng = stream(seed, "visit", company.id)
    return rng.randrange(1, 29), rng.choice((1, 1, 2, 3)), rng.randrange(60)
