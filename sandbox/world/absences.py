"""Time off that clients have granted: who is away does nothing, and what comes in goes to those who are there.

A whole day closes the hours of the technician, part of one stands in the diary. Work under way is broken off and noted
down when he is back. What was given back before it began is worked again.
"""

from __future__ import annotations

from datetime import date

from sandbox.store import Record, Store
from sandbox.time_off import APPROVED
from sandbox.world.bookings import Bookings
from sandbox.world.desk import Desk
from sandbox.world.hours import Window
from sandbox.world.instants import HOUR, read
from sandbox.world.people import Tech
from sandbox.world.technicians import Technicians

_NEARLY_A_DAY = 0.75
"""Share of somebody's hours from which a request counts as the whole day."""


class Absences:
    """Takes technicians off the desk, and gives them back."""

    def __init__(self, desk: Desk, store: Store, bookings: Bookings, technicians: Technicians) -> None:
        self._store = store
        self._bookings = bookings
        self._technicians = technicians
        self._techs = {tech.id: tech for tech in desk.techs}

    def decided(self, request: int, at: int) -> None:
        """A request was approved or rejected."""
        record = self._store.get("TimeOffRequests", request)
        if record is not None and record["status"] == APPROVED:
            self._grant(record, at)

    def changed(self, record: Record, before: Record | None, at: int) -> None:
        """A request was changed: what was approved may be taken back."""
        tech = self._techs.get(record["resourceID"])
        if before is None or tech is None or before["status"] != APPROVED or record["status"] == APPROVED:
            return
        day: date = before["requestDate"].date()
        own = "resourceID = ? AND requestDate = ? AND status = ?"
        if self._store.count("TimeOffRequests", own, (tech.id, before["requestDate"], APPROVED)):
            return
        if day in tech.leave:
            tech.leave.discard(day)
            tech.granted.discard(day)
            tech.hours.open_again(day)
        window = tech.hours.window(day.toordinal())
        part = _part(tech, before, window) if window else None
        if part in tech.granted_parts:
            tech.granted_parts.remove(part)
            self._bookings.give_back(tech, *part)
        if tech.hours.day_of(at) == day.toordinal() or not tech.hours.is_open(at):
            self._technicians.look_up(tech, at)

    def _grant(self, record: Record, at: int) -> None:
        tech, day = self._techs.get(record["resourceID"]), record["requestDate"].date()
        window = tech.hours.window(day.toordinal()) if tech else None
        if tech is None or window is None or window[1] <= at:
            return
        part = _part(tech, record, window)
        if part is not None:
            self._bookings.keep_free(tech, *part)
            tech.granted_parts.append(part)
        else:
            tech.hours.close(day)
            tech.leave.add(day)
            tech.granted.add(day)
        if tech.is_off(at, granted=True):
            self._technicians.break_off(tech, at)


def _part(tech: Tech, record: Record, window: Window) -> Window | None:
    """Beginning and end of what a request asks for of a day; None for all of it."""
    if record["hours"] >= _NEARLY_A_DAY * tech.availability[record["requestDate"].weekday()]:
        return None
    start = read(record["startTime"]) or window[0]
    return start, read(record["endTime"]) or start + int(record["hours"] * HOUR)
