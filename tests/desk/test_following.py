"""Following the copy and the clock as a running desk does."""

import asyncio
import gc
import logging
import weakref
from collections.abc import Callable, Sequence

import pytest

from autotask.entities import Company, Ticket
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.assemble import TicketAssembler
from desk.clocks import ScaledClock
from desk.entries import Assembled
from desk.live import LiveDesk
from desk.model import Alarm, Delta, StatusKind, SyncState, View
from desk.settings import DeskSettings
from replica.errors import ReplicaError
from replica.feed import Change
from replica.store import Replica
from replica.writing import Batch
from tests.desk.shop import (
    ANA,
    BEN,
    CRITICAL,
    IN_PROGRESS,
    NEW,
    WAITING_CUSTOMER,
    FixedMachine,
    Shop,
    at,
    ticket,
    ticket_id,
    us,
)
from workflows.catalog import Catalogue, packaged
from workflows.classify import Classification, TicketFacts, classify


async def until(desk: LiveDesk, holds: Callable[[Delta], bool]) -> Delta:
    """The first delta that something holds for."""
    found: asyncio.Future[Delta] = asyncio.get_running_loop().create_future()

    def hear(delta: Delta) -> None:
        if not found.done() and holds(delta):
            found.set_result(delta)

    stop = desk.subscribe(hear)
    try:
        return await asyncio.wait_for(found, 10)
    finally:
        stop()


async def test_a_running_desk_loads_follows_the_copy_and_stops_when_told(shop: Shop) -> None:
    await shop.put(ticket(1))
    desk = shop.desk()
    before = desk.loaded
    running = asyncio.create_task(desk.run())
    await until(desk, lambda delta: ticket_id(1) in delta.changed)
    assert (before, desk.loaded) == (False, True)
    heard = asyncio.create_task(until(desk, lambda delta: ticket_id(2) in delta.changed))
    await asyncio.sleep(0)
    await shop.put(ticket(2))
    assert (await heard).reordered
    assert len(desk.queue(View.MINE).items) == 2
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_breach_shows_within_a_second_of_desk_time_without_any_change(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("10:22")))
    wall = [0]
    clock = ScaledClock(us(at("10:21")), 60, 0, lambda: wall[0])
    desk = LiveDesk(
        shop.copy,
        shop.sync,
        settings=DeskSettings(me="ana@desk.example"),
        catalogue=packaged(),
        clock=clock,
        machine=FixedMachine(),
    )
    await desk.load()
    assert desk.next_change_at == us(at("10:22"))
    assert clock.seconds_until(us(at("10:22"))) == 1.0
    wall[0] = 999_999
    await desk.settle()
    assert desk.counts(View.MINE).late == 0
    wall[0] = 1_000_000
    await desk.settle()
    assert desk.counts(View.MINE).late == 1


async def test_what_a_status_means_follows_the_tenants_words(shop: Shop) -> None:
    await shop.put(ticket(1, status=IN_PROGRESS))
    following = await shop.live()
    values = (PicklistValue(IN_PROGRESS, "Waiting Vendor"), PicklistValue(5, "Complete"))
    words = Picklists({("Tickets", "status"): Picklist(values)})
    heard: asyncio.Future[Sequence[Change]] = asyncio.get_running_loop().create_future()
    stop = shop.copy.subscribe(heard.set_result)
    await shop.copy.write_picklists(words)
    await following.take(list(await heard))
    stop()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.status_kind is StatusKind.WAITING_VENDOR


async def test_a_desk_that_is_told_to_stop_in_the_moment_in_which_it_is_woken_stops(shop: Shop) -> None:
    desk = shop.desk()
    running = asyncio.create_task(desk.run())
    await until(desk, lambda delta: delta.reordered)
    for _ in range(20):
        await asyncio.sleep(0)
    assert desk.loaded
    desk.take([])
    running.cancel()
    stopped, _ = await asyncio.wait([running], timeout=10)
    running.cancel()
    assert stopped == {running}


