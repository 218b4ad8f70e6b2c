"""An order that is held moves nothing and forgets nothing."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from desk.model import ItemId, ItemKind, QueueSnapshot, View
from tests.tui.seeing import my_day, running
from tests.tui.world import World
from tui.held import HeldOrder, moves

IDS = [ItemId(ItemKind.TICKET, number) for number in range(8)]


def fewest_moves(before: list[ItemId], after: list[ItemId]) -> int:
    """By trying every subset of rows that could stay."""
    kept = 0
    common = [item for item in before if item in after]
    for size in range(len(common), 0, -1):
        if any(
            list(chosen) == [item for item in after if item in chosen]
            for chosen in (
                [item for at, item in enumerate(common) if mask >> at & 1]
                for mask in range(1 << len(common))
                if mask.bit_count() == size
            )
        ):
            kept = size
            break
    return len(before) - len(common) + len(after) - len(common) + len(common) - kept


@given(st.lists(st.sampled_from(IDS), unique=True), st.lists(st.sampled_from(IDS), unique=True))
def test_the_number_of_changes_is_the_fewest_that_make_one_order_the_other(
    before: list[ItemId], after: list[ItemId]
) -> None:
    assert moves(before, after) == fewest_moves(before, after)


def test_one_item_carried_over_many_is_one_change() -> None:
    assert moves(IDS, [IDS[7], *IDS[:7]]) == 1
    assert {moves(IDS[:3], list(order)) for order in permutations(IDS[:3])} == {0, 1, 2}


async def test_a_held_order_keeps_its_places_and_takes_new_words() -> None:
    async with running(World()) as (app, _pilot):
        snapshot = my_day(app).queue.snapshot
        assert snapshot is not None
        held = HeldOrder()
        held.take(snapshot, hold=False)
        shown = held.shown
        moved = tuple(replace(item, title="other words") for item in reversed(snapshot.items[1:]))
        held.take(_with(snapshot, moved), hold=True)
        assert [item.id for item in held.shown] == [item.id for item in shown]
        assert [item.title for item in held.shown[1:]] == ["other words"] * (len(shown) - 1)
        assert held.gone == {shown[0].id}
        assert held.waiting == len(shown) - 1
        held.take(_with(snapshot, snapshot.items[:2]), hold=True, frozen=True)
        assert held.shown[1].title == "other words"
        assert held.apply()
        assert held.shown == snapshot.items[:2]
        assert (held.waiting, held.gone) == (0, frozenset())


def _with(snapshot: QueueSnapshot, items: tuple[object, ...]) -> QueueSnapshot:
    assert snapshot.view is View.MINE
    return replace(snapshot, items=items)  # type: ignore[arg-type]
