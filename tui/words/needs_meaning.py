"""What the Dispatch screen means, in words."""

from tui.words.meaning import Meaning

DISPATCH: Meaning = (
    (
        "The list: tickets that need a hand, the gravest first",
        (
            ("!! LATE OLD", "A milestone was missed today; one was missed before, and no new promise stands."),
            ("! RISK TIGHT", "Little of the time is left; it will be missed, given the work before it."),
            ("! REPLY", "A customer waits for an answer."),
            ("? NEW NOONE AWAY", "Nobody has looked at it; nobody has it; who has it is off."),
            ("@ BOOK", "It is worked by booking only, or says that a visit is booked, and none is."),
            ("z AGAIN QUIET STALE", "Re-opened and not worked on; no word to the customer; nothing has happened."),
            ("~ HOLD WAIT", "The date of its hold has passed; it waits without a date."),
            ("done", "It needs no hand any more; it goes when the order is applied (r)."),
            ("", "A ticket stands under each heading it has a reason for, and once under All. A paused one is never"),
            ("", "here for its clock. The line under the list has every reason, and the key that helps."),
        ),
    ),
    (
        "Who can take it",
        (
            ("9 ███▌", "Open tickets; how much of today's working time is booked."),
            ("11:30", "When they are free next; now where nothing is booked."),
            ("FULL, off", "No free time is left today; not here today."),
            ("!!1 !2", "Late tickets of theirs, and those at risk."),
            ("1 2 3", "Suggestions: who is free first, knows the company or the issue, and has least in hand. a opens"),
            ("", "the list of all; there 1 to 3 take a suggestion at once."),
        ),
    ),
    (
        "Keys of a dispatcher",
        (
            ("a d m", "Assign; a new promise with a note; a nudge to the owner, inside."),
            ("C I Q", "Sort: workflow, priority by impact and urgency, queue."),
            ("D", "Close as a duplicate; of several marked (space, v, *), all into one of them."),
            ("", "Before a ticket is given away or sorted it is read from Autotask once more: what a colleague has"),
            ("", "changed meanwhile is told, and asked about."),
        ),
    ),
)
