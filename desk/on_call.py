"""Who of the desk is on call, and whom a critical incident that nobody is on leaves in peace for that (domain 6b).

Within the business hours of its calendar such an incident interrupts everybody. Outside them it interrupts who is on
call, and their backup once it has lain for a while. Where no rota says who is, or names nobody that is known, it
interrupts everybody as ever: a hole in a rota must not be a hole in the desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autotask.entities import Ticket
from desk.entries import next_after
from desk.model import Micros, Person, WorkItem
from desk.people import UnknownPerson, find_person
from desk.tenant import Tenant
from sla.calendar import BusinessCalendar
from sla.errors import SlaError
from sla.instants import MINUTE
from workflows.on_call import OnCall, Rota


@dataclass(frozen=True, slots=True)
class TeamOnCall:
    """How the rota of a team stands at an instant."""

    team: str
    person: Person | None
    """None where nobody is on call, or who is named is not known."""
    backup: Person | None
    until: Micros | None
    """When that changes next; None where no change is in sight."""
    problem: str = ""
    """Why the one who is named is not known, with file and line; empty where nothing is wrong."""


class CallOut:
    """The rotas of the desk."""

    def __init__(self, rotas: Sequence[Rota], tenant: Tenant) -> None:
        self._rotas = tuple(rotas)
        self._tenant = tenant
        self._stands: dict[int, tuple[Micros, OnCall]] = {}

    def teams(self, now: Micros) -> tuple[TeamOnCall, ...]:
        """Every team at an instant, in the order of the configuration."""
        return tuple(self._team(place, now) for place in range(len(self._rotas)))

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each name in a rota that no active resource answers to, and for each queue there is not."""
        names = ((rota, name) for rota in self._rotas for name in rota.places)
        unknown = [problem for rota, name in names if (problem := self._find(rota, name)[1])]
        queues = self._tenant.labels.picklist(Ticket, "queue_id")
        known = ", ".join(queue.label for queue in queues.active)
        strange = [
            f'{rota.queues_at}: No queue is called "{queue}". Write one of {known}.'
            for rota in self._rotas
            for queue in rota.queues
            if queues and queues.by_label(queue) is None
        ]
        return (*unknown, *strange)

    def spares(self, me: int, item: WorkItem, hours: BusinessCalendar, now: Micros) -> tuple[bool, Micros | None]:
        """Whether a critical incident that nobody is on leaves somebody in peace, and when that may change.

        Args:
            hours: the calendar of the incident. One that never closes says nothing of when people work: then the
                hours of the desk's default location count.
        """
        place = self._team_of(item.queue)
        if place is None:
            return False, None
        if hours.schedule.never_closes:
            hours = self._tenant.calendars.default.calendar
        turns = _turn(hours, now)
        if hours.is_open(now):
            return False, turns
        standing, rota = self._team(place, now), self._rotas[place]
        turns = next_after(now, (turns, standing.until))
        if standing.person is None or me == standing.person.id:
            return False, turns
        if standing.backup is not None and me == standing.backup.id:
            called_at = item.created + rota.backup_minutes * MINUTE
            return now < called_at, next_after(now, (turns, called_at))
        return True, turns

    def _team_of(self, queue: str) -> int | None:
        """The rota for a queue: one that names it, else one that names none."""
        wanted = queue.casefold()
        named = (place for place, rota in enumerate(self._rotas) if wanted in _folded(rota.queues))
        open_to_all = (place for place, rota in enumerate(self._rotas) if not rota.queues)
        return next(named, next(open_to_all, None))

    def _team(self, place: int, now: Micros) -> TeamOnCall:
        rota, standing = self._rotas[place], self._standing(place, now)
        if standing.duty is None:
            return TeamOnCall(rota.team, None, None, standing.until)
        person, problem = self._find(rota, standing.duty.who)
        backup, _ = self._find(rota, standing.duty.backup) if standing.duty.backup else (None, "")
        return TeamOnCall(rota.team, person, backup, standing.until, problem)

    def _standing(self, place: int, now: Micros) -> OnCall:
        """The rota at an instant, looked up once for the whole of a turn."""
        known = self._stands.get(place)
        if known is not None and known[0] <= now and (known[1].until is None or now < known[1].until):
            return known[1]
        found = self._rotas[place].at(now)
        self._stands[place] = now, found
        return found

    def _find(self, rota: Rota, name: str) -> tuple[Person | None, str]:
        """Who answers to a name, else why nobody does. Who has left the desk is called by no alarm."""
        try:
            found = find_person(name, self._tenant.people.values())
            problem = "" if found.active else f"{found.name} is not active any more."
        except UnknownPerson as unknown:
            found, problem = None, str(unknown)
        return (None, f"{rota.places.get(name, rota.team)}: {problem}") if problem else (found, "")


def _turn(hours: BusinessCalendar, now: Micros) -> Micros | None:
    """When the hours open or close next; None where they never do."""
    try:
        return hours.next_close(now) if hours.is_open(now) else hours.next_open(now)
    except SlaError:
        return None


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
