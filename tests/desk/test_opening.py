"""A start shows how the queue was left, dated, and hands over to the living desk; a look that is odd is no look."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from desk.clocks import SettableClock
from desk.last_look import FILE, LastLook, keep, look, looker, recall
from desk.model import Delta, SyncState, View
from desk.opening import OpeningDesk
from tests.desk.shop import WAITING_CUSTOMER, Following, Shop, ticket

OWNER = "api@example.com at its zone"
SINCE = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)


@pytest_asyncio.fixture
async def living(shop: Shop) -> Following:
    """A living desk with three tickets of mine, as true as its copy."""
    shop.sync.status = replace(shop.sync.status, last_good=SINCE)
    following = await shop.live()
    await following.put(ticket(1), ticket(2, title="Выставить [red]счёт[/]"), ticket(3, status=WAITING_CUSTOMER))
    return following


@pytest.fixture
def seen(living: Following) -> LastLook:
    """What was on its screen."""
    taken = look(living.desk, OWNER)
    assert taken is not None
    assert taken.snapshot.items
    return taken


def test_the_rows_come_back_as_they_were(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    back = recall(tmp_path, OWNER)
    assert back is not None
    assert [item.id for item in back.snapshot.items] == [item.id for item in seen.snapshot.items]
    assert back.rows == seen.rows
    assert (back.me, back.zone, back.counts, back.seen) == (seen.me, seen.zone, seen.counts, seen.seen)


def test_the_file_is_private_and_written_in_one_step(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    assert [path.name for path in tmp_path.glob("last-look*")] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_look_at_another_tenant_is_not_shown(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    assert recall(tmp_path, "somebody else") is None


def test_a_look_of_another_person_is_not_shown(living: Following, tmp_path: Path) -> None:
    taken = look(living.desk, looker(OWNER, "ana@desk.example"))
    assert taken is not None
    keep(taken, tmp_path)
    assert recall(tmp_path, looker(OWNER, "  Ana@Desk.example ")) is not None
    assert recall(tmp_path, looker(OWNER, "ben@desk.example")) is None
    assert recall(tmp_path, looker(OWNER, "")) is None
    assert recall(tmp_path, looker("somebody else", "ana@desk.example")) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"version": 1}', '{"version": 1, "owner": "' + OWNER + '"}'])
def test_an_odd_file_is_no_look(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    assert recall(tmp_path, OWNER) is None


def test_any_damage_to_the_file_is_no_look_and_no_fault(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    whole = json.loads((tmp_path / FILE).read_text())
    for name in whole:
        for odd in (None, 7, "x", [], {}, [[1]], {"a": 1}):
            (tmp_path / FILE).write_text(json.dumps({**whole, name: odd}))
            found = recall(tmp_path, OWNER)
            assert found is None or found.owner == OWNER


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("figures", [float("inf"), 0, 0, 0, 0, 0]),
        ("seen", "0001-01-01T00:00:00+14:00"),
        ("zone", "../etc/passwd"),
        ("counts", {"late": "x"}),
        ("counts", {"late": float("inf")}),
    ],
)
def test_figures_that_no_desk_has_are_no_look(name: str, odd: object, seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path)
    whole = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps({**whole, name: odd}))
    assert recall(tmp_path, OWNER) is None


def test_a_file_nested_without_end_is_no_look(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[" * 100_000)
    assert recall(tmp_path, OWNER) is None


def test_a_folder_that_takes_nothing_is_borne(seen: LastLook, tmp_path: Path) -> None:
    keep(seen, tmp_path / "nowhere")
    assert recall(tmp_path / "nowhere", OWNER) is None


def test_while_it_opens_the_desk_shows_the_look_and_its_age(seen: LastLook) -> None:
    opening = OpeningDesk(SettableClock(seen.snapshot.at), seen, SINCE)
    assert opening.queue(seen.snapshot.view).items == seen.snapshot.items
    first = seen.snapshot.items[0]
    assert opening.row(first, 0) == seen.rows[first.id]
    assert opening.status.state is SyncState.SYNCING
    assert opening.status.last_good == seen.seen
    assert not opening.loaded
    assert opening.today() is None
    assert opening.find("anything") == ()


def test_without_a_look_it_says_that_the_copy_is_being_read() -> None:
    opening = OpeningDesk(SettableClock(0), None, SINCE)
    assert opening.queue(View.TEAM).items == ()
    assert opening.status.state is SyncState.FILLING


async def test_after_the_hand_over_the_living_desk_answers_and_is_heard(living: Following, seen: LastLook) -> None:
    opening = OpeningDesk(living.shop.clock, replace(seen, me=None), SINCE)
    heard: list[Delta] = []
    leave = opening.subscribe(heard.append)
    opening.hand_over(living.desk)
    assert heard[-1].reordered
    assert opening.loaded
    assert opening.me == living.desk.me
    before = len(heard)
    await living.put(ticket(4))
    assert len(heard) > before
    later: list[Delta] = []
    opening.subscribe(later.append)
    opening.hand_over(living.desk)  # another desk that takes its place
    assert later[-1].reordered
    before = len(heard) - len(later)
    await living.put(ticket(6))
    assert len(heard) - len(later) == before, "each is heard once, however often it was handed over"
    leave()
    after = len(heard)
    await living.put(ticket(5))
    assert len(heard) == after


def test_what_paints_the_first_picture_needs_neither_database_nor_network() -> None:
    script = "import sys, cli.run_desk, tui.app; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    for heavy in ("sqlalchemy", "sqlite3", "httpx", "keyring", "tenacity", "dateutil"):
        assert f"'{heavy}'" not in loaded
