"""What keeps the copy from being true: the cause, the place, the next step. The data stays on the screen above."""

from desk.model import SyncState, SyncStatus, View
from tui.seat import Seat
from tui.widgets.cells import fit
from tui.widgets.pane import Pane
from tui.widgets.parts import Parts, paragraph, parts
from tui.words.header import age, percent

HEADINGS = {
    SyncState.STALE: "The data may be out of date",
    SyncState.OFFLINE: "Cannot read from Autotask",
    SyncState.THROTTLED: "Held back by the request limit",
    SyncState.UNAUTHORISED: "Autotask refuses access",
}
"""True of every cause of a state; the sentence below names the cause."""
SOON_SECONDS = 100.0
"""A next try within them is counted down; a later one has its time of day."""


class Trouble(Pane):
    """Lies over the lower panes, so that nothing above it moves when it comes or goes."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="trouble")
        self.display = False
        self._seat = seat
        self._hidden: SyncState | None = None
        self._filled_to = ""
        """How far the first reading was when it was last heard of."""

    def hide(self) -> bool:
        """Put it away until another state comes; the badge stays. False where it is not there."""
        if not self.display:
            return False
        self.display = False
        return True

    def follow(self) -> None:
        """Show the state of the copy, or go when there is nothing to tell."""
        status = self._seat.desk.status
        self._filled_to = percent(status).strip().replace("%", " %") or self._filled_to
        if status.state is not self._hidden:
            self._hidden = status.state
            self.display = status.state in HEADINGS
        if self.display:
            hints = "esc hides this" if status.firm else "r tries now · esc hides this"
            self.set_titles(parts((f"{HEADINGS[status.state]} ({self._since(status)})", "late")), hints)
            self.set_lines(lambda width, _height: trouble_lines(status, self._dated(status), width))

    def _since(self, status: SyncStatus) -> str:
        """How long it has been so: since when, where the clock of the desk is set and tells the day."""
        seconds = max(0.0, (self._seat.wall() - status.since).total_seconds())
        began = f"since {self._seat.moment(status.since)}" if self._seat.filled else f"for {age(seconds)}"
        tried = f"try {status.tries}" if status.tries > 1 else ""
        return ", ".join(said for said in (began, tried, self._next_try(status)) if said)

    def _next_try(self, status: SyncStatus) -> str:
        wait = status.wait(self._seat.wall())
        if status.next_try is None or wait is None:
            return ""
        if wait < SOON_SECONDS or not self._seat.filled:
            return f"next in {age(wait)}"
        return f"next try {self._seat.moment(status.next_try)}"

    def _dated(self, status: SyncStatus) -> str:
        """How old what stands above is, or how much of it there is."""
        if (old := status.age(self._seat.wall())) is not None:
            return f"What you see is {age(old)} old; times keep counting down."
        if self._filled_to:
            return f"The first reading stopped at {self._filled_to}: what you see is a part of the desk."
        anything = self._seat.desk.counts(View.TEAM).total
        return "What you see is the part of the desk that was read." if anything else "Nothing was read yet."


def trouble_lines(status: SyncStatus, dated: str, width: int) -> list[Parts]:
    """The cause, the next step, and how old the data is."""
    return [
        *paragraph(status.sentence, width, tone="strong"),
        *paragraph(status.detail, width),
        *paragraph(dated, width, tone="quiet"),
    ]


def list_title(title: str, seat: Seat) -> tuple[str, str]:
    """The title of a list with the state of the copy in front where it is not live, and its tone."""
    status = seat.desk.status
    dated = f" since {seat.moment(status.last_good)}" if status.last_good is not None else ""
    match status.state:
        case SyncState.STALE:
            return f"STALE{dated} · {title}", "soon"
        case SyncState.OFFLINE:
            return f"OFFLINE{dated} · {title}", "late"
        case SyncState.THROTTLED:
            return f"THROTTLED{dated} · {title}", "soon"
        case SyncState.UNAUTHORISED:
            return f"REFUSED{dated} · {title}", "late"
        case SyncState.FILLING:
            return f"FILLING{_progress(status)} · {title}", "soon"
        case _:
            return title, ""


def _progress(status: SyncStatus) -> str:
    progress = status.progress
    if progress is None or not progress.of:
        return ""
    return f" {bar(progress.done, progress.of, 10)} {progress.done:,} of {progress.of:,} {progress.what}"


def bar(done: int, of: int, width: int) -> str:
    """A progress bar of so many cells."""
    full = min(width, width * done // of) if of else 0
    return "█" * full + "░" * (width - full)


def why_empty(status: SyncStatus, *, filter_text: str, view: str) -> str:
    """Why a list has no rows: it is being filled, it could not be, a filter hides them, or nothing is due."""
    if status.state is SyncState.FILLING:
        progress = status.progress
        lead = "Reading the desk for the first time. Open work is shown as it arrives."
        if progress is None or not progress.of:
            return lead
        return f"{lead}\n{bar(progress.done, progress.of, 40)} {fit(progress.what, 30).rstrip()}"
    if status.last_good is None:
        return f"Nothing of this list has been read from Autotask yet.\n{status.sentence}\n{status.detail}"
    if filter_text:
        return f"Nothing in this view fits the filter {filter_text}\nesc clears it."
    return {
        "mine": "Nothing is due. l shows the team's queue and what nobody has taken.",
        "team": "No open work in the whole team.",
        "unassigned": "Every ticket has an owner.",
    }[view]
