"""The order of the desk: the ladder of domain 1.5, compared rung by rung.

`place` is the part that is the same for everyone, `overlay` puts a viewer's own rungs in front and what they skipped
behind, `sentence` says why in plain words and `ladder` shows every rung. A key holds ranks and absolute instants only,
never "minutes overdue", so an item moves only when one of its inputs changes or at the instant its place names
(`Place.changes_at`).
"""

from collections.abc import Iterator
from dataclasses import replace

from sla.instants import HOUR, MINUTE, Micros
from workflows.ranking import (
    KIND_RANK,
    LAST,
    NEVER,
    ItemId,
    ItemKind,
    Pending,
    Place,
    RankFacts,
    Reason,
    Skipped,
    Viewer,
)
from workflows.sentences import Step, ladder, sentence

__all__ = [
    "ItemId",
    "ItemKind",
    "Pending",
    "Place",
    "RankFacts",
    "Reason",
    "Skipped",
    "Step",
    "Viewer",
    "calls_back",
    "ladder",
    "overlay",
    "place",
    "sentence",
]

#: A milestone this near stands in rung 4, a booking this near in rung 3.
NEAR = 15 * MINUTE
#: A termination this near stands in rung 5.
TERMINATION_NEAR = 2 * HOUR


def place(facts: RankFacts, now: Micros) -> Place:
    """Where the item stands for everyone: rungs 1, 4, 5, 6 and 7."""
    if (held := _not_offered(facts, now)) is not None:
        return held
    by_booking = facts.worked_from == "schedule" or facts.item.kind is ItemKind.APPOINTMENT
    if facts.workflow == "W01" and not facts.engaged:
        key: tuple[int, ...] = (1, facts.impact, facts.created, KIND_RANK[facts.item.kind], facts.item.id)
        ends = _soonest(now, facts.booked_end if by_booking else None)
        return Place(1, key, Reason.UNENGAGED_CRITICAL, "", None, facts.created, None, True, ends)
    if by_booking:
        return _by_start(facts, now)
    urgent = _urgent(facts, now)
    if urgent is not None:
        return _due_now(facts, urgent, now)
    if facts.offboarding and facts.effective_at is not None and now >= facts.effective_at - TERMINATION_NEAR:
        at = facts.effective_at
        key = (5, at, facts.workflow_rank, *_tail(facts))
        return Place(5, key, Reason.TERMINATION, "", at, None, at, True, _changes(facts, now))
    return _by_due(facts, now)


def overlay(facts: RankFacts, shared: Place, viewer: Viewer, now: Micros) -> Place:
    """Where the item stands for one viewer: rungs 2 and 3, their own bookings of today in rung 6, and at the end of it
    what they skipped.

    Args:
        shared: `place(facts, now)`.
    """
    if shared.rung == 1:
        return shared
    item = facts.item
    if item == viewer.timer_on or item in viewer.pinned:
        running = item == viewer.timer_on
        code = Reason.TIMER if running else Reason.PINNED
        return replace(shared, rung=2, key=(2, 0 if running else 1, *shared.key), code=code, offered=True)
    start = viewer.booked.get(item)
    standing = shared if start is None or _booking_over(facts, now) else _of_booking(facts, shared, start, now)
    skipped = viewer.skipped.get(item)
    return standing if skipped is None else _behind(facts, standing, skipped, start, now)


def calls_back(facts: RankFacts, skipped: Skipped, start: Micros | None) -> Iterator[tuple[Micros, str]]:
    """The instants that end a skip, and what comes then: each moment that the person is measured by, as it comes near
    and as it passes, unless it had passed when they skipped; and the end of the day.

    Args:
        start: of the viewer's own booking.
    """
    moments = [(milestone.due, NEAR, milestone.name.value) for milestone in facts.pending]
    moments += [
        (at, ahead, what)
        for at, ahead, what in (
            (start, NEAR, "your booking"),
            (facts.reply_due, NEAR, "the answer"),
            (facts.release_due, NEAR, "the next step"),
            (facts.hold_release, 0, "the end of the hold"),
            (facts.task_start, NEAR, "its start"),
            (facts.effective_at if facts.offboarding else None, TERMINATION_NEAR, "the end of the access"),
        )
        if at is not None
    ]
    yield from ((at, what) for due, ahead, what in moments for at in (due - ahead, due) if at > skipped.at)
    yield facts.day_end, ""


