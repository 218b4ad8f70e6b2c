"""Commands of the ticket screen."""

from dataclasses import replace

from tui.commands.acts import ACTS
from tui.commands.dispatch import PROMISE, SORTING
from tui.commands.record import Command
from tui.commands.watching import WATCHING

BACK = Command("ticket.back", "Back to the list", "The list is where it was.", "escape,q", "screen.back", "back")
NEXT_TAB = Command("ticket.next-tab", "Next tab", "Notes, time, checklist, SLA, info.", "l,right", "screen.turn(1)")
PREVIOUS_TAB = Command(
    "ticket.previous-tab",
    "Previous tab",
    "Info, SLA, checklist, time, notes.",
    "h,left",
    "screen.turn(-1)",
    "tab",
    "h l",
)
NEXT = Command(
    "ticket.next", "Next ticket of the list", "Without going back to it.", "right_square_bracket", "screen.step(1)"
)
PREVIOUS = Command(
    "ticket.previous",
    "Previous ticket of the list",
    "Without going back to it.",
    "left_square_bracket",
    "screen.step(-1)",
    "prev/next",
    "[ ]",
)
BROWSER = Command("ticket.browser", "Open in the browser", "The ticket in Autotask.", "o", "screen.browser", "browser")
COPY = Command("ticket.copy", "Copy the ticket number", "For a mail or a chat.", "y", "screen.copy", "copy")
COPY_LINK = Command(
    "ticket.copy-link", "Copy the link", "The address of the ticket in Autotask.", "Y", "screen.copy_link"
)
TICK = Command(
    "ticket.tick", "Tick the line", "Of the checklist, under the cursor; once more takes the tick away.",
    "space", "screen.act('tick')", "tick",
)  # fmt: skip
EDIT_ENTRY = Command(
    "ticket.edit-entry", "Change the entry", "The one under the cursor, if it is yours and Autotask still allows it.",
    "E", "screen.act('entries')", "change entry",
)  # fmt: skip
DELETE_ENTRY = Command(
    "ticket.delete-entry", "Delete the entry", "The one under the cursor of the Time tab, if it is yours; asks first.",
    "d", "screen.act('delete entry')", "delete entry",
)  # fmt: skip
ADD_LINE = Command(
    "ticket.add-line", "Add to the checklist", "A line to be ticked.", "plus", "screen.act('add line')", shown_key="+"
)
REFRESH = Command("ticket.refresh", "Refresh", "Asks Autotask for what is new.", "r", "screen.refresh_now", "refresh")

BY_NAME = replace(PROMISE, keys="", footer="")
"""Where `d` deletes the entry under the cursor."""

TICKET = (
    BACK, *ACTS, PREVIOUS_TAB, NEXT_TAB, PREVIOUS, NEXT, BROWSER, COPY, COPY_LINK, ADD_LINE, REFRESH, *WATCHING,
    *SORTING,
)  # fmt: skip
