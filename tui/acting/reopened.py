"""Which form edits what was refused or still waits: it is entered anew in place of what was there."""

from collections.abc import Awaitable, Callable, Mapping

from desk.acts.commands import AddNote, ChangeTicket, Command, EditTime, LogTime
from tui.acting import timing
from tui.acting.work import Work
from tui.forms import edit, note

REOPENED: Mapping[type[Command], Callable[[Work, Command], Awaitable[None]]] = {
    LogTime: timing.log_anew,
    EditTime: timing.edit_anew,
    AddNote: note.anew,
    ChangeTicket: edit.anew,
}
"""By the command that `Acts.reopen` gives."""
