"""How Dispatch looks. A picture that differs is either a fault or a new baseline; look at it before choosing."""

import pytest

from tests.tui.handed import Handed
from tests.tui.test_snapshots import SIZES, Compare, _the_same_everywhere, pressing
from tests.tui.world import at, ticket

__all__ = ["_the_same_everywhere"]


@pytest.mark.parametrize("size", SIZES)
def test_dispatch(snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("2", "j", "j", "space", "j", "space")
    assert snap_compare(Handed().app(demo=True), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", SIZES)
def test_nothing_needs_a_hand(snap_compare: Compare, size: tuple[int, int]) -> None:
    calm = Handed(tickets=[ticket(31, "VPN", create_date=at("09:30"), last_activity_date=at("09:35"))])
    assert snap_compare(calm.app(demo=True), terminal_size=size, run_before=pressing("2"))


def test_assigning(snap_compare: Compare) -> None:
    assert snap_compare(Handed().app(demo=True), terminal_size=(80, 24), run_before=pressing("2", "j", "j", "a"))


def test_a_new_promise(snap_compare: Compare) -> None:
    keys = ("2", "j", "d", *"17:00", "tab", *"The part comes at noon.", "ctrl+t")
    assert snap_compare(Handed().app(demo=True), terminal_size=(80, 24), run_before=pressing(*keys))
