"""The gate before a ticket is completed (domain 4.1).

Autotask has no switch "cannot complete without a time entry", and through its API a ticket is completed over open
important checklist items without a word: so both are asked here. What blocks may be overridden with a reason, which is
kept; what asks needs a yes; what tells is only said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sla.instants import Micros

SHORTEST_REASON = 10
"""Characters that a reason for an override has at least."""
SHORTEST_SUMMARY = 15
"""Characters below which a summary says too little to be the resolution."""
LONGEST_RESOLUTION = 32_000
"""Characters that Autotask's resolution holds."""
_TRIVIAL = frozenset(
    (
        *("done", "fixed", "ok", "okay", "solved", "resolved", "closed", "complete", "completed", "works", "sorted"),
        *("n/a", "na", "none", "test"),
    )
)
_NAMED_ITEMS = 3


class Severity(StrEnum):
    """What a finding demands."""

    BLOCKS = "blocks"
    ASKS = "asks"
    TELLS = "tells"


class Check(StrEnum):
    """What was looked at."""

    TIME = "time"
    MY_TIME = "my time"
    TIMER = "timer"
    CHECKLIST = "checklist"
    RESOLUTION = "resolution"
    CHILDREN = "children"
    UNCHECKED = "unchecked"


class ZeroTime(StrEnum):
    """Why nobody has time on a ticket, and nobody needs to."""

    ALERT_CLEARED = "the alert cleared by itself"
    NO_OP_VISIT = "the visit found nothing to do"
    MERGED = "merged into another ticket"
    DUPLICATE = "a duplicate of another ticket"
    CHILD = "handled on its parent"
    PARENT = "handled on its children"
    VENDOR_FIXED = "the vendor fixed it"
    SPAM = "spam"
    TOO_SMALL = "too small for an entry, a note says what was done"


_ONLY_IN = {ZeroTime.ALERT_CLEARED: "A", ZeroTime.NO_OP_VISIT: "W10"}


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """An item of the ticket's checklist."""

    name: str
    important: bool
    done: bool


@dataclass(frozen=True, slots=True)
class CompletionFacts:
    """What is known of the ticket when it is to be completed; what waits in the outbox counts as entered.

    Attributes:
        worked_us: time on the ticket from anyone.
        mine_us: time on it from the person who completes it.
        touched_by_me: that person wrote on it, worked on it or changed it; looking does not count.
        timer_us: what a timer of theirs on this ticket shows, running or parked; 0 for none.
        zero_time: why no time is needed, where one is known.
        resolution: as it will be sent.
        open_children: numbers of incidents or child tickets that are not complete.
        checked: the ticket and its checklist were read again just now; False offline.
        read_before: how old what is known is, in words ("14:02"), where it was not checked.
    """

    workflow: str
    worked_us: int = 0
    mine_us: int = 0
    touched_by_me: bool = False
    timer_us: int = 0
    zero_time: ZeroTime | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    resolution: str = ""
    open_children: tuple[str, ...] = ()
    checked: bool = True
    read_before: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; `said` is a sentence without a full stop."""

    check: Check
    severity: Severity
    said: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be completed.

    Attributes:
        allowed: nothing stands in the way, or what does is answered.
        open: what is not answered yet, blocking first.
        audit: what is kept about it; empty where nothing was overridden.
    """

    allowed: bool
    open: tuple[Finding, ...]
    audit: str = ""


def findings(facts: CompletionFacts) -> tuple[Finding, ...]:
    """Everything there is to say before completing, blocking first."""
    found = [*_time(facts), *_checklist(facts), *_resolution(facts), *_children(facts), *_unchecked(facts)]
    return tuple(sorted(found, key=lambda finding: list(Severity).index(finding.severity)))


def decide(found: Iterable[Finding], *, confirmed: bool = False, reason: str = "") -> Decision:
    """Whether it may be completed with these answers.

    Args:
        confirmed: the person said yes to what asks.
        reason: given to override what blocks; says something (`says_something`), or counts as none.
    """
    found = tuple(found)
    blocking = tuple(each for each in found if each.severity is Severity.BLOCKS)
    asking = tuple(each for each in found if each.severity is Severity.ASKS)
    overridden = bool(blocking) and says_something(reason, SHORTEST_REASON)
    open_now = (() if overridden else blocking) + (() if confirmed else asking)
    audit = ""
    if overridden:
        audit = f"completed although {'; '.join(each.said for each in blocking)}. Reason: {' '.join(reason.split())}"
    return Decision(not open_now, open_now, audit)


