"""Commands of today's sheet, of the weekly sheet and of the thank-yous."""

from tui.commands.acts import STOP, TIME, TIMERS, UNDO
from tui.commands.record import Command

BACK = Command("sheet.back", "Back", "To where it was opened from.", "escape,q", "screen.back", "back")
FILL = Command(
    "sheet.fill", "Fill the gap", "The one under the cursor, else the newest: from what you looked at and wrote in it.",
    "f", "screen.fill", "fill gap",
)  # fmt: skip
EDIT = Command("sheet.edit", "Edit the entry", "As long as Autotask allows it.", "e", "screen.edit", "edit")
DELETE = Command("sheet.delete", "Delete the entry", "Asks first.", "d", "screen.delete", "delete")
TICKET = Command("sheet.ticket", "Open the ticket", "That the line is about.", "enter", "screen.ticket", "ticket")
TO_WEEK = Command("sheet.week", "This week", "Which days miss hours.", "l,right", "screen.week", "week")

SHEET = (BACK, FILL, TIME, EDIT, DELETE, TICKET, TO_WEEK, STOP, TIMERS, UNDO)

TO_DAY = Command("week.day", "Back to the day", "To today's sheet, or to where it was opened from.", "escape,q,h,left",
                 "screen.back", "back")  # fmt: skip
EARLIER = Command(
    "week.earlier", "The week before", "Seven days earlier.", "left_square_bracket", "screen.step(-1)", "week", "[ ]"
)
LATER = Command("week.later", "The week after", "Seven days later.", "right_square_bracket", "screen.step(1)")
BROWSER = Command(
    "week.browser", "Autotask's timesheet", "Opens it in the browser, to be handed in there.", "o", "screen.browser",
    "timesheet",
)  # fmt: skip

LINK = Command("week.copy-link", "Copy the link", "The address of Autotask's timesheet.", "Y", "screen.copy_link")

WEEK = (TO_DAY, EARLIER, LATER, BROWSER, LINK)

NO_THANKS = Command(
    "thanks.reply", "A real reply", "It is shown as one again, and the mistake is counted.", "n", "screen.not_thanks",
    "a real reply",
)  # fmt: skip
YES_THANKS = Command("thanks.thanks", "Thanks", "Nobody has to answer it.", "y", "screen.is_thanks", "only thanks")
AGAIN = Command(
    "thanks.recomplete", "Complete again", "Where the thanks have opened it: no gate, and no re-open is counted.",
    "x", "screen.recomplete", "complete again",
)  # fmt: skip
REOPEN = Command(
    "thanks.reopen", "Open again", "A complete ticket whose customer waits for an answer; u completes it again.", "O",
    "screen.reopen", "open again",
)  # fmt: skip
OPEN = Command("thanks.ticket", "Open the ticket", "To read what went before.", "enter", "screen.ticket", "ticket")

THANKS = (BACK, NO_THANKS, YES_THANKS, AGAIN, REOPEN, OPEN, UNDO)
