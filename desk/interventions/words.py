"""Why a ticket needs a hand, in one sentence with its figures. Made for rows that are on the screen, never for all."""

from collections.abc import Callable, Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desk.durations import WORKING_DAY, age_text, business_text, day_of, moment_text
from desk.entries import LAST_SANE as FOR_GOOD
from desk.entries import Entry
from desk.interventions.model import Need, NeedKind
from desk.meanings import promise
from desk.model import Micros, MilestoneName, MilestoneState, StatusKind
from sla.calendar import BusinessCalendar
from workflows.intervention import VISIT_OVER

NOTHING = "Nothing needs a decision."
_WAITED_FOR = {
    StatusKind.WAITING_CUSTOMER: "customer",
    StatusKind.WAITING_VENDOR: "vendor",
    StatusKind.WAITING_MATERIALS: "parts",
    StatusKind.WAITING_APPROVAL: "approval",
}


def need_text(need: Need, entry: Entry | None, now: Micros, zone: ZoneInfo) -> str:
    """One plain sentence without a full stop, the weightiest words first: "resolution missed 10:22, 0:41 ago".

    Args:
        entry: of the ticket; None where it has left since, and lengths are then those of the clock on the wall.
        zone: of the reader.
    """
    return need.said or _SENTENCES[need.kind](_Case(need, entry, now, zone))


def calm_text(entries: Iterable[Entry], now: Micros, zone: ZoneInfo) -> str:
    """ "Nothing needs a decision. Next SLA event: 48201 first response due 11:51." """
    ahead = (
        (milestone.due, entry, milestone.name)
        for entry in entries
        if not entry.item.paused and entry.item.clock is not None
        for milestone in entry.item.clock.milestones
        if milestone.state is MilestoneState.RUNNING and milestone.due is not None and milestone.due > now
    )
    following = min(ahead, key=lambda each: (each[0], each[1].item.id.id), default=None)
    if following is None:
        return NOTHING
    due, entry, name = following
    return f"{NOTHING} Next SLA event: {entry.item.short_id} {promise(name)} due {moment_text(due, now, zone)}."


class _Case(NamedTuple):
    need: Need
    entry: Entry | None
    now: Micros
    zone: ZoneInfo

    @property
    def at(self) -> str:
        return moment_text(self.need.at, self.now, self.zone)

    @property
    def what(self) -> str:
        return promise(self.need.what)

    @property
    def ago(self) -> str:
        return age_text(self.now - self.need.at)

    @property
    def calendar(self) -> BusinessCalendar | None:
        """What the time of the milestone that is spoken of runs on."""
        if self.entry is None:
            return None
        named = next((name for name in MilestoneName if name == self.need.what), MilestoneName.FIRST_RESPONSE)
        return self.entry.calendar_of(named) or self.entry.location.calendar

    def business(self, start: Micros, end: Micros) -> str:
        """A length of time as the ticket's calendar counts it."""
        if self.calendar is None:
            return business_text(end - start, WORKING_DAY)
        return business_text(self.calendar.elapsed(start, end), day_of(self.calendar))

    @property
    def owner(self) -> str:
        return "its owner" if self.entry is None or not self.entry.item.owner else self.entry.item.owner


def _missed(case: _Case) -> str:
    late = case.business(case.need.since, case.now)
    if case.need.since > case.need.at:
        again = moment_text(case.need.since, case.now, case.zone)
        return f"{case.what} missed {case.at}, and the new promise of {again} too, late by {late}"
    return f"{case.what} missed {case.at}, late by {late}"


def _old_miss(case: _Case) -> str:
    if case.need.what == MilestoneName.FIRST_RESPONSE:
        return _missed(case)
    return f"{_missed(case)}, needs a new promise"


def _at_risk(case: _Case) -> str:
    return f"{case.what} due {case.at}, {case.business(case.now, case.need.at)} left"


def _away(case: _Case) -> str:
    if case.need.at == FOR_GOOD:
        return f"{case.owner} is not active any more"
    return f"{case.owner} is off until {case.at}"


def _no_call(case: _Case) -> str:
    if case.need.what == VISIT_OVER:
        return f"says scheduled, its visit ended {case.at}"
    return "says scheduled, no visit is booked"


def _unbooked(case: _Case) -> str:
    if case.need.what == VISIT_OVER:
        return f"its visit ended {case.at}, needs another"
    return f"needs booking, opened {case.ago} ago"


def _waiting(case: _Case) -> str:
    waited = "" if case.entry is None else _WAITED_FOR.get(case.entry.item.status_kind, "")
    return f"waiting{' for ' if waited else ''}{waited} without a date, nothing has happened for {case.ago}"


_SENTENCES: dict[NeedKind, Callable[[_Case], str]] = {
    NeedKind.BREACHED: _missed,
    NeedKind.OLD_MISS: _old_miss,
    NeedKind.AT_RISK: _at_risk,
    NeedKind.FORECAST: lambda case: f"{case.what} due {case.at} will be missed",
    NeedKind.ANSWER: lambda case: f"customer replied {case.ago} ago, nobody has answered",
    NeedKind.UNTRIAGED: lambda case: f"untriaged for {case.business(case.need.at, case.now)}, opened {case.at}",
    NeedKind.UNASSIGNED: lambda case: f"unassigned for {case.ago}, opened {case.at}",
    NeedKind.OWNER_AWAY: _away,
    NeedKind.NO_CALL: _no_call,
    NeedKind.UNBOOKED: _unbooked,
    NeedKind.REOPENED: lambda case: f"re-opened after completion {case.at}, nobody has worked on it since",
    NeedKind.SILENT: lambda case: (
        f"no word to the customer for {case.business(case.need.at, case.now)}, since {case.at}"
    ),
    NeedKind.STALE: lambda case: f"nothing has happened for {case.business(case.need.at, case.now)}, since {case.at}",
    NeedKind.HOLD_OVER: lambda case: f"its hold ended {case.at}, {case.ago} ago",
    NeedKind.WAITING_LONG: _waiting,
}
