"""All that a screen may ask of the acts, and do. `desk.acts.desk_acts.DeskActs` is the real one.

How a form goes: ask for what it starts with (`time_form` ...), make a command of what was typed, show `check`'s
problems and questions beside the fields while typing, and hand it to `do`. `Done` means that it is on disk: close the
form, show `says`. `NotDone` means that nothing was done: keep the form and what was typed, and show `says`; where it
only asks, call `do` again with the ids of the questions that the person said yes to.

Everything here belongs to the loop. What is not `async` answers from memory and never waits.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from desk.acts.answers import BulkDone, BulkVerdict, Outcome, Verdict
from desk.acts.commands import ActId, Command
from desk.acts.offers import (
    AssignForm,
    ChangeForm,
    Choice,
    CompleteForm,
    ContactChoice,
    CreateForm,
    Draft,
    Duplicate,
    FillForm,
    HoldForm,
    NoteForm,
    Preview,
    Suggested,
    TimeForm,
    TriageForm,
)
from desk.acts.told import (
    Conflict,
    Idle,
    IdleChoice,
    LogEntry,
    Mark,
    Moved,
    Remark,
    Sheet,
    Standing,
    Thanks,
    Timers,
    Undoable,
    Week,
)
from desk.model import ItemId
from metrics.intervals import Interval


class Acting(Protocol):
    """Doing, and taking back."""

    @property
    def read_only(self) -> str:
        """Why nothing may be entered in this session; "" while it may. Whoever asks anyway is refused below."""
        ...

    def new_act(self) -> ActId:
        """The name of an act, made when a form opens, so that a double Enter cannot do it twice."""
        ...

    async def check(self, command: Command) -> Verdict:
        """What is wrong with a command, and what would be asked. Nothing is done, nothing goes over the network."""
        ...

    async def do(self, command: Command, agreed: Collection[str] = ()) -> Outcome:
        """Check a command once more and put it on disk. The screens show it as pending before this returns.

        Never raises for what a person can cause: a full disk, read-only, a refused check are `NotDone`.

        Args:
            agreed: ids of the questions that the person said yes to.
        """
        ...

    async def check_all(self, commands: Sequence[Command]) -> BulkVerdict:
        """What a bulk form asks to be confirmed."""
        ...

    async def do_all(self, commands: Sequence[Command], agreed: Collection[str] = ()) -> BulkDone:
        """Do each that can be done, in order; the summary names those that could not and why."""
        ...

    @property
    def undoable(self) -> Undoable | None:
        """What `u` would take back now; None where there is nothing."""
        ...

    async def undo(self) -> Outcome:
        """`u`: take my last act back while its window runs, else turn it round with a new act where that can be done.

        `NotDone.says` tells why it cannot: "The note has been sent; a note cannot be taken back through the API".
        """
        ...

    async def undo_act(self, act_id: ActId) -> Outcome:
        """The same for a given act."""
        ...


class Forms(Protocol):
    """What forms start with."""

    async def time_form(
        self,
        item: ItemId | None,
        *,
        from_timer: bool = False,
        timer_id: str = "",
        gap: Interval | None = None,
    ) -> TimeForm:
        """Log time (`t`): on an item, or internal for None.

        Args:
            from_timer: fill it from the running timer, which `do` then ends.
            timer_id: fill it from this timer instead, parked or not.
            gap: fill it from a gap of the day.
        """
        ...

    async def edit_time_form(self, entry_id: int) -> TimeForm | None:
        """Change an entry of mine; None where the copy does not have it. `locked` says why it cannot be changed."""
        ...

    async def preview(self, command: Command) -> Preview | None:
        """What saving a `LogTime` or an `EditTime` will mean on the invoice; None while it says no length yet."""
        ...

    async def note_form(self, ticket_id: int) -> NoteForm:
        """Compose a note (`n`)."""
        ...

    async def hold_form(self, ticket_id: int) -> HoldForm:
        """Put on hold (`H`)."""
        ...

    async def assign_form(self, ticket_id: int) -> AssignForm:
        """Assign (`a`), and second hands."""
        ...

    async def suggest(self, ticket_ids: Sequence[int]) -> Sequence[Suggested]:
        """Who could have these tickets, the best first, each with reasons; who has all of them is left out."""
        ...

    async def triage_form(self, ticket_id: int) -> TriageForm:
        """Workflow, priority by impact and urgency, queue."""
        ...

    async def look_again(self, ticket_ids: Collection[int]) -> None:
        """Read tickets from Autotask now, for a second at most, so that `check_all` asks about what has changed.

        Assigning and sorting a single ticket looks by itself.
        """
        ...

    async def change_form(self, ticket_id: int) -> ChangeForm:
        """Status (`c`) and edit (`e`)."""
        ...

    async def complete_form(self, ticket_id: int) -> CompleteForm:
        """Complete (`x`), as the copy has the ticket; `read_checklist` makes sure of its checklist."""
        ...

    async def read_checklist(self, ticket_id: int) -> bool:
        """Read the checklist of a ticket from Autotask now, for two seconds at most; whether Autotask answered.

        Doing a `Complete` reads it once more; only looking at one with `check` does not.
        """
        ...

    async def read_beside(self, ticket_id: int) -> bool:
        """Read from Autotask who else is on a ticket, and the names of its files, unless that was just done.

        Returns whether something was read: the page of the ticket and `note_form` then tell of it.
        """
        ...

    def create_form(self) -> CreateForm:
        """Quick create. Answers at once: the person is on the phone."""
        ...

    async def contacts(self, text: str, limit: int = 8) -> Sequence[ContactChoice]:
        """Active contacts whose name, company or phone begins with the words typed, best first."""
        ...

    async def companies(self, text: str, limit: int = 8) -> Sequence[Choice]:
        """Companies whose name has words that begin with those typed, best first."""
        ...

    async def duplicates(self, company_id: int | None, contact_id: int | None, title: str) -> Sequence[Duplicate]:
        """Open tickets of the company that may be the same thing, most likely first."""
        ...

    def usual_queue(
        self, company_id: int | None, issue_type: int | None = None, sub_issue_type: int | None = None
    ) -> int | None:
        """Into which queue a new ticket goes where nobody says."""
        ...

    @property
    def skip_reasons(self) -> Sequence[str]:
        """The short list; own words are never required."""
        ...

    async def keep_draft(self, form: str, item: ItemId | None, values: Mapping[str, object], act_id: ActId = "") -> str:
        """Keep what is being typed, on disk. Returns "" or why it could not be kept. Call it when typing rests.

        Args:
            act_id: of the command that the form would hand in. A draft whose command was done is offered no more, even
                where the program died before it could drop it.
        """
        ...

    def draft(self, form: str, item: ItemId | None) -> Draft | None:
        """What was typed into this form before and not sent."""
        ...

    def drafts(self) -> Sequence[Draft]:
        """All of them, newest first."""
        ...

    async def drop_draft(self, form: str, item: ItemId | None) -> None:
        """The person threw it away. A command that was done drops its draft by itself."""
        ...


class Watching(Protocol):
    """What is pending, what became of it, and what a person has to decide."""

    @property
    def standing(self) -> Standing:
        """The header's figures."""
        ...

    def mark(self, item: ItemId) -> Mark | None:
        """The pending mark of an item; None where all of it is in Autotask."""
        ...

    def marks(self) -> Mapping[ItemId, Mark]:
        """All of them."""
        ...

    def line_mark(self, kind: str, id_: int) -> Mark | None:
        """The mark of one record by Autotask's name of its kind ("TicketNotes", "TimeEntries", ...) and its id.

        What is not in Autotask yet has a negative id.
        """
        ...

    async def log(self, limit: int = 200, item: ItemId | None = None) -> Sequence[LogEntry]:
        """`L`: what this app wrote, newest first."""
        ...

    async def history(self, op_id: str) -> Sequence[str]:
        """The whole life of one op, oldest first: "09:41:03 pending: entered"."""
        ...

    async def retry(self, op_id: str) -> Outcome:
        """Send again what was refused or held, as it is."""
        ...

    async def drop(self, op_id: str) -> Outcome:
        """Give it up. What was typed stays in the log."""
        ...

    async def reopen(self, op_id: str) -> Command | None:
        """The command that a refused op came from, for its form; None where it can be edited no more.

        Doing the command with the same `act_id` replaces the refused op.
        """
        ...

    def conflict(self, op_id: str) -> Conflict | None:
        """Both values side by side; None where it is no conflict (any more), nor waits to tell of one."""
        ...

    async def keep_mine(self, op_id: str) -> Outcome:
        """Send mine over theirs."""
        ...

    async def take_theirs(self, op_id: str) -> Outcome:
        """Leave theirs; what nobody else changed still goes."""
        ...

    async def adopt(self, op_id: str, remote_id: int) -> Outcome:
        """Say which of the records found is mine."""
        ...

    def take_remarks(self) -> Sequence[Remark]:
        """What is to be read once and has not been handed out yet."""
        ...

    def subscribe(self, hear: Callable[[Moved], None]) -> Callable[[], None]:
        """Call `hear` on the loop whenever something of all this moved. Returns how to stop."""
        ...