def _behind(facts: RankFacts, standing: Place, skipped: Skipped, start: Micros | None, now: Micros) -> Place:
    """Behind everything else that is offered, as long as nothing has come since that calls it back."""
    back = min(at for at, _ in calls_back(facts, skipped, start))
    if not standing.offered or skipped.at < facts.day_start or now >= back:
        return standing
    return replace(
        standing,
        rung=6,
        key=(6, LAST, *standing.key),
        code=Reason.SKIPPED,
        what=skipped.reason,
        at=back,
        since=skipped.at,
        changes_at=_soonest(now, standing.changes_at, back),
    )


def _of_booking(facts: RankFacts, shared: Place, start: Micros, now: Micros) -> Place:
    """Rung 3, or by the start of the viewer's own booking of today."""
    if now >= start - NEAR:
        changes = _soonest(now, shared.changes_at, facts.booked_end)
        key: tuple[int, ...] = (3, start, facts.workflow_rank, *_tail(facts))
        return Place(3, key, Reason.MY_BOOKING, "", start, None, start, True, changes)
    shared = replace(shared, changes_at=_soonest(now, shared.changes_at, start - NEAR, facts.booked_end, facts.day_end))
    today = start < facts.day_end
    sooner = shared.rung == 6 and (shared.effective_due is None or start < shared.effective_due)
    if today and (sooner or shared.code is Reason.NEEDS_BOOKING):
        key = _due_key(facts, start)
        return replace(
            shared,
            rung=6,
            key=key,
            code=Reason.BOOKED,
            what="",
            at=start,
            since=None,
            effective_due=start,
            offered=True,
        )
    return shared


def _not_offered(facts: RankFacts, now: Micros) -> Place | None:
    """Rung 7, or None where the item can be worked on."""
    release = facts.hold_release
    booked = facts.booked_start
    ended = _booking_over(facts, now)
    if release is not None and now < release and facts.reply_due is None:
        return _rung_7(facts, Reason.WAITING, facts.waiting or "on hold", release, release)
    if facts.waiting and release is None and facts.reply_due is None:
        return _rung_7(facts, Reason.WAITING, facts.waiting, None, None)
    if facts.item.kind is ItemKind.APPOINTMENT:
        return _rung_7(facts, Reason.OVER, "", facts.booked_end, None) if ended or booked is None else None
    if facts.worked_from == "schedule":
        if booked is not None and not ended:
            return None
        if facts.item.kind is ItemKind.TASK and facts.task_start is not None:
            return None
        return _rung_7(facts, Reason.NEEDS_BOOKING, "", booked if ended else None, None)
    return None


def _rung_7(facts: RankFacts, code: Reason, what: str, at: Micros | None, changes_at: Micros | None) -> Place:
    """Never offered: those with a release first, by that instant."""
    key = (7, NEVER if at is None else at, facts.workflow_rank, *_tail(facts))
    return Place(7, key, code, what, at, facts.created, None, False, changes_at)


def _by_start(facts: RankFacts, now: Micros) -> Place:
    """Schedule-only work stands at the start it is booked for, whatever its milestones say.

    An answer that is owed sooner comes first: the customer waits for it, whatever is booked.
    """
    booked = facts.booked_start is not None and not _booking_over(facts, now)
    due = facts.booked_start if booked else facts.task_start
    code, since = (Reason.BOOKED if booked else Reason.TASK_START), None
    for owed in _owed_to_people(facts, now):
        if due is None or owed[0] < due:
            due, code, since = owed
    changes = _soonest(now, facts.booked_end if booked else None, facts.hold_release)
    return Place(6, _due_key(facts, due), code, "", due, since, due, True, changes)


def _booking_over(facts: RankFacts, now: Micros) -> bool:
    return facts.booked_end is not None and now >= facts.booked_end


def _urgent(facts: RankFacts, now: Micros) -> Pending | None:
    """The first milestone that is due within 15 minutes or was missed today."""
    # Facts that outlived their day: what was missed in it is older by now.
    today = facts.day_start if now < facts.day_end else facts.day_end
    found: Pending | None = None
    for milestone in facts.pending:
        near = today <= milestone.due <= now + NEAR
        if near and facts.counts(milestone, now) and (found is None or milestone.due < found.due):
            found = milestone
    return found


def _due_now(facts: RankFacts, urgent: Pending, now: Micros) -> Place:
    missed = now >= urgent.due
    code = Reason.MISSED_TODAY if missed else Reason.DUE_SOON
    due = urgent.due
    key = (4, facts.workflow_rank, *_lane(facts, due), due, *_tail(facts))
    return Place(4, key, code, urgent.name.value, due, None, due, True, _changes(facts, now))


