"""Commands that show what was entered and what became of it; every list and the page of a ticket have them."""

from tui.commands.record import Command

READ = Command(
    "signs.read", "I have read it", "Puts away the message above this line; the log keeps it.", "i", "screen.read",
    in_palette=False,
)  # fmt: skip
LOG = Command(
    "act.log", "Log of what was entered",
    "Every act and what became of it: send again, edit, drop, decide a conflict.", "L", "screen.act('log')", "log",
)  # fmt: skip
SHEET = Command(
    "act.sheet", "Today's sheet", "Your day: what is entered, booked and missing; f fills a gap.", "M",
    "screen.act('sheet')", "my sheet",
)  # fmt: skip
FILL = Command(
    "act.fill", "Fill the last gap", "Offers what you looked at and wrote in the newest gap of the day.", "f",
    "screen.act('fill')",
)  # fmt: skip
WEEK = Command(
    "act.week", "Weekly sheet", "Which days miss hours, and the way into Autotask's timesheet.", "",
    "screen.act('week')",
)  # fmt: skip
THANKS = Command(
    "act.thanks", "Thank-yous", "Replies that were taken for thanks and hidden; each can be turned round.", "K",
    "screen.act('thanks')",
)  # fmt: skip
IDLE = Command(
    "act.idle", "Time without a key", "Asks once more what becomes of time in which nobody was seen.", "",
    "screen.act('idle')",
)  # fmt: skip

WATCHING = (LOG, SHEET, FILL, WEEK, THANKS, IDLE)
