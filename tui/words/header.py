"""The first line of every screen: where, who, when, what presses, and how true the copy is."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desk.durations import local
from desk.model import Micros, QueueSnapshot, SyncState, SyncStatus
from tui.commands.everywhere import DAY, DISPATCH, LEAD, PLACES
from tui.widgets.parts import Part, Parts, cells, parts, spread
from tui.words import pending

if TYPE_CHECKING:
    from desk.acts import told

LATE_SECONDS = 15.0
"""What Autotask has been asked for so long without an end to the answer is worth a word."""
NAME = parts((" servicedeck ", "strong"))
SHORT = {DAY.id: "Day", DISPATCH.id: "Disp", LEAD.id: "Lead"}
"""What the screens are called in a narrow line."""
ROOMY = 100
"""From this width on, words stand beside glyphs."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """What presses among the work on offer."""

    late: int = 0
    soon: int = 0
    free: int = 0
    """What nobody has taken up, where that is the person's to see to."""
    soon_is: str = "due soon"


def pressing(view: QueueSnapshot) -> Pressing:
    """The figures of a view. What is never offered is left out: nobody can work on it, however late it is."""
    offered = view.items[: view.offered]
    return Pressing(sum(item.late for item in offered), sum(item.soon for item in offered))


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the first line says."""

    place: str
    mode: str
    """The screen that it is, or lies over, as the app calls it."""
    person: str
    now: Micros | None
    """None while nobody knows in which zone the person is."""
    zone: ZoneInfo
    pressing: Pressing
    status: SyncStatus
    wall: datetime
    """This machine's clock, which the ages of the copy are reckoned by."""
    demo: bool
    read_only: bool
    paused: bool
    timers: "told.Timers | None" = None
    """None while nothing can be entered yet."""
    outbox: "told.Standing | None" = None


def age(seconds: float) -> str:
    """A short age: 8s, 6m, 3h, 2d."""
    if seconds < 100:
        return f"{int(seconds)}s"
    if seconds < 100 * 60:
        return f"{int(seconds / 60)}m"
    return f"{int(seconds / 3600)}h" if seconds < 48 * 3600 else f"{int(seconds / 86400)}d"


def sync_words(status: SyncStatus, wall: datetime) -> Part:
    """How true the copy is, as a glyph, a word and an age; the frame of the list repeats it."""
    seconds = status.age(wall)
    old = f" {age(seconds)}" if seconds is not None else ""
    match status.state:
        case SyncState.LIVE if status.detail:
            return Part(f"● live in part{old}", "soon")
        case SyncState.LIVE:
            return Part(f"● live{old}", "active")
        case SyncState.SYNCING:
            asked = (wall - status.since).total_seconds()
            if asked >= LATE_SECONDS:
                return Part(f"◌ answer late {age(asked)}", "soon")
            return Part(f"◌ syncing{old}", "active")
        case SyncState.FILLING:
            return Part(f"◌ filling{percent(status)}", "soon")
        case SyncState.STALE:
            return Part(f"▲ STALE{old}", "soon")
        case SyncState.THROTTLED:
            return Part(f"▲ THROTTLED{old}", "soon")
        case SyncState.OFFLINE:
            return Part(f"x OFFLINE{old}", "late")
        case SyncState.UNAUTHORISED:
            return Part(f"x REFUSED{old}", "late")


def percent(status: SyncStatus) -> str:
    """How far the first fill is, empty while nobody knows."""
    progress = status.progress
    return f" {100 * progress.done // progress.of}%" if progress is not None and progress.of else ""


def top_line(standing: Standing, width: int) -> Parts:
    """The line for this width: our own name goes first, then words beside figures, the person, the date, the clock."""
    roomy = width >= ROOMY
    lefts = _lefts(standing, roomy=roomy)
    rights = [_right(standing, *(roomy and step < wordy for step in range(3))) for wordy in (3, 2, 1, 0)]
    right = next((each for each in rights if cells(lefts[0]) + cells(each) < width), rights[-1])
    left = next((each for each in lefts if cells(each) + cells(right) < width), lefts[-1])
    if roomy and cells(NAME) + cells(left) + cells(right) < width:
        left = (*NAME, *left)
    return spread(left, right, width)


def _right(standing: Standing, outbox: bool, timer: bool, figures: bool) -> list[Part]:
    """Each with words or as figures only."""
    return [
        *pending.timer(standing.timers, roomy=timer),
        *pending.outbox(standing.outbox, roomy=outbox),
        *pending.replies(standing.outbox, roomy=outbox),
        *_figures(standing, figures),
        *_states(standing),
    ]


def _lefts(standing: Standing, *, roomy: bool) -> list[Parts]:
    """From all that there is to say to the least: the date goes first, then the way to the other screens."""
    screens, place = _screens(standing, roomy=roomy), Part(f" {standing.place} ", "badge")
    over = standing.place not in {screen.name for screen in PLACES}
    all_of_them = [Part(" "), *screens, *([Part(" "), place] if over else [])]
    whos = [Part(f"  {who}", "quiet") for who in _whos(standing)]
    return [[*places, who] for places in (all_of_them, [Part(" "), place]) for who in whos]


def _screens(standing: Standing, *, roomy: bool) -> list[Part]:
    """The screens with their digits, the one in front in brackets."""
    here = f"app.place('{standing.mode}')"
    named = [(screen.action, f"{screen.key} {screen.name if roomy else SHORT[screen.id]}") for screen in PLACES]
    return [Part(f"[{said}]", "badge", way) if way == here else Part(f" {said} ", "quiet", way) for way, said in named]


def _whos(standing: Standing) -> list[str]:
    """Who and when, from all of it to the time of the day alone."""
    if standing.now is None:
        return [standing.person, ""]
    when = local(standing.now, standing.zone)
    clocks = (f"{when:%a} {when.day} {when:%b %H:%M}", f"{when:%a %H:%M}", f"{when:%H:%M}")
    return [" · ".join(said for said in (standing.person, clocks[0]) if said), *clocks]


def _figures(standing: Standing, roomy: bool) -> list[Part]:
    pressing = standing.pressing
    figures = (
        ("!!", pressing.late, "late", "late"),
        ("!", pressing.soon, pressing.soon_is, "soon"),
        ("?", pressing.free, "untaken", "key"),
    )
    return [
        Part(f"{glyph}{count}{f' {word}' if roomy else ''}  ", tone) for glyph, count, word, tone in figures if count
    ]


def _states(standing: Standing) -> list[Part]:
    shown = []
    if standing.paused:
        shown.append(Part("PAUSED  ", "soon"))
    if standing.demo:
        shown.append(Part("DEMO  ", "key"))
    shown.append(sync_words(standing.status, standing.wall))
    if standing.read_only:
        shown.append(Part("  RO", "quiet"))
    return [*shown, Part(" ")]
