"""Laws of the order: a place holds until the instant it names, and no two items stand on one spot."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sla.clock import MilestoneName
from sla.instants import MINUTE, Micros
from tests.workflows.rank_facts import MIDNIGHT, RANKS, SCHEDULED, UTC
from workflows.order import (
    ItemId,
    ItemKind,
    Pending,
    RankFacts,
    Reason,
    Skipped,
    Viewer,
    calls_back,
    ladder,
    overlay,
    place,
    sentence,
)

instants = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda minutes: MIDNIGHT + minutes * MINUTE)
maybe = st.none() | instants
items = st.builds(ItemId, st.sampled_from(ItemKind), st.integers(1, 2))


@st.composite
def rank_facts(draw: st.DrawFn) -> RankFacts:
    workflow = draw(st.sampled_from(sorted(RANKS)))
    day_start = draw(instants)
    return RankFacts(
        item=draw(items),
        workflow=workflow,
        workflow_rank=RANKS[workflow],
        worked_from="schedule" if workflow in SCHEDULED else "queue",
        created=draw(instants),
        day_start=day_start,
        day_end=day_start + draw(st.integers(1, 4 * 24 * 60)) * MINUTE,
        engaged=draw(st.booleans()),
        pending=tuple(Pending(name, draw(instants)) for name in MilestoneName if draw(st.booleans())),
        ticket_due=draw(maybe),
        waiting=draw(st.sampled_from(["", "", "Waiting Customer"])),
        hold_release=draw(maybe),
        release_due=draw(maybe),
        reply_at=draw(maybe),
        reply_due=draw(maybe),
        booked_start=draw(maybe),
        booked_end=draw(maybe),
        task_start=draw(maybe),
        offboarding=draw(st.booleans()),
        effective_at=draw(maybe),
        has_contract=draw(st.booleans()),
        vip=draw(st.booleans()),
        estimated_minutes=draw(st.none() | st.integers(0, 600)),
        impact=draw(st.integers(0, 3)),
        device_class=draw(st.integers(0, 3)),
        duplicates=draw(st.integers(0, 9)),
        next_window=draw(maybe),
        float_minutes=draw(st.none() | st.integers(0, 600)),
    )


viewers = st.builds(
    Viewer,
    resource_id=st.just(9),
    timer_on=st.none() | items,
    pinned=st.frozensets(items, max_size=2),
    booked=st.dictionaries(items, instants, max_size=4),
    skipped=st.dictionaries(items, st.builds(Skipped, instants, st.just("on another call")), max_size=3),
)


def between(now: Micros, changes_at: Micros | None, share: float) -> Micros:
    """An instant from now on, before the one at which the place may change."""
    last = changes_at - 1 if changes_at is not None else now + 10 * 24 * 60 * MINUTE
    return now + round((last - now) * share)


@settings(max_examples=200, deadline=None)
@given(rank_facts(), instants, st.floats(0, 1))
def test_a_place_holds_until_the_instant_it_names(facts: RankFacts, now: Micros, share: float) -> None:
    before = place(facts, now)
    assert before.changes_at is None or before.changes_at > now
    assert place(facts, between(now, before.changes_at, share)) == before


@settings(max_examples=200, deadline=None)
@given(rank_facts(), viewers, instants, st.floats(0, 1))
def test_a_viewers_place_holds_until_the_instant_it_names(
    facts: RankFacts, viewer: Viewer, now: Micros, share: float
) -> None:
    before = overlay(facts, place(facts, now), viewer, now)
    assert before.changes_at is None or before.changes_at > now
    then = between(now, before.changes_at, share)
    assert overlay(facts, place(facts, then), viewer, then) == before


@settings(max_examples=150, deadline=None)
@given(rank_facts(), rank_facts(), viewers, instants)
def test_two_items_never_stand_on_one_spot(one: RankFacts, other: RankFacts, viewer: Viewer, now: Micros) -> None:
    first, second = (overlay(each, place(each, now), viewer, now) for each in (one, other))
    if one.item == other.item:
        return
    assert first.key != second.key
    assert (first < second) != (second < first)
    assert (first.key[0], second.key[0]) == (first.rung, second.rung)


@settings(max_examples=150, deadline=None)
@given(rank_facts(), viewers, instants)
def test_every_place_has_a_sentence_and_a_ladder(facts: RankFacts, viewer: Viewer, now: Micros) -> None:
    standing = overlay(facts, place(facts, now), viewer, now)
    words = sentence(standing, now, UTC)
    assert words
    assert "\n" not in words
    assert standing.offered == (standing.rung != 7)
    steps = ladder(facts, standing, viewer, now, UTC)
    assert [step.hit for step in steps] == [False] * (len(steps) - 1) + [True]
    assert steps[-1].words == words
    passed_over = [step.rung for step in steps if step.words == "does not count: you skipped it"]
    assert passed_over == [rung for rung in (4, 5) if standing.code is Reason.SKIPPED and standing.key[2] == rung]


@settings(max_examples=150, deadline=None)
@given(rank_facts(), rank_facts(), viewers, instants)
def test_what_is_skipped_stands_behind_all_that_is_offered_and_hides_nothing(
    facts: RankFacts, other: RankFacts, viewer: Viewer, now: Micros
) -> None:
    skipper = replace(viewer, skipped={facts.item: Skipped(now, "scheduled")})
    nobody = replace(viewer, skipped={})
    standing, without = (overlay(facts, place(facts, now), each, now) for each in (skipper, nobody))
    assert standing.offered == without.offered
    if without.rung in (1, 2, 7) or now < facts.day_start or now >= facts.day_end:
        assert standing == without
        return
    assert (standing.code, standing.rung) == (Reason.SKIPPED, 6)
    if other.item != facts.item:
        second = overlay(other, place(other, now), nobody, now)
        assert (second < standing) == second.offered
    back = standing.at
    assert back is not None
    assert back == min(at for at, _ in calls_back(facts, skipper.skipped[facts.item], viewer.booked.get(facts.item)))
    assert overlay(facts, place(facts, back), skipper, back).code is not Reason.SKIPPED
