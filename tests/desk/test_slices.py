"""However much a change touches, the loop is free again after a slice; a clock that ticks at each look counts them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from autotask.entities import Company, Holiday
from desk.heartbeat import Heartbeat
from desk.letting_go import LettingGo, emptied
from desk.model import Delta, ItemId, View
from desk.records import Records
from desk.settings import DeskSettings
from desk.slices import SLICE_SECONDS, UNFOLDED_TOGETHER
from desk.state import InHand
from replica.feed import Change
from tests.desk.shop import ANA, NORTHWIND, Shop, at, resource, ticket, ticket_id, us
from workflows.catalog import packaged

MANY = range(1, 121)
ALL = {ticket_id(number) for number in MANY}
LOOK_SECONDS = 0.001
A_SLICE_OF_8_MS = 0.008


class Ticking:
    """Machine time that goes on by a millisecond at each look."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> float:
        self.at += LOOK_SECONDS
        return self.at


@dataclass
class Sliced:
    """A desk of many tickets on a ticking machine, and what was seen of its work."""

    shop: Shop
    beat: Heartbeat
    machine: Ticking
    deltas: list[Delta] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    """Machine seconds of each turn of the loop."""

    async def settle(self, changes: list[Change]) -> None:
        self.deltas.clear()
        self.beat.hear(changes)
        settling, before = asyncio.create_task(self.beat.settle()), self.machine.at
        while not settling.done():
            await asyncio.sleep(0)
            self.turns.append(self.machine.at - before)
            before = self.machine.at
        await settling

    @property
    def changed(self) -> list[ItemId]:
        return [item for delta in self.deltas for item in delta.changed]


@pytest_asyncio.fixture
async def sliced(shop: Shop) -> Sliced:
    await shop.put(*(ticket(number, resolved_due_date_time=at("16:00")) for number in MANY))
    machine = Ticking()
    beat = Heartbeat(shop.copy, DeskSettings(me="ana@desk.example"), packaged(), shop.clock, machine, lambda: True)
    await beat.load()
    await beat.settle()
    made = Sliced(shop, beat, machine)
    beat.subscribe(made.deltas.append)
    return made


async def a_client_is_renamed(shop: Shop) -> list[Change]:
    return await shop.put(Company(id=NORTHWIND, company_name="Northwind Traders"))


async def a_colleague_is_renamed(shop: Shop) -> list[Change]:
    return await shop.put(resource(ANA, "Ana", "Xu"))


async def a_holiday_is_added(shop: Shop) -> list[Change]:
    return await shop.put(Holiday(id=3, holiday_set_id=1, holiday_date=at("00:00", 30).date()))


async def every_ticket_is_renamed(shop: Shop) -> list[Change]:
    return await shop.put(*(ticket(number, title="VPN drops", resolved_due_date_time=at("16:00")) for number in MANY))


async def every_ticket_is_late_at_once(shop: Shop) -> list[Change]:
    shop.clock.set(us(at("16:00")))
    return []


async def the_clock_is_set_back(shop: Shop) -> list[Change]:
    shop.clock.set(us(at("09:20")))
    return []


@pytest.mark.parametrize(
    "happens",
    [
        a_client_is_renamed,
        a_colleague_is_renamed,
        a_holiday_is_added,
        every_ticket_is_renamed,
        every_ticket_is_late_at_once,
        the_clock_is_set_back,
    ],
)
async def test_what_touches_every_ticket_is_taken_in_slices(
    sliced: Sliced, happens: Callable[[Shop], Awaitable[list[Change]]]
) -> None:
    await sliced.settle(await happens(sliced.shop))
    assert sorted(sliced.changed) == sorted(ALL)
    assert max(sliced.turns) <= A_SLICE_OF_8_MS
    assert len([delta for delta in sliced.deltas if delta.changed]) >= len(ALL) * LOOK_SECONDS / SLICE_SECONDS


async def test_a_crowd_is_unfolded_in_pieces(sliced: Sliced, monkeypatch: pytest.MonkeyPatch) -> None:
    unfolded: list[float] = []
    whole = Records.all_items

    def counted(records: Records) -> Iterator[ItemId]:
        for item in whole(records):
            unfolded.append(sliced.machine.at)
            yield item

    monkeypatch.setattr(Records, "all_items", counted)
    await sliced.settle(await a_holiday_is_added(sliced.shop))
    assert len(unfolded) == len(ALL)
    assert max(unfolded.count(moment) for moment in unfolded) == UNFOLDED_TOGETHER


async def test_an_item_that_a_flood_touches_again_and_again_is_made_once(sliced: Sliced) -> None:
    changes = [change for _ in range(5) for change in await a_client_is_renamed(sliced.shop)]
    await sliced.settle(changes + await a_holiday_is_added(sliced.shop) + await a_colleague_is_renamed(sliced.shop))
    assert sorted(sliced.changed) == sorted(ALL)


async def test_a_key_press_is_not_kept_waiting_by_a_flood(sliced: Sliced) -> None:
    begun = asyncio.Event()
    sliced.beat.subscribe(lambda _: begun.set())
    sliced.beat.hear(await a_holiday_is_added(sliced.shop))
    settling = asyncio.create_task(sliced.beat.settle())
    await begun.wait()
    assert len(sliced.changed) < len(ALL)
    sliced.beat.take_in_hand(InHand(timer_on=ticket_id(120)))
    first = sliced.beat.state.roster.boards[View.MINE].at(0)
    assert first is not None
    assert first.id == ticket_id(120)
    await settling
    assert set(sliced.changed) == ALL


async def test_the_collector_is_asked_in_a_turn_of_its_own(sliced: Sliced, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def takes_long() -> None:
        sliced.machine.at += SLICE_SECONDS
        asked.append(sliced.machine.at)

    monkeypatch.setattr("desk.slices.SETTLED_TOGETHER", 40)
    monkeypatch.setattr("desk.slices.settle_objects", takes_long)
    await sliced.settle(await every_ticket_is_renamed(sliced.shop))
    assert asked
    assert max(sliced.turns) <= A_SLICE_OF_8_MS


async def test_what_a_reload_has_replaced_dies_little_by_little(sliced: Sliced) -> None:
    held = dict.fromkeys(range(1_000)), list(range(1_000))
    letting_go = LettingGo(Ticking())
    letting_go.take(emptied(*held))
    turns = 0
    while letting_go.busy:
        letting_go.work()
        turns += 1
    assert (held, turns > len(held)) == (({}, []), True)

    left = sliced.beat.state.roster.entries
    running = asyncio.ensure_future(sliced.beat.run())
    for _ in range(10_000):
        await asyncio.sleep(0.001)
        if not left:
            break
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert not left
    assert sliced.beat.state.roster.entries.keys() == ALL
