"""Time entries as people make them: written as the work ends, in the evening, the next morning, or never."""

from __future__ import annotations

from sandbox.world.desk import Desk, Life
from sandbox.world.instants import HOUR, MINUTE, read, stamp
from sandbox.world.labels import WorkType
from sandbox.world.people import Tech
from sandbox.world.posting import Posting
from sandbox.world.streams import between
from sandbox.world.tickets import Tickets, entry_times


class Timesheets:
    """Decides when a technician writes his time down, and writes it then."""

    def __init__(self, desk: Desk, tickets: Tickets) -> None:
        self._desk = desk
        self._tickets = tickets
        self._posting = Posting(desk.agreements)
        self._techs = {tech.id: tech for tech in desk.techs}
        desk.agenda.on("enter", self.enter)
        desk.agenda.on("internal", self.internal)
        desk.agenda.on("post", self.post)

    def note(self, tech: Tech, life: Life, start: int, end: int, words: tuple[str, str]) -> None:
        """Promptly, late, or never: as the technician's habit is."""
        draw = life.rng.random()
        if draw < tech.prompt:
            made = end + between(life.rng, 0, 5)
        elif draw < tech.prompt + tech.late:
            window = tech.hours.window(tech.hours.day_of(end))
            evening = (window[1] if window else end) - between(life.rng, 0, 25)
            tomorrow = tech.hours.next_open(end + 10 * HOUR) + between(life.rng, 5, 40)
            made = evening if evening > end and life.rng.random() < 0.5 else tomorrow
        else:
            return
        self._desk.agenda.add(made, "enter", tech.id, life, start, end, words)

    def enter(self, at: int, number: int, life: Life, start: int, end: int, words: tuple[str, str]) -> None:
        """Write a time entry down; who is off today does so when he is back."""
        tech = self._techs[number]
        if tech.is_off(at):
            self._desk.agenda.add(tech.hours.next_open(at) + 5 * MINUTE, "enter", number, life, start, end, words)
        elif self._desk.ledger.get("Tickets", life.id) is not None:
            self._tickets.time(life, tech, start, end, at, words)

    def note_internal(self, tech: Tech, start: int, end: int, code: WorkType, text: str) -> None:
        self._desk.agenda.add(end, "internal", tech.id, start, int(code), text)

    def internal(self, at: int, number: int, start: int, code: int, text: str) -> None:
        """Write down time that belongs to no customer."""
        self._desk.newest_entry = self._desk.ledger.insert(
            "TimeEntries",
            {
                "resourceID": number, "internalBillingCodeID": code, "timeEntryType": 5,
                "hoursWorked": round((at - start) / HOUR, 4), "hoursToBill": 0.0, "offsetHours": 0.0,
                "startDateTime": stamp(start), "endDateTime": stamp(at), "summaryNotes": text,
                "isNonBillable": True, "showOnInvoice": False, "creatorUserID": number,
                "lastModifiedUserID": number, **entry_times(self._techs[number].hours, start, at),
            },
        )  # fmt: skip

    def post(self, at: int, before: int) -> None:
        """Approve and post for billing what was worked before an instant: nobody changes it afterwards."""
        desk, kept, closed = self._desk, [], []
        for number in desk.unposted:
            entry = desk.ledger.get("TimeEntries", number)
            start = read(entry["startDateTime"]) if entry else None
            if entry is None or start is None:
                continue
            if start >= before:
                kept.append(number)
            elif not self._posting.has_posted(desk.ledger, number):
                closed.append({**entry, "id": number})
        self._posting.post(desk.ledger, closed, at)
        desk.unposted = kept
