"""Same seed, same clock, same requests: the same records, however often the world was asked in between."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.definitions import packaged
from sandbox.store import Store
from tests.sandbox.world.conftest import TUESDAY, found, founded_anew

ENTITIES = tuple(packaged().entities)


def everything(store: Store) -> dict[str, list[dict[str, object]]]:
    return {entity: store.select(entity) for entity in ENTITIES}


END = TUESDAY + timedelta(hours=72)


@cache
def advanced_at_once() -> dict[str, list[dict[str, object]]]:
    """The records of a world that was asked nothing before the end."""
    store, world = founded_anew(3)
    world.advance(END)
    return everything(store)


def test_the_same_seed_founds_the_same_world_to_the_last_record() -> None:
    assert everything(founded_anew(7)[0]) == everything(founded_anew(7)[0])


def test_another_seed_founds_another_world() -> None:
    assert found(seed=7)[0].select("Tickets") != found(seed=8)[0].select("Tickets")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 72 * 60), max_size=8))
def test_how_often_the_world_is_asked_changes_nothing(stops: list[int]) -> None:
    store, world = found(seed=3)
    for minutes in sorted(stops):
        world.advance(TUESDAY + timedelta(minutes=minutes))
    world.advance(END)
    assert everything(store) == advanced_at_once()


def test_advancing_to_the_same_instant_again_or_back_does_nothing() -> None:
    store, world = found()
    world.advance(TUESDAY + timedelta(hours=2))
    before = everything(store)
    world.advance(TUESDAY + timedelta(hours=2))
    world.advance(TUESDAY)
    assert everything(store) == before


def test_nothing_is_dated_after_the_instant_the_world_was_advanced_to() -> None:
    store, world = found()
    now = TUESDAY + timedelta(hours=5, minutes=7)
    world.advance(now)
    written = {
        "Tickets": "lastActivityDate",
        "TicketNotes": "createDateTime",
        "TimeEntries": "createDateTime",
        "TicketHistory": "date",
        "Appointments": "updateDateTime",
        "ServiceCalls": "lastModifiedDateTime",
        "Tasks": "lastActivityDateTime",
        "TimeOffRequests": "lastModifiedDateTime",
        "DeletedTicketLogs": "deletedDateTime",
    }
    for entity, field in written.items():
        assert store.count(entity, f"{field} > ?", (now,)) == 0, entity


def test_months_later_the_desk_still_lives() -> None:
    store, world = found()
    later = TUESDAY + timedelta(days=65)
    world.advance(later)
    fresh = store.count("Tickets", "createDate > ?", (later - timedelta(days=7),))
    assert fresh > 20
    assert 10 < store.count("Tickets", "status <> 5") < 150
    present = store.select("ContractServiceUnits", "startDate <= ? AND endDate >= ?", (later, later))
    assert len(present) == store.count("ContractServices") > 0
    assert store.count("ContractServiceUnits", "approveAndPostDate IS NULL") == len(present)
