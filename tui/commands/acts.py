"""Commands that act on tickets; every list and the page of a ticket have them."""

from tui.commands.record import Command

START = Command(
    "act.start", "Start or stop", "Takes the ticket, sets it to In Progress, runs a timer; once more parks the timer.",
    "s", "screen.act('start')", "start",
)  # fmt: skip
TAKE = Command("act.take", "Take", "Assigns it to you.", "A", "screen.act('take')")
UNDO = Command("act.undo", "Take back", "Takes your last act back.", "u", "screen.act('undo')")

ACTS = (START, TAKE, UNDO)