class Timing(Protocol):
    """Timers, my day, my week."""

    @property
    def timers(self) -> Timers:
        """As they stand now."""
        ...

    async def start_timer(
        self, item: ItemId | None, *, at: datetime | None = None, internal_code_id: int | None = None
    ) -> Outcome:
        """Run a timer on something; the one that runs is parked, and `says` tells so. `Start` does this by itself."""
        ...

    async def park_timer(self) -> Outcome:
        """Park the running one; the last parked runs again where there is one and `resume_after_park` is set."""
        ...

    async def resume_timer(self, timer_id: str) -> Outcome:
        """Run a parked one again; the one that runs is parked."""
        ...

    async def drop_timer(self, timer_id: str) -> Outcome:
        """Throw a timer away, with what it counted; `undo` brings it back."""
        ...

    async def set_timer_start(self, timer_id: str, started: datetime) -> Outcome:
        """Backdate it, or start it later; never before the end of a span that it has."""
        ...

    async def keep_timer_note(self, timer_id: str, note: str) -> None:
        """What was typed for it so far."""
        ...

    @property
    def idle(self) -> Idle | None:
        """The doubt to be asked about now."""
        ...

    async def answer_idle(self, choice: IdleChoice) -> Outcome:
        """What the person said. `CUT` leaves the timer parked at the last key: show its form."""
        ...

    def key_pressed(self) -> None:
        """A person is here. Call it with each key; costs nothing."""
        ...

    def saw(self, item: ItemId | None) -> None:
        """What is open on the screen now, for `fill_form`, and to be told when its checklist changes; None for no one
        thing."""
        ...

    def sheet(self) -> Sheet:
        """Today's sheet."""
        ...

    async def fill_form(self, gap: Interval) -> FillForm:
        """`f`: what the app saw in a gap."""
        ...

    async def week(self, day: date | None = None) -> Week:
        """The week that a day lies in; None for this one."""
        ...


class Replying(Protocol):
    """Thank-yous (domain 6.1)."""

    def thanks(self, of: ItemId | None = None) -> Sequence[Thanks]:
        """Replies that were taken for a thank-you and hidden, newest first; of one item where one is named.

        Among them are those that are not sure, and those that a person said are real replies. Those that wait for the
        person at the screen stand before all others.
        """
        ...

    async def not_thanks(self, key: str) -> Outcome:
        """It was a real reply: show it as one, and count the mistake."""
        ...

    async def is_thanks(self, key: str) -> Outcome:
        """One that was not sure is a thank-you."""
        ...


class Acts(Acting, Forms, Watching, Timing, Replying, Protocol):
    """Everything."""
