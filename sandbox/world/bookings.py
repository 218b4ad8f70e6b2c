"""The diaries of the technicians: service calls, meetings, lunches, leave."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sandbox.world.desk import Booking, Desk, Life
from sandbox.world.instants import DAY, HOUR, MINUTE, date_stamp, stamp
from sandbox.world.labels import Status
from sandbox.world.letters import fill, pool
from sandbox.world.people import COORDINATOR, OWNER, Tech
from sandbox.world.streams import stream, weighted
from sandbox.world.tickets import Tickets

AHEAD = 10
"""Days ahead for which meetings stand in the diaries."""

_ALLOWANCES = {"vacation": 200.0, "sickTime": 80.0, "personalTime": 16.0, "floatingHoliday": 8.0}
"""Hours of a year, by kind."""

_SLOTS = (9 * 60 + 30, 10 * 60 + 30, 13 * 60, 14 * 60, 15 * 60)
_SERVICE_CALL_NEW, _SERVICE_CALL_DONE, _SERVICE_CALL_CONFIRMED = 1, 2, 4


class Bookings:
    """Writes ServiceCalls, Appointments and TimeOffRequests and keeps the diaries that the simulation reads."""

    def __init__(self, desk: Desk, tickets: Tickets) -> None:
        self._desk = desk
        self._tickets = tickets

    def diary(self, tech: Tech) -> list[Booking]:
        """A technician's bookings in the order of their start."""
        return self._desk.diaries.setdefault(tech.id, [])

    def _put(self, tech: Tech, booking: Booking) -> None:
        diary = self.diary(tech)
        diary.append(booking)
        diary.sort(key=lambda entry: (entry.start, entry.end))

    # Service calls

    def book(self, life: Life, at: int, tech: Tech, days: int, minutes: int) -> None:
        """Book a service call for a ticket, the first free slot some working days on."""
        start = self._free(tech, life.rng, at + days * DAY, minutes * MINUTE)
        end = start + minutes * MINUTE
        ledger = self._desk.ledger
        kind = "Onsite" if life.needs_visit else "Remote session"
        call = ledger.insert(
            "ServiceCalls",
            {
                "companyID": life.company.id, "startDateTime": stamp(start), "endDateTime": stamp(end),
                "companyLocationID": life.company.sites[0][0], "status": life.rng.choice((1, 4)),
                "isComplete": 0, "duration": round((end - start) / HOUR, 2), "createDateTime": stamp(at),
                "lastModifiedDateTime": stamp(at), "creatorResourceID": COORDINATOR,
                "description": f"{kind}: {fill(life.rng.choice(life.scenario.titles), life.slots)}"[:200],
            },
        )  # fmt: skip
        link = ledger.insert("ServiceCallTickets", {"serviceCallID": call, "ticketID": life.id})
        ledger.insert("ServiceCallTicketResources", {"serviceCallTicketID": link, "resourceID": tech.id})
        self._put(tech, Booking(start, end, "call", kind, life.id, call))
        life.booked = True

    def close_call(self, call: int, at: int) -> None:
        """A call that took place."""
        changes = {"status": _SERVICE_CALL_DONE, "isComplete": 1, "lastModifiedDateTime": stamp(at)}
        if self._desk.ledger.get("ServiceCalls", call) is not None:
            self._desk.ledger.update("ServiceCalls", call, changes)

    def _free(self, tech: Tech, rng: random.Random, earliest: int, length: int) -> int:
        diary = self.diary(tech)
        day = tech.hours.day_of(earliest)
        while True:
            window = tech.hours.window(day)
            for minute in _SLOTS if window else ():
                start = tech.hours.instant(day, minute)
                fits = window is not None and window[0] <= start and start + length <= window[1] + HOUR
                clear = all(start + length <= b.start or b.end <= start for b in diary if b.kind != "lunch")
                if start >= earliest and fits and clear and rng.random() < 0.6:
                    return start
            day += 1

    # Meetings

    def plan_meetings(self, day: date, at: int) -> None:
        """Put one day's appointments into the diaries."""
        for tech in self._desk.techs:
            window = tech.hours.window(day.toordinal())
            if window is None:
                continue
            rng = stream(self._desk.seed, "meetings", tech.id, day)
            for minute, length, title in self._meetings(tech, day, rng):
                start = tech.hours.instant(day.toordinal(), minute)
                self._desk.ledger.insert(
                    "Appointments",
                    {
                        "resourceID": tech.id, "title": title, "startDateTime": stamp(start),
                        "endDateTime": stamp(start + length * MINUTE), "creatorResourceID": COORDINATOR,
                        "createDateTime": stamp(at), "updateDateTime": stamp(at), "description": "",
                    },
                )  # fmt: skip
                kind = "lunch" if title == "Lunch" else "meeting"
                self._put(tech, Booking(start, start + length * MINUTE, kind, title))

    def _meetings(self, tech: Tech, day: date, rng: random.Random) -> list[tuple[int, int, str]]:
        meetings = [(9 * 60 + 15, 15, "Stand-up")]
        if day.weekday() == 0:
            meetings.append((10 * 60, 30, "Weekly desk meeting: backlog and SLA"))
        if tech.level == 3 and day.weekday() == 2:
            meetings.append((11 * 60, 45, "Project review"))
        if rng.random() < 0.1:
            meetings.append((15 * 60 + 30, 30, rng.choice(pool("internal", "meetings"))))
        if tech.id % 3 == 0:
            meetings.append((tech.lunch, 30, "Lunch"))
        return meetings

    # Leave

    def plan_leave(self, month: date, at: int) -> None:
        """Leave taken in one month, asked for well before: about two days each, now and then a week."""
        for tech in self._desk.techs:
            rng = stream(self._desk.seed, "leave", tech.id, month)
            length = weighted(rng, ((0, 45), (1, 25), (2, 15), (5, 15)))
            first = month + timedelta(days=rng.randrange(28))
            days = [first + timedelta(days=n) for n in range(10)]
            working = [day for day in days if tech.hours.window(day.toordinal()) is not None][:length]
            reason = rng.choice(pool("internal", "leave"))
            for day in working:
                well_before = tech.hours.instant(day.toordinal(), 9 * 60) - 12 * DAY
                self.take_off(tech, day, min(at, well_before), 1, reason)

    def take_off(self, tech: Tech, day: date, asked: int, kind: int, reason: str) -> None:
        """One day off: 1 vacation, 2 sick."""
        window = tech.hours.window(day.toordinal())
        if window is None:
            return
        tech.hours.close(day)
        tech.leave.add(day)
        self._desk.ledger.insert(
            "TimeOffRequests",
            {
                "resourceID": tech.id, "requestDate": date_stamp(day), "timeOffRequestType": kind, "status": 2,
                "hours": tech.availability[day.weekday()], "startTime": stamp(window[0]), "reason": reason,
                "endTime": stamp(window[1]), "createDateTime": stamp(asked), "createdByResourceID": tech.id,
                "approvedDateTime": stamp(asked), "approveRejectResourceID": OWNER,
                "lastModifiedDateTime": stamp(asked), "lastModifiedByResourceID": OWNER,
            },
        )  # fmt: skip

    def keep_free(self, tech: Tech, start: int, end: int) -> None:
        """Part of a day off."""
        self._put(tech, Booking(start, end, "leave", "Time off"))

    def give_back(self, tech: Tech, start: int, end: int) -> None:
        """Part of a day off that is not taken after all."""
        diary = self.diary(tech)
        diary[:] = [entry for entry in diary if (entry.kind, entry.start, entry.end) != ("leave", start, end)]

    def allow(self, year: int) -> None:
        """Write what everybody may take of a year's time off, and who approves what is asked for."""
        for tech in self._desk.techs:
            record: dict[str, object] = {"resourceID": tech.id, "year": year}
            for kind, allowance in _ALLOWANCES.items():
                record |= {f"{kind}AnnualAllowance": allowance, f"{kind}Used": 0.0, f"{kind}Planned": 0.0}
                record[f"{kind}Balance"] = allowance
            self._desk.ledger.insert("ResourceTimeOffBalances", record)
            approver = {"resourceID": tech.id, "approverResourceID": OWNER, "approvalLevel": 1}
            self._desk.ledger.insert("ResourceTimeOffApprovers", approver)

    def missed(self, tech: Tech, at: int) -> list[Booking]:
        """Take what is over out of the diary; give the service calls among it, which nobody went to."""
        diary = self.diary(tech)
        over = [booking for booking in diary if booking.end <= at]
        if over:
            diary[:] = [booking for booking in diary if booking.end > at]
        return [booking for booking in over if booking.kind == "call"]

    def mark_scheduled(self, life: Life, at: int, actor: int) -> None:
        """The status that goes with a booking."""
        self._desk.set_aside(life)
        self._tickets.move(life, at, int(Status.SCHEDULED), actor)
