"""What the screens mean, in words: the order, the flags, the states, and what a ticket page says."""

from tui.widgets.cells import fit
from tui.widgets.parts import Parts, paragraph, parts

Meaning = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Headings, each with its signs and what they stand for."""

LABEL = 17

DAY: Meaning = (
    (
        "The order: the first of these rungs that holds decides",
        (
            ("1 interrupts", "A critical incident that nobody has begun stands above everything."),
            ("2 in hand", "What your timer runs on, and what you pinned."),
            ("3 booked now", "Your booking, from a quarter of an hour before it starts until it ends."),
            (
                "4 late",
                "A milestone missed today, or due within a quarter of an hour: by workflow, then the earliest first.",
            ),
            ("5 due", "A departure within two hours, whose account must be closed in time."),
            ("6 queue", "All other work that is offered, by the instant at which it has to be taken up."),
            ("7 waits", "Not offered: it waits for somebody else, or its time has not come."),
            ("", "Rungs compare instants, never minutes left, so the order changes only when something happens."),
            ("", "The line under the list says why for the row under the cursor; w shows the whole ranking."),
        ),
    ),
    (
        "The flag before a row: the first that applies",
        (
            ("▶", "Your timer runs on it."),
            (
                "!!",
                "Late: a milestone is missed and its clock runs; the answer it stands by was owed; an access that was "
                "to end still stands; the end of a project task is over.",
            ),
            ("@", "An appointment, or a booking that gives it its place."),
            (
                "!",
                "Due soon: the next milestone, or the answer it stands by, is within the hour of business time and "
                "that time runs, or within the hour on the wall; an access ends within two hours; a project task "
                "was to start.",
            ),
            ("~", "Paused, or somebody else has the next move, and no customer waits for an answer."),
            ("?", "Nobody has it."),
            ("z", "Nobody has touched it for long, counted in office hours."),
            ("> *", "The cursor; a marked row."),
            ("+", "Before a title: somebody else's, and you work on it with them; the line under the list says whose."),
        ),
    ),
    (
        "The figures of the first line, and the SLA column",
        (
            (
                "!!1 !2",
                "Milestones missed, and due soon, in the view that is shown, whatever a filter hides. Rung 7 is left "
                "out, for nobody can work on it; owed answers, project tasks and departures carry the flag only.",
            ),
            ("0:41 left", "Until the next milestone, on the ticket's own clock: hours and minutes below a day."),
            ("1d 3h", "A day is one of that clock's calendar: its longest of the week, such as 9.5 hours."),
            ("1d 3h 24/7", "The clock of this one never stops: a day is 24 hours."),
            ("LATE 0:12", "Since the milestone was missed, on the same clock; the line under the list names it."),
            ("owed 0:17", "Until the answer or the next step it stands by; OWED 0:12 since it was due."),
            ("10:30 appt", "It stands there by its booking or its start."),
        ),
    ),
    (
        "How true the data is",
        (
            ("● live 8s", "Read from Autotask eight seconds ago."),
            ("● live in part", "As live, but Autotask does not show this API user everything: F1 begins with what."),
            ("◌ syncing", "Reading what is new."),
            ("◌ answer late", "Autotask was asked so long ago and has not answered in full yet."),
            ("◌ filling", "The first reading: rows appear as they arrive, the clock and your day when it is done."),
            ("▲ STALE", "The data may be out of date; times keep counting down."),
            ("▲ THROTTLED", "The request limit is reached, or nearly; it goes on by itself."),
            ("x OFFLINE", "Autotask cannot be reached, or its answers make no sense; it is tried again."),
            ("x REFUSED", "Autotask refuses the key, or the right to read tickets."),
            ("RO", "This program reads and changes nothing in Autotask."),
            ("▶ 0:23 +1", "Your timer's hours and minutes, and how many timers are parked."),
            ("○2 x1", "What you entered: two on their way, one that only you can decide; L shows them."),
        ),
    ),
    (
        "While you are in the list",
        (
            ("", "Rows stay where they are for 20 seconds after your last key; waiting changes are counted above."),
            ("", "The cursor stays on its ticket, whatever comes; g goes to the first row."),
            ("▲ 3 above", "Rows above the part of the list that you see; ▼ below it."),
            ("3 above, g", "The same, once a row has come above that part by itself: a new one, or one from below."),
            ("1st now: ...", "What is first, where you do not see it and have left the keys alone, or pressed r."),
            ("as of 09:41, p", "You paused the list: rows and their times stand as they were then."),
        ),
    ),
)

RANKING: Meaning = DAY[:1]

PLAN: Meaning = (
    (
        "A task of a project, or an appointment",
        (
            ("When", "Its start and its end. A task is flagged ! once its start is over, and !! once its end is."),
            ("Time", "Worked by everybody so far, and estimated for the whole task."),
            ("", "It has no service level: its place in the list comes from its start, not from a clock."),
        ),
    ),
)

TICKET: Meaning = (
    (
        "Who can read what",
        (
            ("PUBLIC", "The customer can read it, in the portal or by mail."),
            ("INTERNAL", "Only your own people can read it."),
            ("CO-MANAGED", "Your people and the customer's own technicians can read it."),
        ),
    ),
    (
        "The service level",
        (
            ("reply", "The first reply to the customer."),
            ("plan", "When it is known how it will be solved."),
            ("resolve", "When it is solved."),
            ("0:41 left", "Business time left on the calendar of the ticket's location, pauses taken out."),
            ("LATE 0:12", "Business time since the milestone was missed."),
            ("paused", "The clock stands: somebody else has the next move."),
        ),
    ),
    (
        "The tabs",
        (
            ("", "Notes, time, checklist, service level and facts; h and l turn them, [ and ] go to the neighbours."),
            ("ticket 4 of 31", "Among the tickets of the list it was opened from, tasks and appointments left out."),
        ),
    ),
)

LOG: Meaning = (
    (
        "Where something that was entered is",
        (
            ("○ pending", "On this machine's disk. It leaves when u can take it back no more, in its turn."),
            ("↑ sending", "Autotask is being told."),
            (
                "? looked for",
                "It was sent, and nobody knows what came of it: it is looked for before it is sent again.",
            ),
            ("✓ in Autotask", "It was read back there."),
            ("· kept here", "Autotask does not hear of it: what you skipped, and why."),
            ("○ waits", "For another act of yours that could not be done."),
            ("x refused", "Autotask said no, in its own words; what you typed is kept."),
            ("≠ conflict", "Somebody else changed the same field meanwhile: enter shows both, you choose."),
            ("! to be decided", "More than one record in Autotask could be it, or none can be seen: look there."),
            ("- dropped", "You took it back or gave it up."),
        ),
    ),
    (
        "What you can do",
        (
            ("u", "Takes your last act back: at once while its seconds run, else by a new act where that can be done."),
            ("R e d", "Sends again as it is, opens its form, gives it up."),
            ("", "Nothing that was typed is deleted from this log."),
        ),
    ),
)

SHEETS: Meaning = (
    (
        "The bar of the day",
        (
            ("█ ▶", "Time that is entered; time that your timer counts and that is not entered yet."),
            ("░", "Working time so far that no entry and no timer covers, from half an hour on. Lunch is none."),
            ("@ ·", "Booked; working time to come."),
            ("○ pending", "Entered here, and on its way to Autotask: it counts already."),
        ),
    ),
    (
        "The figures",
        (
            ("in time", "Entries saved within the threshold of the end of their work, of all that have both times."),
            ("lag", "The middle one of the waits between the end of work and its entry."),
            ("coverage", "Hours entered of the working hours gone by."),
            (
                "missing",
                "Of a day: its working time gone by, without lunch and time off, less what is entered.",
            ),
        ),
    ),
)

THANKS: Meaning = (
    (
        "Replies that say no more than thanks",
        (
            ("thanks", "Nobody is asked to answer it, and it does not count as a re-open."),
            ("thanks? you say", "It is near the line, so it counts as a reply until you say y."),
            ("a reply: open?", "More than thanks on a ticket that is complete, and in no queue: O opens it again."),
            ("reply, you said", "You turned it round with n; y turns it back."),
            ("x", "Completes a ticket again that only the thanks have opened."),
            ("", "What customers write on critical incidents and security events is always a reply."),
        ),
    ),
)


def meaning_lines(meaning: Meaning, width: int) -> list[Parts]:
    """All of it for a pane of this width."""
    lines: list[Parts] = []
    for heading, rows in meaning:
        lines += [(), parts((heading, "strong"))] if lines else [parts((heading, "strong"))]
        for sign, text in rows:
            indent = LABEL if sign else 2
            wrapped = paragraph(text, width, indent=indent)
            lines.append(parts((fit(f"  {sign}", indent), "key"), wrapped[0][0].text[indent:]))
            lines += wrapped[1:]
    return lines
