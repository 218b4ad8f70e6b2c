"""What a time entry starts with: a work type and a role, each with the reason said.

The work type follows from the ticket's workflow, from where the work was done, and from the hour: outside business
hours Autotask's own after-hours work type stands in (domain 4.2, 6b). Work types are found by name among the tenant's
billing codes; no id is known beforehand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sla.calendar import BusinessCalendar
from sla.instants import Micros
from workflows.phrases import label_key


class Place(StrEnum):
    """Where the work was done."""

    REMOTE = "remote"
    ONSITE = "onsite"


@dataclass(frozen=True, slots=True)
class WorkType:
    """A billing code that is a work type.

    Attributes:
        after_hours_id: the one that stands in for it outside business hours, as the tenant has set it.
        billable: not of the non-billable kind.
    """

    id: int
    name: str
    active: bool = True
    after_hours_id: int | None = None
    billable: bool = True


@dataclass(frozen=True, slots=True)
class Role:
    """A role that the person holds."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to start with.

    Attributes:
        id: None where nothing fits and the person has to choose.
        why: one sentence without a full stop.
        outside_us: how much of the work lies outside business hours; Autotask's own form would split it there.
    """

    id: int | None
    name: str
    why: str
    outside_us: int = 0


_REMOTE = ("remote", "helpdesk", "help desk", "phone", "fernwartung", "fernsupport", "telefon", "op afstand",
           "a distance", "teleassistance", "remoto", "a distancia")  # fmt: skip
_ONSITE = ("onsite", "on site", "field", "site visit", "vor ort", "vorort", "op locatie", "ter plaatse", "sur site",
           "sur place", "in situ", "presencial", "en sitio")  # fmt: skip
_AFTER_HOURS = ("after hours", "afterhours", "out of hours", "overtime", "emergency", "weekend", "on call",
                "bereitschaft", "notdienst", "ausserhalb", "buiten kantooruren", "piket", "hors heures", "astreinte",
                "heures supplementaires", "fuera de horario", "guardia")  # fmt: skip
_OF_PLACE = {Place.REMOTE: _REMOTE, Place.ONSITE: _ONSITE}


def propose_work_type(
    usual: str,
    work_types: Iterable[WorkType],
    *,
    place: Place,
    start: Micros,
    end: Micros,
    calendar: BusinessCalendar,
    of_ticket: int | None = None,
    of_task: int | None = None,
) -> Proposal:
    """The work type to start with.

    A special one that the ticket or the task already has (neither remote, onsite nor after hours) was chosen by
    somebody and stays. Else the workflow's usual one; where that is remote or onsite work, the place decides.

    Args:
        usual: name of the workflow's default work type.
        start: of the work, which decides the hour; likewise `end` only tells how much lies outside.
        calendar: hours of the ticket's contract or location.
        of_ticket: id of the ticket's own work type, where the work is on a ticket.
        of_task: id of the project task's own, where it is on one.
    """
    known = {each.id: each for each in work_types if each.active}
    own = _Own(of_ticket, "ticket") if of_task is None else _Own(of_task, "task")
    base, why = _by_day(usual, known, place, own)
    outside = max(0, end - start) - max(0, calendar.elapsed(start, end))
    if base is None:
        return Proposal(None, "", why, outside)
    if calendar.is_open(start) or _says(base.name, _AFTER_HOURS):
        return Proposal(base.id, base.name, why, outside)
    after = known.get(base.after_hours_id or 0) or _named(known.values(), _AFTER_HOURS)
    if after is None or not base.billable:
        return Proposal(base.id, base.name, why, outside)
    return Proposal(after.id, after.name, f"it begins outside business hours, otherwise {base.name}", outside)


def propose_role(
    held: Sequence[Role],
    *,
    of_task: int | None = None,
    assigned: int | None = None,
    default: int | None = None,
    last: int | None = None,
) -> Proposal:
    """The role to start with, among those that the person holds.

    Args:
        of_task: the role in which the person is on the project task; Autotask takes no other there.
        assigned: the role in which the ticket is assigned to the person.
        default: the person's default role on the service desk.
        last: the role of the person's last entry.
    """
    by_id = {role.id: role for role in held}
    for role_id, why in (
        (of_task, "your role on the task"),
        (assigned, "the ticket is assigned to you in it"),
        (default, "your default on the service desk"),
        (last, "the role of your last entry"),
    ):
        if role_id in by_id:
            return Proposal(role_id, by_id[role_id].name, why)
    if len(held) == 1:
        return Proposal(held[0].id, held[0].name, "the only role you hold")
    return Proposal(None, "", "choose one of your roles" if held else "you hold no role, so Autotask takes no time")


class _Own(NamedTuple):
    """The work type that something has by itself."""

    id: int | None
    of: str

    @property
    def why(self) -> str:
        return f"the {self.of}'s own work type"


def _by_day(usual: str, known: dict[int, WorkType], place: Place, has: _Own) -> tuple[WorkType | None, str]:
    """The work type within business hours, and why."""
    own = known.get(has.id or 0)
    if own is not None and not any(_says(own.name, stems) for stems in (_REMOTE, _ONSITE, _AFTER_HOURS)):
        return own, has.why
    placed = not usual or any(_says(usual, stems) for stems in _OF_PLACE.values())
    if placed and (found := _named(known.values(), _OF_PLACE[place])) is not None:
        return found, f"{place} work"
    if usual and not placed and (found := _called(usual, known.values())) is not None:
        return found, "usual for the workflow"
    if own is not None:
        return own, has.why
    if (found := _named(known.values(), _OF_PLACE[place])) is not None:
        return found, f'{place} work; no work type is called "{usual}"'
    return None, f'no work type is called "{usual}" or says {place}'


def _called(name: str, work_types: Iterable[WorkType]) -> WorkType | None:
    """The work type of that name: the same words, or all of them among the fewest others."""
    wanted = set(label_key(name).split())
    holding = [each for each in work_types if wanted <= set(label_key(each.name).split())]
    return min(holding, key=lambda each: (len(label_key(each.name).split()), each.id), default=None)


def _named(work_types: Iterable[WorkType], stems: tuple[str, ...]) -> WorkType | None:
    """The plainest work type that says one of these, one for which money is taken before one for which it is not."""
    saying = [each for each in work_types if _says(each.name, stems)]
    if stems is not _AFTER_HOURS:
        saying = [each for each in saying if not _says(each.name, _AFTER_HOURS)]
    return min(saying, key=lambda each: (not each.billable, len(each.name), each.id), default=None)


def says_onsite(name: str) -> bool:
    """Whether a work type is called onsite, in one of the languages that are known."""
    return _says(name, _ONSITE)


def _says(name: str, stems: tuple[str, ...]) -> bool:
    said = f" {label_key(name)}"
    return any(f" {stem}" in said for stem in stems)