async def test_a_change_of_synchronisation_is_told(shop: Shop) -> None:
    desk = shop.desk()
    running = asyncio.create_task(desk.run())
    await until(desk, lambda delta: delta.reordered)
    heard = asyncio.create_task(until(desk, lambda delta: delta.status_changed))
    await asyncio.sleep(0)
    shop.sync.say(SyncState.OFFLINE)
    await heard
    assert desk.status.state is SyncState.OFFLINE
    desk.refresh()
    assert shop.sync.asked == 1
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_name_is_not_told_as_a_number_before_all_names_have_been_read(shop: Shop) -> None:
    shop.sync.say(SyncState.FILLING)
    await shop.put(ticket(1, company_id=777), ticket(2, company_id=888), shop.entry(44_841, at("08:00"), 25))
    following = await shop.live()
    desk = following.desk

    def companies() -> list[str]:
        return [item.company for number in (1, 2) if (item := desk.item(ticket_id(number))) is not None]

    assert companies() == ["…", "…"]
    today = desk.today()
    assert today is not None
    assert "44841" not in today.entries[0].number + today.entries[0].title
    await following.put(Company(id=777, company_name="Late & Sons"))
    assert companies() == ["Late & Sons", "…"]
    shop.sync.say(SyncState.LIVE)
    await desk.settle()
    assert companies() == ["Late & Sons", "company 888"]


