"""The page of one ticket, tab by tab, as far as the ticket has been read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desk.model import SyncState, SyncStatus
from desk.pages import TicketDetail
from tui.widgets.parts import Part, Parts, paragraph, parts
from tui.words import conversation, thanks, ticket
from tui.words.header import sync_words
from tui.words.reader import Reader

if TYPE_CHECKING:
    from desk.acts.told import Thanks

TabLines = Callable[[TicketDetail, Reader, int], list[Parts]]


def _notes(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    said = conversation.blocks(detail.conversation, reader, width, detail.files)
    return [*ticket.resolution(detail, width), *(said or [parts(("Nothing has been said on it yet.", "quiet"))])]


NOTES = "Notes"
TIME = "Time"
CHECKLIST = "Checklist"
TABS: tuple[tuple[str, TabLines], ...] = (
    (NOTES, _notes),
    (TIME, ticket.time_entries),
    (CHECKLIST, ticket.checklist),
    ("SLA", ticket.service_level),
    ("Info", ticket.facts),
)


@dataclass(slots=True)
class TicketPage:
    """What is known of the ticket, and which tab is open."""

    tab: int = 0
    detail: TicketDetail | None = None
    missing: bool = False
    """The copy was asked and does not have it."""
    taken_for_thanks: "Thanks | None" = None
    """A reply of the customer that was."""

    def read(self, detail: TicketDetail | None, taken_for_thanks: "Thanks | None") -> None:
        """Take what was found."""
        self.detail, self.missing, self.taken_for_thanks = detail, detail is None, taken_for_thanks

    def forget(self) -> None:
        """Be the page of another ticket, the tab kept."""
        self.detail, self.missing, self.taken_for_thanks = None, False, None

    @property
    def on_checklist(self) -> bool:
        """Whether the tab of the checklist is open."""
        return TABS[self.tab][0] == CHECKLIST

    @property
    def ticking(self) -> bool:
        """Whether the lines of a checklist stand behind the tab, to be ticked one by one."""
        return self.on_checklist and self.detail is not None and bool(self.detail.checklist)

    @property
    def on_entries(self) -> bool:
        """Whether time entries stand behind the tab, to be chosen one by one."""
        return TABS[self.tab][0] == TIME and self.detail is not None and bool(self.detail.time_entries)

    @property
    def worked(self) -> str:
        """How much time is on it."""
        return "" if self.detail is None else ticket.worked(self.detail)

    def lines(self, make: TabLines, reader: Reader, width: int) -> list[Parts]:
        """A part of the page, or why there is none."""
        if self.detail is not None:
            return make(self.detail, reader, width)
        if self.missing:
            return paragraph("This ticket is not in the copy: it is closed for long, or was deleted.", width)
        return [parts(("Reading ...", "quiet"))]

    def behind_tab(self, reader: Reader, width: int) -> list[Parts]:
        """What the tab has to say; above what was said, that a reply was taken for thanks."""
        name, make = TABS[self.tab]
        taken = self.taken_for_thanks if name == NOTES else None
        return [*(thanks.banner(taken, width) if taken is not None else []), *self.lines(make, reader, width)]

    def standing(self, reader: Reader, width: int) -> list[Parts]:
        """Where it stands and what is promised, in two lines."""
        if self.detail is None:
            return []
        summary = ticket.summary(self.detail, reader, width - 1)
        return [(Part(" "), *summary[0]), parts((" SLA ", "key"), *ticket.milestone_line(self.detail))]

    def tabs(self, status: SyncStatus, wall: datetime) -> Parts:
        """The names of the tabs, and the state of the copy where it is not live."""
        counts = self._counts()
        line: list[Part] = []
        for at, (name, _) in enumerate(TABS):
            text = f"{name} {counts[name]}" if counts.get(name) else name
            tone = "strong" if at == self.tab else "quiet"
            line.append(Part(f"[{text}]" if at == self.tab else f" {text} ", tone, f"screen.look({at})"))
        if status.state not in {SyncState.LIVE, SyncState.SYNCING}:
            line.append(Part(f" {sync_words(status, wall).text} ", "soon"))
        return line

    def _counts(self) -> dict[str, str]:
        detail = self.detail
        if detail is None:
            return {}
        ticked = f"{detail.checklist_done}/{len(detail.checklist)}" if detail.checklist else ""
        return {NOTES: str(len(detail.notes) or ""), TIME: str(len(detail.time_entries) or ""), CHECKLIST: ticked}
