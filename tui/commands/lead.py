"""Commands of the Lead screen, and of the entries behind a person's figures."""

from tui.commands import acts, queue
from tui.commands.everywhere import QUIT
from tui.commands.record import Command
from tui.commands.watching import LOG

ENTRIES = Command(
    "lead.entries", "Their entries", "Of the period shown, each with how late it was saved.", "enter",
    "screen.entries", "entries",
)  # fmt: skip
DAY = Command("lead.day", "Today", "Live; [ and ] go to other days.", "D", "screen.period('day')")
WEEK = Command("lead.week", "A week", "Monday to Sunday, added up.", "W", "screen.period('week')")
MONTH = Command("lead.month", "A month", "From its first day, added up.", "M", "screen.period('month')")
EARLIER = Command(
    "lead.earlier", "Earlier", "The period before.", "left_square_bracket", "screen.step(-1)", "D W M", "[ ]"
)
LATER = Command("lead.later", "Later", "The period after, as far as today.", "right_square_bracket", "screen.step(1)")
SORT = Command(
    "lead.sort", "Sort", "By gap, share in time, coverage, late and missing, name; once more for the next.", "S",
    "screen.sort", "sort",
)  # fmt: skip
NUDGE = Command(
    "lead.nudge", "Nudge", "A note inside on the ticket they touched last: what is missing. Never public.", "m",
    "screen.nudge", "nudge",
)  # fmt: skip
EXCLUDE = Command(
    "lead.exclude", "Exclude a gap", "With a reason that is kept; chosen once more it counts again.", "x",
    "screen.exclude", "exclude",
)  # fmt: skip
FIND = Command(
    "lead.find", "Find a person", "Goes to the line of whom you type.", "slash", "screen.find", "find"
)  # fmt: skip
REFRESH = Command("lead.refresh", "Refresh", "Asks Autotask for what is new, and adds up again.", "r", "screen.again")

LEAD = (
    ENTRIES, EARLIER, LATER, DAY, WEEK, MONTH, SORT, NUDGE, EXCLUDE, FIND, REFRESH, acts.UNDO, acts.TIMERS, LOG,
    queue.COMPACT, QUIT,
)  # fmt: skip
"""Everything that can be done there."""

BACK = Command("lead-entries.back", "Back", "To everybody.", "escape,q", "screen.back", "back")
TICKET = Command("lead-entries.ticket", "Open the ticket", "That the entry is on.", "enter", "screen.ticket", "ticket")

OF_ONE = (TICKET, BACK)
