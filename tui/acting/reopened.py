"""Which form edits what was refused or still waits: it is entered anew in place of what was there."""

from collections.abc import Awaitable, Callable, Mapping

from desk.acts.commands import AddNote, Assign, ChangeTicket, Command, EditTime, Hold, LogTime
from tui.acting import choosing, timing
from tui.acting.work import Work
from tui.forms import edit, hold, note


async def _change(work: Work, command: Command) -> None:
    """A status has a list of its own."""
    of_status = isinstance(command, ChangeTicket) and command.changes.keys() == {"status"}
    await (choosing.status_anew if of_status else edit.anew)(work, command)


REOPENED: Mapping[type[Command], Callable[[Work, Command], Awaitable[None]]] = {
    LogTime: timing.log_anew,
    EditTime: timing.edit_anew,
    AddNote: note.anew,
    ChangeTicket: _change,
    Assign: choosing.assign_anew,
    Hold: hold.anew,
}
"""By the command that `Acts.reopen` gives."""
