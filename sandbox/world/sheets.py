"""The week's timesheets: technicians submit them on their first morning of the next week, on Tuesday they are approved.

Billing does not wait for that: time is posted whatever has become of its sheet, as tenants have it by default.
"""

from __future__ import annotations

from datetime import date

from sandbox.sheets import SheetStatus
from sandbox.store import Store
from sandbox.world.desk import Desk
from sandbox.world.instants import DAY, HOUR

_AFTER_OPENING = 3 * HOUR
"""By then everybody has written down what he had left to write of the week before."""

_APPROVED_AT = 10 * 60
"""Local minute of Tuesday."""


class Round:
    """Opens the sheets of a week that is over, and takes each on its way; who is away submits when he is back."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store
        self._hours = desk.places.offices["nl"].hours
        self._techs = {tech.id: tech for tech in desk.techs}
        for name in ("sheets", "submit", "approve"):
            desk.agenda.on(name, getattr(self, name))

    def begin(self, at: int) -> None:
        """Expect the next Monday."""
        today = self._hours.day_of(at)
        self._expect(today + 7 - date.fromordinal(today).weekday())

    def _expect(self, monday: int) -> None:
        self._desk.agenda.add(self._hours.instant(monday, 0), "sheets", monday)

    def sheets(self, at: int, monday: int) -> None:
        """A week is over."""
        week = date.fromordinal(monday - 7)
        for tech in self._desk.techs:
            self._store.sheets.set(tech.id, week, SheetStatus.NEW)
            self._desk.agenda.add(tech.hours.next_open(at) + _AFTER_OPENING, "submit", tech.id, week)
        self._desk.agenda.add(self._hours.instant(monday + 1, _APPROVED_AT), "approve")
        self._expect(monday + 7)

    def submit(self, at: int, number: int, week: date) -> None:
        """A technician hands in a week, and with it what was rejected; who is away after all, when he is back."""
        tech, sheets = self._techs[number], self._store.sheets
        if tech.hours.window(tech.hours.day_of(at)) is None:
            self._desk.agenda.add(
                tech.hours.next_open(at + DAY - _AFTER_OPENING) + _AFTER_OPENING, "submit", number, week
            )
            return
        rejected = [day for resource, day in sheets.standing(SheetStatus.REJECTED) if resource == number]
        for day in (week, *rejected):
            if sheets.status(number, day) in (SheetStatus.NEW, SheetStatus.REJECTED):
                sheets.set(number, day, SheetStatus.SUBMITTED)

    def approve(self, _: int) -> None:
        """What was submitted is approved."""
        sheets = self._store.sheets
        for number, week in sheets.standing(SheetStatus.SUBMITTED):
            sheets.set(number, week, SheetStatus.APPROVED)
