"""Commands of the queue screen, in the order in which hints are given."""

from tui.commands.acts import (
    ACTS,
    ASSIGN,
    COMPLETE,
    DUPLICATE,
    EDIT,
    ENTRIES,
    HOLD,
    NOTE,
    SKIP,
    START,
    STATUS,
    TAKE,
)
from tui.commands.everywhere import QUIT
from tui.commands.record import Command
from tui.commands.watching import WATCHING

OPEN = Command(
    "queue.open",
    "Open the ticket",
    "Its notes, time, checklist and SLA; of a task or an appointment its plan.",
    "enter",
    "screen.open",
    "open",
)
FILTER = Command(
    "queue.filter", "Filter this list",
    "Words or client:acme p:1 due:<1h tech:ana wf:w02 is:late; !x excludes; enter keeps it, esc clears it.",
    "slash", "screen.filter", "filter",
)  # fmt: skip
RANKING = Command(
    "queue.ranking", "Full ranking", "Every item with the rule that put it there.", "w", "screen.ranking", "ranking"
)
NEXT_VIEW = Command("queue.next-view", "Next view", "Mine, team, unassigned.", "l,right", "screen.turn(1)")
PREVIOUS_VIEW = Command(
    "queue.previous-view", "Previous view", "Unassigned, team, mine.", "h,left", "screen.turn(-1)", "view", "h l"
)
ALARM = Command(
    "queue.alarm", "Open the alarm", "The ticket that has just missed a milestone, or the critical one nobody is on.",
    "exclamation_mark", "screen.alarm", "alarm",
)  # fmt: skip
APPLY = Command(
    "queue.apply", "Apply changes, refresh", "Shows the order as it is now, and asks Autotask for what is new.",
    "r", "screen.apply", "refresh",
)  # fmt: skip
PAUSE = Command(
    "queue.pause",
    "Pause live updates",
    "The list stands still until pressed again; alarms still show.",
    "p",
    "screen.pause",
    "pause",
)
BROWSER = Command("queue.browser", "Open in the browser", "The ticket in Autotask.", "o", "screen.browser", "browser")
COPY = Command(
    "queue.copy",
    "Copy the ticket number",
    "Of the ticket under the cursor, or of all that are marked.",
    "y",
    "screen.copy",
    "copy",
)
COPY_LINK = Command(
    "queue.copy-link", "Copy the link", "The address of the ticket in Autotask.", "Y", "screen.copy_link"
)
MARK = Command("queue.mark", "Mark or unmark", "Marked tickets are copied together.", "space", "screen.mark")
MARK_ALL = Command(
    "queue.mark-all",
    "Mark all",
    "Every row that the filter keeps; once more marks none.",
    "asterisk",
    "screen.mark_all",
)
MARK_RANGE = Command(
    "queue.mark-range", "Mark a range", "From this row to where the cursor goes, until pressed again.",
    "v", "screen.mark_range",
)  # fmt: skip
COMPACT = Command(
    "queue.compact", "Hide or show the first line", "One line more for the list.", "ctrl+e", "screen.compact"
)
REFRESH_ALL = Command(
    "queue.refresh-all", "Refresh everything", "List, day and preview, and what Autotask has new.",
    "R", "screen.refresh_all",
)  # fmt: skip
PREVIEW = Command(
    "queue.preview",
    "Show or hide the preview",
    "The conversation of the ticket under the cursor.",
    "P",
    "screen.preview",
)
WIDE = Command("queue.wide", "Wide columns", "The list takes the whole width.", "W", "screen.wide")
BACK = Command("queue.back", "Clear filter, then marks", "Never quits.", "escape", "screen.back", in_palette=False)

ON_A_ROW = (
    OPEN, BROWSER, COPY, COPY_LINK, MARK, MARK_ALL, MARK_RANGE, START, TAKE, NOTE, COMPLETE, STATUS, ASSIGN, HOLD, EDIT,
    ENTRIES, SKIP, DUPLICATE,
)  # fmt: skip
"""What needs a row under the cursor."""

QUEUE = (
    OPEN, *ACTS, FILTER, RANKING, PREVIOUS_VIEW, NEXT_VIEW, BROWSER, COPY, COPY_LINK, MARK, MARK_RANGE, MARK_ALL, APPLY,
    REFRESH_ALL, PAUSE, ALARM, *WATCHING, PREVIEW, WIDE, COMPACT, BACK, QUIT,
)  # fmt: skip
