"""Commands of the second screen, in the order in which hints are given."""

from tui.commands import acts, queue
from tui.commands.everywhere import QUIT
from tui.commands.record import Command
from tui.commands.watching import WATCHING

PROMISE = Command(
    "dispatch.promise", "New promise", "A new date, and a note for the customer or inside that tells of it.", "d",
    "screen.act('promise')", "promise",
)  # fmt: skip
NUDGE = Command(
    "dispatch.nudge", "Nudge the owner", "A note inside: who asks, and why. The customer never reads it.", "m",
    "screen.act('nudge')", "nudge",
)  # fmt: skip
WORKFLOW = Command(
    "dispatch.workflow", "Sort: workflow", "Sets what carries another workflow in this tenant.", "C",
    "screen.act('workflow')", "workflow",
)  # fmt: skip
PRIORITY = Command(
    "dispatch.priority", "Sort: priority", "By impact and urgency, or straight.", "I", "screen.act('priority')",
    "priority",
)  # fmt: skip
QUEUE = Command("dispatch.queue", "Sort: queue", "Moves it to another queue.", "Q", "screen.act('queue')")
DUPLICATE = Command(
    "act.duplicate", "Close as a duplicate",
    "Completes it into another ticket that goes on; of several marked, all into one of them. Asks first.", "D",
    "screen.act('duplicate')",
)  # fmt: skip
SORTING = (PROMISE, NUDGE, WORKFLOW, PRIORITY, QUEUE)

NEXT_TAB = Command("dispatch.next-tab", "Next heading", "Late, at risk, untaken ...", "l,right", "screen.turn(1)")
PREVIOUS_TAB = Command(
    "dispatch.previous-tab", "Previous heading", "The other way.", "h,left", "screen.turn(-1)", "list", "h l"
)
LOAD = Command("dispatch.load", "Show or hide the tech load", "More room for the list.", "P", "screen.load")

DISPATCH = (
    queue.OPEN, acts.ASSIGN, PROMISE, NUDGE, queue.FILTER, PREVIOUS_TAB, NEXT_TAB, acts.STATUS, WORKFLOW, PRIORITY,
    QUEUE, acts.TAKE, acts.NOTE, acts.HOLD, acts.EDIT, acts.COMPLETE, acts.CREATE, acts.START, acts.TIME, acts.STOP,
    acts.TIMERS, acts.ENTRIES, acts.INTERNAL, acts.SKIP, DUPLICATE, acts.UNDO, queue.BROWSER, queue.COPY,
    queue.COPY_LINK, queue.MARK, queue.MARK_RANGE, queue.MARK_ALL, queue.APPLY, queue.PAUSE, queue.ALARM, *WATCHING,
    LOAD, queue.COMPACT, queue.BACK, QUIT,
)  # fmt: skip
"""Everything that can be done there."""
