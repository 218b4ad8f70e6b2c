"""Commands of the log and of a conflict."""

from tui.commands.record import Command

BACK = Command("log.back", "Back", "To where it was opened from.", "escape,q,L", "screen.back", "back")
OPEN = Command("log.open", "Open", "A conflict side by side; else the ticket.", "enter", "screen.open", "open")
RETRY = Command("log.retry", "Send again", "As it is.", "R", "screen.decide('retry')", "send again")
EDIT = Command("log.edit", "Edit", "In its form, then it is sent anew.", "e", "screen.decide('edit')", "edit")
DROP = Command(
    "log.drop", "Drop", "Gives it up; asks first. What was typed stays here.", "d", "screen.decide('drop')", "drop"
)
ADOPT = Command(
    "log.adopt", "This record is it", "Says which of the records found in Autotask is the one entered here.",
    "b", "screen.decide('adopt')",
)  # fmt: skip
UNDO = Command(
    "log.undo", "Take this back", "The act under the cursor, of any session; says why where it cannot.",
    "u", "screen.decide('undo')", "take back",
)  # fmt: skip
ONLY = Command("log.only", "This ticket only", "Once more shows all.", "t", "screen.only", "this ticket")

LOG = (BACK, OPEN, UNDO, RETRY, EDIT, DROP, ADOPT, ONLY)

AWAY = Command("conflict.back", "Back", "Nothing is decided.", "escape,q", "screen.back", "decide later")
MINE = Command("conflict.mine", "Keep mine", "Yours is written over theirs.", "m", "screen.mine", "keep mine")
THEIRS = Command(
    "conflict.theirs", "Take theirs", "Theirs stays; what nobody else changed still goes.", "t", "screen.theirs",
    "take theirs",
)  # fmt: skip
TICKET = Command("conflict.ticket", "Open the ticket", "To see what else was done.", "enter", "screen.ticket", "ticket")

CONFLICT = (AWAY, MINE, THEIRS, TICKET)
