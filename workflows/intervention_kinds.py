"""The words of the intervention list: the kinds of need in their order of gravity, their headings, what helps."""

from enum import StrEnum


class NeedKind(StrEnum):
    """Why a ticket needs a hand; the gravest first. `docs/interventions.md` says of each when it begins and ends."""

    BREACHED = "breached"
    """A milestone whose clock runs was missed today."""
    OLD_MISS = "old miss"
    """One was missed before today, and no new promise stands."""
    AT_RISK = "at risk"
    """A running milestone has little of its time left."""
    FORECAST = "forecast miss"
    """A milestone will be missed, given the work before it and the hours of its owner."""
    ANSWER = "answer owed"
    """A customer waits for an answer."""
    UNTRIAGED = "untriaged"
    """Nobody has looked at it."""
    UNASSIGNED = "unassigned"
    """Nobody has it."""
    OWNER_AWAY = "owner away"
    """Who has it is off."""
    NO_CALL = "no call"
    """Its status says that a visit is booked, and none is."""
    UNBOOKED = "unbooked"
    """It is worked by booking only, and has none."""
    REOPENED = "re-opened"
    """It was complete, was opened again, and nobody has worked on it since."""
    SILENT = "silent"
    """The customer has not heard of it for long."""
    STALE = "stale"
    """Nobody has touched it for as long as its status allows."""
    HOLD_OVER = "hold over"
    """It waits, and the date of its hold has passed."""
    WAITING_LONG = "waiting long"
    """It waits without a date, and nothing has happened for long."""


class SuggestedAct(StrEnum):
    """What a dispatcher can do about a need; each is an act that the screens have."""

    ASSIGN = "assign"
    PROMISE = "new promise"
    BOOK = "book"
    NUDGE = "nudge"
    ANSWER = "answer"
    RELEASE = "release"
    TRIAGE = "triage"


class Tab(StrEnum):
    """The headings of the list. Each kind of need belongs to exactly one; a ticket stands under each heading that one
    of its needs belongs to, and once under `ALL`."""

    ALL = "all"
    LATE = "late"
    RISK = "risk"
    UNASSIGNED = "unassigned"
    BOOK = "book"
    STALE = "stale"
    WAITING = "waiting"


_TABS = {
    Tab.LATE: (NeedKind.BREACHED, NeedKind.OLD_MISS),
    Tab.RISK: (NeedKind.AT_RISK, NeedKind.FORECAST, NeedKind.ANSWER),
    Tab.UNASSIGNED: (NeedKind.UNTRIAGED, NeedKind.UNASSIGNED, NeedKind.OWNER_AWAY),
    Tab.BOOK: (NeedKind.NO_CALL, NeedKind.UNBOOKED),
    Tab.STALE: (NeedKind.REOPENED, NeedKind.SILENT, NeedKind.STALE),
    Tab.WAITING: (NeedKind.HOLD_OVER, NeedKind.WAITING_LONG),
}
_TAB_OF = {kind: tab for tab, kinds in _TABS.items() for kind in kinds}
GRAVITY = {kind: place for place, kind in enumerate(NeedKind)}
"""The place of each kind in the order of gravity, 0 the gravest."""


def tab_of(kind: NeedKind) -> Tab:
    """The one heading that a kind of need belongs to, apart from `Tab.ALL`."""
    return _TAB_OF[kind]
