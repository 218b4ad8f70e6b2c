"""Which form edits what was refused or still waits: it is entered anew in place of what was there."""

from collections.abc import Awaitable, Callable, Mapping

from desk.acts.commands import Command
from tui.acting.work import Work

REOPENED: Mapping[type[Command], Callable[[Work, Command], Awaitable[None]]] = {}
"""By the command that `Acts.reopen` gives."""
