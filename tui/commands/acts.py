"""Commands that act on tickets; every list and the page of a ticket have them."""

from tui.commands.record import Command

START = Command(
    "act.start", "Start or stop", "Takes the ticket, sets it to In Progress, runs a timer; once more parks the timer.",
    "s", "screen.act('start')", "start",
)  # fmt: skip
TAKE = Command("act.take", "Take", "Assigns it to you.", "A", "screen.act('take')")
TIME = Command(
    "act.time", "Log time", "On the ticket, from its timer where one runs: 9:10-9:45, 25m, yesterday 14:00 45m.",
    "t", "screen.act('time')", "time",
)  # fmt: skip
INTERNAL = Command(
    "act.internal", "Log internal time", "On no ticket: meetings, training.", "T", "screen.act('internal')"
)
STOP = Command(
    "act.stop", "Stop the timer", "Ends what runs, else what was parked last, and enters its time.",
    "S", "screen.act('stop')",
)  # fmt: skip
COMPLETE = Command(
    "act.complete", "Complete", "What was done, your time and the checklist on one form; says what stands against it.",
    "x", "screen.act('complete')", "complete",
)  # fmt: skip
NOTE = Command(
    "act.note",
    "Write a note",
    "Inside unless you say otherwise; ^t chooses who reads it.",
    "n",
    "screen.act('note')",
    "note",
)
HOLD = Command(
    "act.hold", "Hold or release", "Waits until a day, then goes on by itself; once more releases it before that.",
    "H", "screen.act('hold')",
)  # fmt: skip
EDIT = Command(
    "act.edit", "Edit", "Priority, queue, issue, due, contact, work type and more; only what you change is sent.",
    "e", "screen.act('edit')",
)  # fmt: skip
ENTRIES = Command(
    "act.entries", "Your entries on it", "Changes one of your time entries on the ticket; tab deletes it.",
    "E", "screen.act('entries')",
)  # fmt: skip
TIMERS = Command(
    "act.timers", "All timers", "The one that runs and those parked: resume, park, drop, when it began, enter.",
    "ctrl+t", "screen.act('timers')",
)  # fmt: skip
CREATE = Command(
    "act.create", "New ticket", "Of a call or a walk-up: who and about what; the timer runs since the call began.",
    "N", "screen.act('create')", "new",
)  # fmt: skip
ASSIGN = Command(
    "act.assign", "Assign", "Gives it to a person in a role; tab adds a second pair of hands, or takes them off.",
    "a", "screen.act('assign')", "assign",
)  # fmt: skip
STATUS = Command(
    "act.status", "Set the status", "Of what is marked, else of this one.", "c", "screen.act('status')", "status"
)
SKIP = Command(
    "act.skip", "Skip for now", "Says why it is not worked on now: a reason from a short list, or your own words.",
    "z", "screen.act('skip')",
)  # fmt: skip
DUPLICATE = Command(
    "act.duplicate", "Close as a duplicate", "Completes it into another ticket that goes on; asks first.",
    "D", "screen.act('duplicate')",
)  # fmt: skip
UNDO = Command("act.undo", "Take back", "Takes your last act back.", "u", "screen.act('undo')")

ACTS = (
    START, TIME, NOTE, COMPLETE, STATUS, ASSIGN, TAKE, HOLD, EDIT, CREATE, STOP, TIMERS, ENTRIES, INTERNAL, SKIP,
    DUPLICATE, UNDO,
)  # fmt: skip