def _by_due(facts: RankFacts, now: Micros) -> Place:
    """Rung 6: by the soonest of everything that is owed."""
    due, code, what, since = _owed_by_sla(facts, now)
    for at, why, asked in _owed_to_people(facts, now):
        if due is None or at < due:
            due, code, what, since = at, why, "", asked
    start = None if _booking_over(facts, now) else facts.booked_start
    if start is not None and (due is None or start < due):
        due, code, what, since = start, Reason.BOOKED, "", None
    return Place(6, _due_key(facts, due), code, what, due, since, due, True, _changes(facts, now))


def _owed_to_people(facts: RankFacts, now: Micros) -> Iterator[tuple[Micros, Reason, Micros | None]]:
    """The answers that are owed: to a customer's reply, and after a hold; by when, why, and since when."""
    if facts.reply_due is not None:
        yield facts.reply_due, Reason.REPLY, facts.reply_at
    if facts.release_due is not None and (facts.hold_release is None or now >= facts.hold_release):
        yield facts.release_due, Reason.RELEASED, facts.hold_release


def _owed_by_sla(facts: RankFacts, now: Micros) -> tuple[Micros | None, Reason, str, Micros | None]:
    """The next SLA event; without one the item's own date; else its age alone speaks."""
    following: Pending | None = None
    for milestone in facts.pending:
        if facts.counts(milestone, now) and (following is None or milestone.due < following.due):
            following = milestone
    if following is not None:
        code = Reason.MISSED_BEFORE if now >= following.due else Reason.MILESTONE
        return following.due, code, following.name.value, None
    if facts.task_start is not None:
        return facts.task_start, Reason.TASK_START, "", None
    own = [at for at in (facts.ticket_due, facts.effective_at) if at is not None]
    if own:
        return min(own), Reason.TICKET_DUE, "", None
    return None, Reason.NO_DUE, "", facts.created


def _due_key(facts: RankFacts, due: Micros | None) -> tuple[int, ...]:
    """Rung 6: effective due, then the ties of domain 1.5, the lane's own order just before age."""
    contract, vip, minutes, created, kind, id_ = _tail(facts)
    lane = _lane(facts, due)
    return (6, NEVER if due is None else due, facts.workflow_rank, contract, vip, minutes, *lane, created, kind, id_)


def _tail(facts: RankFacts) -> tuple[int, int, int, Micros, int, int]:
    """The ties: contract before none, VIP, fewest estimated minutes, oldest; kind and id make it total."""
    minutes = facts.estimated_minutes
    return (
        0 if facts.has_contract else 1,
        0 if facts.vip else 1,
        NEVER if minutes is None else minutes,
        facts.created,
        KIND_RANK[facts.item.kind],
        facts.item.id,
    )


def _lane(facts: RankFacts, due: Micros | None) -> tuple[int, int]:
    """The order inside a lane: two figures, zeros where the due instant alone decides."""
    match facts.workflow:
        case "W01":
            return facts.impact, facts.created
        case "W03":
            return _or_never(facts.next_window), 0
        case "W06":
            return (NEVER if due is None else due // HOUR), _or_never(facts.estimated_minutes)
        case "W07":
            return _or_never(facts.effective_at), 0
        case "W11":
            return _or_never(facts.float_minutes), 0
        case "A":
            return facts.device_class, -facts.duplicates
    return 0, 0


def _or_never(value: int | None) -> int:
    return NEVER if value is None else value


def _changes(facts: RankFacts, now: Micros) -> Micros | None:
    """The next instant at which an item that is worked from the queue could move by itself."""
    soonest = NEVER
    turns = False
    for milestone in facts.pending:
        if not facts.counts(milestone, now):
            continue
        due = milestone.due
        if now < due - NEAR < soonest:
            soonest = due - NEAR
        elif now < due < soonest:
            soonest = due
        turns = turns or facts.day_start <= due < facts.day_end
    if turns and now < facts.day_end < soonest:
        soonest = facts.day_end
    for at in (facts.hold_release, facts.booked_end):
        if at is not None and now < at < soonest:
            soonest = at
    if facts.offboarding and facts.effective_at is not None and now < facts.effective_at - TERMINATION_NEAR < soonest:
        soonest = facts.effective_at - TERMINATION_NEAR
    return None if soonest == NEVER else soonest


def _soonest(now: Micros, *instants: Micros | None) -> Micros | None:
    return min((at for at in instants if at is not None and at > now), default=None)
