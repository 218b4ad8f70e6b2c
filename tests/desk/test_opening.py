"""A start shows how the queue was left, dated, and hands over to the living desk; a look that is odd is no look."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.clocks import SettableClock
from desk.last_look import FILE, LastLook, keep, look, recall
from desk.model import Delta, SyncState, View
from desk.opening import OpeningDesk
from tests.desk.shop import Shop

OWNER = "api@example.com at its zone"
SINCE = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)


@pytest.fixture
async def seen(shop: Shop) -> LastLook:
    """What was on the screen of a living desk."""
    taken = look(shop.desk, OWNER)
    assert taken is not None
    return taken


async def test_the_rows_come_back_as_they_were(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    back = recall(tmp_path, OWNER)
    assert back is not None
    assert [item.id for item in back.snapshot.items] == [item.id for item in seen.snapshot.items]
    assert back.rows == seen.rows
    assert (back.me, back.zone, back.counts, back.seen) == (seen.me, seen.zone, seen.counts, seen.seen)


async def test_the_file_is_private_and_written_in_one_step(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


async def test_a_look_at_another_tenant_is_not_shown(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    assert recall(tmp_path, "somebody else") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"version": 1}', '{"version": 1, "owner": "' + OWNER + '"}'])
def test_an_odd_file_is_no_look(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    assert recall(tmp_path, OWNER) is None


async def test_any_damage_to_the_file_is_no_look_and_no_fault(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    whole = json.loads((tmp_path / FILE).read_text())
    for name in whole:
        for odd in (None, 7, "x", [], {}, [[1]], {"a": 1}):
            (tmp_path / FILE).write_text(json.dumps({**whole, name: odd}))
            recall(tmp_path, OWNER)


async def test_a_folder_that_takes_nothing_is_borne(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path / "nowhere")
    assert recall(tmp_path / "nowhere", OWNER) is None


async def test_while_it_opens_the_desk_shows_the_look_and_its_age(seen: LastLook) -> None:
    opening = OpeningDesk(SettableClock(seen.snapshot.at), seen, SINCE)
    assert opening.queue(seen.snapshot.view).items == seen.snapshot.items
    first = seen.snapshot.items[0]
    assert opening.row(first, 0) == seen.rows[first.id]
    assert opening.status.state is SyncState.SYNCING
    assert opening.status.last_good == seen.seen
    assert not opening.loaded
    assert opening.today() is None
    assert opening.find("anything") == ()


async def test_without_a_look_it_says_that_the_copy_is_being_read() -> None:
    opening = OpeningDesk(SettableClock(0), None, SINCE)
    assert opening.queue(View.TEAM).items == ()
    assert opening.status.state is SyncState.FILLING


async def test_after_the_hand_over_the_living_desk_answers_and_is_heard(shop: Shop, seen: LastLook) -> None:
    opening = OpeningDesk(shop.clock, replace(seen, me=None), SINCE)
    heard: list[Delta] = []
    leave = opening.subscribe(heard.append)
    opening.hand_over(shop.desk)
    assert heard[-1].reordered
    assert opening.loaded
    assert opening.me == shop.desk.me
    before = len(heard)
    shop.desk.take_in_hand(pinned=frozenset({seen.snapshot.items[-1].id}))
    await shop.desk.settle()
    assert len(heard) > before
    leave()
    after = len(heard)
    shop.desk.take_in_hand()
    await shop.desk.settle()
    assert len(heard) == after