async def test_a_listener_that_fails_does_not_deafen_the_others(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    following = await shop.live()
    told: list[Delta] = []

    def fails(_: Delta) -> None:
        raise RuntimeError("no screen")

    following.desk.subscribe(fails)
    following.desk.subscribe(told.append)
    with caplog.at_level(logging.CRITICAL):
        await following.put(ticket(1))
    assert told


async def test_a_row_that_cannot_be_made_sense_of_stops_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await shop.put(ticket(1), ticket(2))
    following = await shop.live()
    roster = following.desk._beat.state.roster
    refresh = roster.refresh

    def odd(item: object, now: int, moves: object) -> None:
        if item == ticket_id(1):
            raise ArithmeticError("odd row")
        refresh(item, now, moves)  # type: ignore[arg-type]

    monkeypatch.setattr(roster, "refresh", odd)
    with caplog.at_level(logging.CRITICAL):
        await following.put(ticket(1, title="odd"), ticket(2, title="sound"))
    kept, changed = following.desk.item(ticket_id(1)), following.desk.item(ticket_id(2))
    assert kept is not None
    assert kept.title == "Outlook is slow"
    assert changed is not None
    assert changed.title == "sound"


async def test_a_row_that_cannot_be_made_sense_of_does_not_keep_the_desk_from_opening(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await shop.put(ticket(1), ticket(2))
    whole = TicketAssembler.assemble

    def odd(self: TicketAssembler, row: Ticket, version: int, now: int) -> Assembled:
        if row.id == 1:
            raise ArithmeticError("odd row")
        return whole(self, row, version, now)

    monkeypatch.setattr(TicketAssembler, "assemble", odd)
    with caplog.at_level(logging.CRITICAL):
        following = await shop.live()
    assert [item.id for item in following.desk.queue(View.MINE).items] == [ticket_id(2)]


async def test_a_copy_that_is_built_anew_is_read_anew(shop: Shop) -> None:
    await shop.put(ticket(1))
    following = await shop.live()
    shop.copy.generation += 1
    await shop.copy.write(Batch("Tickets", gone=[1]))
    await following.take([])
    assert following.desk.queue(View.TEAM).items == ()
    assert ticket_id(1) in frozenset().union(*(delta.gone for delta in following.deltas))


async def test_a_rebuild_judges_no_text_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await shop.put(ticket(1), ticket(2))
    following = await shop.live()
    asked: list[int] = []

    def counted(facts: TicketFacts, catalogue: Catalogue) -> Classification:
        asked.append(facts.id)
        return classify(facts, catalogue)

    monkeypatch.setattr("desk.judgements.classify", counted)
    await following.desk.load()
    await following.put(ticket(1, title="Outlook crashes"), ticket(2, status=WAITING_CUSTOMER))
    assert asked == [1]


async def test_what_is_in_hand_survives_a_rebuild(shop: Shop) -> None:
    await shop.put(ticket(1), ticket(2))
    following = await shop.live()
    following.desk.take_in_hand(timer_on=ticket_id(2))
    await following.desk.load()
    assert following.desk.queue(View.MINE).items[0].id == ticket_id(2)


async def test_a_large_desk_shows_what_is_mine_and_what_is_due_first_and_ends_as_if_ranked_anew(shop: Shop) -> None:
    others = range(100, 400)
    await shop.put(
        *(ticket(number, assigned_resource_id=BEN, resolved_due_date_time=at("12:00", 30)) for number in others),
        *(ticket(number, resolved_due_date_time=at("17:00", 30)) for number in range(1, 6)),
        ticket(50, assigned_resource_id=BEN, resolved_due_date_time=at("09:30")),
        ticket(51, title="Server down, nobody can work", priority=CRITICAL, status=NEW, assigned_resource_id=None,
               first_response_date_time=None),
        *shop.call(399, at("10:30"), 30, ANA),
    )  # fmt: skip
    desk, told = shop.desk(), list[tuple[int, tuple[int, ...], int, int]]()
    alarms: list[Alarm] = []

    def hear(delta: Delta) -> None:
        mine = tuple(item.id.id for item in desk.queue(View.MINE).items)
        told.append((len(delta.changed), mine, len(desk.queue(View.TEAM).items), desk.coming))
        alarms.extend(delta.alarms)

    desk.subscribe(hear)
    running = asyncio.create_task(desk.run())
    await until(desk, lambda _: desk.loaded and not desk.coming)
    running.cancel()
    first, *_, last = told
    assert first[0] == first[2] == 106
    assert set(first[1]) >= {1, 2, 3, 4, 5, 399}
    assert first[3] == 201
    assert last[2:] == (307, 0)
    assert alarms == []
    anew = shop.desk()
    await anew.load()
    for view in View:
        ours, theirs = desk.queue(view), anew.queue(view)
        assert [item.place for item in ours.items] == [item.place for item in theirs.items]
        assert (ours.offered, ours.late, ours.soon) == (theirs.offered, theirs.late, theirs.soon)
    assert 51 in last[1]


async def test_a_desk_that_was_built_anew_leaves_nothing_of_the_old_one(shop: Shop) -> None:
    await shop.put(ticket(1), ticket(2))
    following = await shop.live()
    old = following.desk._beat.state
    left = [weakref.ref(one) for one in (old, old.records, old.tenant, old.roster, old.roster.boards[View.MINE])]
    del old
    gc.collect()
    gc.disable()
    try:
        await following.desk.load()
        assert [one() for one in left] == [None] * len(left)
    finally:
        gc.enable()
    assert len(following.desk.queue(View.MINE).items) == 2


async def test_a_change_that_arrives_while_a_rebuild_reads_is_not_lost_to_a_key_press(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.put(ticket(1), ticket(2))
    following = await shop.live()
    reading, has_read, go_on = shop.copy.reading, asyncio.Event(), asyncio.Event()

    async def slow(ask: Callable[[Replica], object]) -> object:
        answer = await reading(ask)
        has_read.set()
        await go_on.wait()
        return answer

    monkeypatch.setattr(shop.copy, "reading", slow)
    rebuilding = asyncio.create_task(following.desk.load())
    await has_read.wait()
    following.desk.hear(await shop.put(ticket(2, title="Renamed")))
    following.desk.take_in_hand(timer_on=ticket_id(1))
    go_on.set()
    await rebuilding
    await following.desk.settle()
    item = following.desk.item(ticket_id(2))
    assert item is not None
    assert item.title == "Renamed"
    assert following.desk.queue(View.MINE).items[0].id == ticket_id(1)


async def test_a_copy_that_cannot_be_read_for_a_while_stops_nothing_and_loses_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("desk.heartbeat.AGAIN_SECONDS", 0.0)
    await shop.put(shop.note(2, "Still broken, please call me back today.", at("09:35")))
    reading, faults = shop.copy.reading, [ReplicaError("the first load")]

    async def failing(ask: Callable[[Replica], object]) -> object:
        if faults:
            raise faults.pop()
        return await reading(ask)

    def has_the_reply(_: Delta) -> bool:
        item = desk.item(ticket_id(2))
        return item is not None and item.reply_at == us(at("09:35"))

    monkeypatch.setattr(shop.copy, "reading", failing)
    desk = shop.desk()
    with caplog.at_level(logging.CRITICAL):
        running = asyncio.create_task(desk.run())
        await until(desk, lambda _: desk.loaded)
        faults.append(ReplicaError("what was said of a ticket that comes into view"))
        heard = asyncio.create_task(until(desk, has_the_reply))
        await asyncio.sleep(0)
        await shop.put(ticket(2))
        await heard
    running.cancel()
    assert faults == []


async def test_what_a_day_makes_anew_is_put_out_of_the_collectors_sight(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    monkeypatch.setattr("desk.slices.SETTLED_TOGETHER", 20)
    monkeypatch.setattr("desk.slices.settle_objects", lambda: settled.append(1))
    following = await shop.live()
    await following.put(*(ticket(number) for number in range(1, 20)))
    await following.put(ticket(1, title="Renamed"))
    assert settled == []
    await following.put(ticket(20))
    assert settled == [1]
    await following.put(*(ticket(number, title="Outlook crashes") for number in range(1, 21)))
    assert settled == [1, 1]
