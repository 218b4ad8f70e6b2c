"""A viewer hears what another process writes, and notices when the copy under it is another one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autotask.entities import Ticket
from autotask.picklists import Picklist, Picklists, PicklistValue
from replica.feed import Change
from replica.store import PICKLISTS, Replica
from replica.viewer import Following
from replica.writing import Batch
from tests.replica.double import VirtualMachine
from tests.replica.samples import AT, fill, tickets


@pytest.fixture
def viewer(copy: Replica, folder: Path) -> Iterator[Replica]:
    """A viewer of the copy."""
    with Replica.open(folder, read_only=True) as viewer:
        yield viewer


async def test_a_viewer_hears_each_change_once_and_in_order(
    copy: Replica, viewer: Replica, machine: VirtualMachine
) -> None:
    await fill(copy, 1, 2)
    following = Following(viewer, machine)
    heard: list[Change] = []
    viewer.subscribe(heard.extend)
    assert await following.once() == 0
    await copy.write(Batch("Tickets", tickets(2, priority=1), gone=[1]))
    await copy.write(Batch("Tickets", tickets(3)))
    assert await following.once() == 3
    await viewer.reading(lambda _: None)
    assert [(change.id, change.after) for change in heard] == [
        (2, tickets(2, priority=1)[0]),
        (1, None),
        (3, tickets(3)[0]),
    ]
    assert await following.once() == 0


async def test_a_viewer_hears_of_new_labels_before_the_rows_that_bear_them(
    copy: Replica, viewer: Replica, machine: VirtualMachine
) -> None:
    def labels(*names: str) -> Picklists:
        values = tuple(PicklistValue(place, name) for place, name in enumerate(names))
        return Picklists({("Tickets", "status"): Picklist(values)})

    await copy.write_picklists(labels("New"))
    following = Following(viewer, machine)
    heard: list[Change] = []
    viewer.subscribe(heard.extend)
    await copy.write_picklists(labels("New"))
    assert await following.once() == 0
    await copy.write_picklists(labels("New", "With the vendor"))
    await copy.write(Batch("Tickets", tickets(1, status=1)))
    assert await following.once() == 2
    assert await following.once() == 0
    await viewer.reading(lambda _: None)
    assert [(change.kind, change.after) for change in heard] == [
        (PICKLISTS, labels("New", "With the vendor")),
        ("Tickets", tickets(1, status=1)[0]),
    ]
    assert viewer.generation == 0


async def test_a_viewer_that_slept_past_a_purge_starts_over(folder: Path, machine: VirtualMachine) -> None:
    now = AT
    with Replica.open(folder, now=lambda: now) as copy, Replica.open(folder, read_only=True) as viewer:
        await fill(copy, 1, 2)
        following = Following(viewer, machine)
        await copy.write(Batch("Tickets", gone=[1]))
        now = AT.replace(year=2027)
        await copy.purge()
        assert await following.once() == 0
        assert viewer.generation == 1
        await fill(copy, 3)
        assert await following.once() == 1


async def test_a_viewer_follows_a_copy_that_was_built_anew(folder: Path, machine: VirtualMachine) -> None:
    with Replica.open(folder, owner="one") as copy:
        await fill(copy, 1)
    with Replica.open(folder, read_only=True) as viewer:
        following = Following(viewer, machine)
        assert viewer.rows(Ticket) == tickets(1)
        with Replica.open(folder, owner="another") as copy:
            await fill(copy, 5)
            await following.once()
            assert viewer.generation == 1
            assert viewer.rows(Ticket) == tickets(5)
