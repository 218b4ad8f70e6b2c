"""Right order: at any moment equal to a brute-force ranking over the copy, which shares no rule with the product."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.model import ItemKind, View
from desk.putting_aside import PutAside
from tests.desk.naive_ranking import Naive, Remembered, Stand
from tests.desk.shop import ANA, CRITICAL, NEW, REQUEST, WAITING_CUSTOMER, Following, Shop, at, ticket, ticket_id
from tests.desk.test_order_law import Mischief
from workflows import order


def told(stands: list[Stand]) -> list[tuple[Any, ...]]:
    return [(one.kind, one.id, one.rung, one.due) for one in stands]


def difference(following: Following) -> str:
    """The first place at which the desk and the brute force disagree; empty where they agree."""
    desk, now = following.desk, following.shop.clock.now()
    items = desk.queue(View.TEAM).items
    found = {one.id.id: one.classification for one in items if one.id.kind is ItemKind.TICKET and one.classification}
    shown = [
        (one.id.kind.value, one.id.id, one.place.rung, one.place.effective_due) for one in items if one.place.offered
    ]
    expected = told(Naive(following.shop.copy, found, now).team())
    pairs = zip([*shown, None], [*expected, None], strict=False)
    return next((f"desk {seen}, brute force {right}" for seen, right in pairs if seen != right), "")


class Skips:
    """What Ana has skipped, as brute force remembers it."""

    def __init__(self) -> None:
        self._remembered: dict[int, tuple[PutAside, Remembered]] = {}

    def difference(self, following: Following) -> str:
        """A ticket that only one of the two has behind all that is offered; empty where they agree."""
        state, now = following.desk.state, following.shop.clock.now()
        mine = following.desk.queue(View.MINE).items
        found = {one.id.id: one.classification for one in mine if one.id.kind is ItemKind.TICKET and one.classification}
        naive = Naive(following.shop.copy, found, now)
        for item, aside in state.viewing.aside.items():
            known, _ = self._remembered.get(item.id, (None, None))
            if item.kind is ItemKind.TICKET and item.id in found and known != aside:
                self._remembered[item.id] = aside, naive.remembered(item.id)
        shown = {one.id.id for one in mine if one.skipped and one.id.kind is ItemKind.TICKET}
        right = {id_ for id_, (_, skip) in self._remembered.items() if id_ in found and naive.behind(id_, skip, ANA)}
        offered = [one.skipped for one in mine if one.place.offered]
        wrong = "" if offered == sorted(offered) else "something is offered behind what was skipped"
        return wrong or (f"skipped: desk {shown - right}, brute force {right - shown}" if shown != right else "")


async def first_difference(shop: Shop, seed: int, steps: int) -> str:
    """Live through random changes, and compare after each."""
    mischief = Mischief(shop, seed)
    following, skips = await shop.live(), Skips()
    for step in range(steps):
        happened = await mischief.step(following)
        if differs := difference(following) or skips.difference(following):
            return f"step {step} {happened}: {differs}"
    return ""


@pytest.mark.parametrize("seed", range(4))
async def test_the_order_is_that_of_brute_force_after_every_change(shop: Shop, seed: int) -> None:
    assert await first_difference(shop, seed, 80) == ""


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 20))
async def test_any_history_keeps_the_order_of_brute_force(memory: Path, seed: int, steps: int) -> None:
    shop = Shop(Path(tempfile.mkdtemp(dir=memory)))
    try:
        await shop.furnish()
        assert await first_difference(shop, seed, steps) == ""
    finally:
        shop.copy.close()


def _never_terminates(facts: Any, now: Any) -> Any:
    return _PLACE(replace(facts, offboarding=False), now)


def _forgets_replies(facts: Any, now: Any) -> Any:
    return _PLACE(replace(facts, reply_due=None), now)


def _never_interrupts(facts: Any, now: Any) -> Any:
    return _PLACE(replace(facts, engaged=True), now)


def _offers_what_waits(facts: Any, now: Any) -> Any:
    return _PLACE(replace(facts, waiting="", hold_release=None), now)


def _misses_of_any_day(facts: Any, now: Any) -> Any:
    return _PLACE(replace(facts, day_start=0), now)


async def one_of_each_rung(shop: Shop) -> Following:
    await shop.put(
        ticket(
            1,
            title="Leaver Friday: disable account of Jo Park",
            ticket_type=REQUEST,
            create_date=at("09:00", 23),
            resolved_due_date_time=at("12:00", 30),
        ),
        ticket(2, status=WAITING_CUSTOMER),
        ticket(3, resolved_due_date_time=at("15:00", 20)),
        ticket(4, title="Server down, nobody can work", priority=CRITICAL, status=NEW, first_response_date_time=None),
        ticket(5, resolved_due_date_time=at("17:00", 30)),
        shop.note(5, "Any news?", at("09:20")),
    )
    return await shop.live()


_PLACE = order.place


@pytest.mark.parametrize(
    "broken", [_never_terminates, _forgets_replies, _never_interrupts, _offers_what_waits, _misses_of_any_day]
)
async def test_a_broken_rung_is_found(shop: Shop, broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.assemble.place", broken)
    following = await one_of_each_rung(shop)
    seen = [difference(following)]
    await following.move(at("16:00", 27))
    assert any([*seen, difference(following)])


async def test_an_unbroken_order_of_the_same_tickets_is_right(shop: Shop) -> None:
    following = await one_of_each_rung(shop)
    assert difference(following) == ""
    await following.move(at("16:00", 27))
    assert difference(following) == ""
    leaver = following.desk.item(ticket_id(1))
    assert leaver is not None
    assert leaver.place.rung == 5
