"""What the Lead screen means, in words."""

from tui.words.meaning import Meaning

LEAD: Meaning = (
    (
        "The list: whether time is entered as it happens",
        (
            (
                "Now",
                "▶ a timer of this installation and how long it has run; @ a call or an appointment that runs; else "
                "how long ago work ended or an entry was saved. Timers that others run elsewhere are not known here.",
            ),
            (
                "In / passed",
                "Hours entered, and working time that has passed: lunch, holidays and time off left out.",
            ),
            ("Cover", "The part of the time passed that entries account for, counted once."),
            (
                "Gap",
                "Working time with no entry and no timer of ours, longer than half an hour. What was booked in it does "
                "not fill it.",
            ),
            ("≤5 ≤15 ≤60", "Of the measured entries, those saved within so many minutes of the end of the work."),
            (
                "InTime",
                "Those saved within the limit of their kind of work; unless the shop sets others, desk 15 minutes, "
                "onsite 60, out of hours by 09:30 of the next business day. 90 % is the target. What was saved here "
                "while offline counts from when it was saved here.",
            ),
            (
                "Late Miss",
                "Saved after the limit; calls and appointments over for an hour that nothing is entered for.",
            ),
            ("13 weeks", "The share in time, week by week, on one scale; a dot where nothing is known."),
            ("!! !", "An hour or more of gaps; any gap, late entry, missing entry, or less than the target."),
            ("–", "Nothing was measured: no share, neither 0 nor 100 %."),
        ),
    ),
    (
        "What is in no share",
        (
            ("unmeasurable", "Entries without start or end, and internal time."),
            ("by others", "Saved by somebody else than who worked; what this app wrote for them is none."),
            ("end ahead", "Saved more than a quarter of an hour before their end; they count, with no lag."),
            ("excluded", "Gaps that somebody excluded with a reason (x). They leave the working time."),
            ("off", "Who does not work today. Their entries count in the shares, not in the coverage."),
        ),
    ),
    (
        "Keys of a lead",
        (
            ("enter", "Their entries of the period, each with its lag; enter there opens the ticket."),
            ("m", "A nudge: a note inside on the open ticket of theirs that was touched last. Never public."),
            ("x u", "Exclude a gap, or let it count again; take that back."),
            ("D W M [ ]", "Day, week, month; earlier and later. Today is live, all else is added up once."),
            ("S", "Sort by gap, share in time, coverage, late and missing, name."),
        ),
    ),
)