def says_something(text: str, shortest: int) -> bool:
    """Whether a text is long enough and more than "done" and its like."""
    words = [word.strip(".,;:!-") for word in text.casefold().split()]
    return len(text.strip()) >= shortest and not all(word in _TRIVIAL for word in words)


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a time entry."""

    at: Micros
    mine: bool
    text: str


def prefilled_resolution(summaries: Iterable[Summary], current: str = "") -> str:
    """What the resolution starts with: what it says already, else my last summary that says something, else nothing.

    Args:
        current: the ticket's resolution.
    """
    if current.strip():
        return current
    mine = (each for each in summaries if each.mine and says_something(each.text, SHORTEST_SUMMARY))
    last = max(mine, key=lambda each: each.at, default=None)
    return "" if last is None else last.text.strip()[:LONGEST_RESOLUTION]


def _time(facts: CompletionFacts) -> Iterable[Finding]:
    if facts.timer_us:
        yield Finding(Check.TIMER, Severity.ASKS, "your timer on it is not saved yet")
    if facts.worked_us + facts.timer_us <= 0:
        excused = facts.zero_time is not None and _ONLY_IN.get(facts.zero_time, facts.workflow) == facts.workflow
        if not excused:
            yield Finding(Check.TIME, Severity.BLOCKS, "nobody has entered time on it")
        else:
            yield Finding(Check.TIME, Severity.TELLS, f"no time on it: {facts.zero_time}")
            return
    if facts.touched_by_me and facts.mine_us + facts.timer_us <= 0 and facts.worked_us > 0:
        yield Finding(Check.MY_TIME, Severity.ASKS, "you worked on it and have no time on it")


def _checklist(facts: CompletionFacts) -> Iterable[Finding]:
    undone = [item for item in facts.checklist if not item.done]
    important = [item.name for item in undone if item.important]
    if important:
        yield Finding(Check.CHECKLIST, Severity.BLOCKS, f"important and not done: {_listed(important)}")
    if others := [item.name for item in undone if not item.important]:
        yield Finding(Check.CHECKLIST, Severity.TELLS, f"not done on the checklist: {_listed(others)}")


def _resolution(facts: CompletionFacts) -> Iterable[Finding]:
    if not facts.resolution.strip():
        yield Finding(Check.RESOLUTION, Severity.BLOCKS, "it has no resolution")
    elif len(facts.resolution) > LONGEST_RESOLUTION:
        too_long = f"its resolution has {len(facts.resolution):,} characters, Autotask takes {LONGEST_RESOLUTION:,}"
        yield Finding(Check.RESOLUTION, Severity.BLOCKS, too_long)
    elif not says_something(facts.resolution, SHORTEST_SUMMARY):
        yield Finding(Check.RESOLUTION, Severity.ASKS, f'its resolution says only "{facts.resolution.strip()}"')


def _children(facts: CompletionFacts) -> Iterable[Finding]:
    if facts.open_children:
        count = len(facts.open_children)
        noun = "ticket" if count == 1 else "tickets"
        said = f"{count} {noun} under it still open: {_listed(facts.open_children)}"
        yield Finding(Check.CHILDREN, Severity.ASKS, said)


def _unchecked(facts: CompletionFacts) -> Iterable[Finding]:
    if not facts.checked:
        since = f", last read {facts.read_before}" if facts.read_before else ""
        yield Finding(Check.UNCHECKED, Severity.TELLS, f"unchecked: the server could not be asked{since}")


def _listed(names: Iterable[str]) -> str:
    """The first few, and how many more."""
    names = list(names)
    shown = ", ".join(names[:_NAMED_ITEMS])
    return shown if len(names) <= _NAMED_ITEMS else f"{shown} and {len(names) - _NAMED_ITEMS} more"
