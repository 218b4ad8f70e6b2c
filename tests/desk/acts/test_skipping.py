"""Skips: a key and a reason put an item behind in one's own queue, on record, until it comes back or `u` is pressed."""

from autotask.entities import Ticket
from desk.acts.answers import Done, Outcome
from desk.acts.commands import AddNote, ChangeTicket, Skip, Start
from desk.acts.told import LogEntry, Stage
from desk.model import View
from tests.desk.acts.bench import TECH, Bench, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import BEN, COMPLETE, CRITICAL, HIGH, LOW, MEDIUM, NEW, WAITING_CUSTOMER, Shop, ticket, ticket_id


async def order(b: Bench) -> list[int]:
    await b.desk.settle()
    return [item.id.id for item in b.desk.queue(View.MINE).items]


async def skip(b: Bench, number: int, reason: str = "on another call") -> Outcome:
    return await b.acts.do(Skip(item=ticket_id(number), reason=reason))


async def skips(b: Bench) -> list[LogEntry]:
    return [line for line in await b.acts.log() if line.stage is Stage.HERE]


async def test_a_skip_puts_an_item_behind_stands_in_the_log_and_is_taken_back(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2, priority=LOW)) as b:
        assert await order(b) == [1, 2]
        assert done(await skip(b, 1, " on  another\ncall ")).says == "T20261124.0001 skipped: on another call"
        assert await order(b) == [2, 1]
        assert b.outbox.live == [], "Autotask does not hear of it"
        (line,) = await skips(b)
        assert (line.ticket, line.what, line.can) == ("T20261124.0001", "skipped: on another call", frozenset({"undo"}))
        assert done(await b.acts.undo()).says == "Taken back: T20261124.0001 skipped: on another call"
        assert await order(b) == [1, 2]
        assert await skips(b) == []


async def test_a_skip_survives_a_restart_and_can_still_be_taken_back(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2, priority=LOW), ticket(3, priority=LOW)) as b:
        both = (Skip(item=ticket_id(number), reason="scheduled") for number in (1, 2))
        await b.acts.do_all(tuple(both))
        assert await order(b) == [3, 1, 2]
        b.desk.put_aside({})
        await b.restarted()
        assert await order(b) == [3, 1, 2]
        (line,) = [line for line in await skips(b) if line.item == ticket_id(1)]
        assert done(await b.acts.undo_act(line.act_id)).says == "Taken back: T20261124.0001 skipped: scheduled"
        assert await order(b) == [1, 3, 2]


async def test_what_came_back_stays_back_and_is_counted(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2, priority=LOW), ticket(3, priority=LOW)) as b:
        for number in (1, 2, 3):
            await skip(b, number)
        await b.following.put(ticket(1, priority=HIGH), ticket(3, assigned_resource_id=BEN))
        await b.look()
        await b.following.put(ticket(1, priority=MEDIUM), ticket(3, priority=LOW))
        await b.look()
        await b.acts.start_timer(ticket_id(2))
        await b.look()
        await b.acts.park_timer()
        await b.look()
        assert await order(b) == [1, 2, 3], "as it was before, but it has changed twice; and a timer was run on it"
        assert [line.says for line in await skips(b)] == ["over since 09:41: it came back to its place"] * 3
        await b.following.put(ticket(1, status=COMPLETE))
        await b.restarted()
        assert "T20261124.0001" in {line.ticket for line in await skips(b)}, "called by its number, complete or not"


async def test_a_skip_hides_no_critical_incident_and_says_so(shop: Shop) -> None:
    critical = ticket(
        1, title="Server down, nobody can work", priority=CRITICAL, status=NEW, first_response_date_time=None
    )
    async with bench(shop, critical, ticket(2, priority=LOW)) as b:
        said = done(await skip(b, 1)).says
        assert said == (
            "T20261124.0001 stays in front, critical and nobody is on it yet. Your reason is noted: on another call"
        )
        assert await order(b) == [1, 2]
        (line,) = await skips(b)
        assert line.says == "noted; it stayed in front, for nobody was on it"


async def test_what_is_not_offered_to_me_is_not_skipped(shop: Shop) -> None:
    rows = (
        ticket(1, assigned_resource_role_id=TECH),
        ticket(2, status=WAITING_CUSTOMER),
        ticket(3, assigned_resource_id=BEN),
    )
    async with bench(shop, *rows) as b:
        done(await b.acts.do(Start(ticket_id=1)))
        says = [done(await skip(b, number)).says for number in (1, 2, 3)]
        assert says[0] == "Your timer runs on T20261124.0001: park it first (s)."
        assert says[1].startswith("T20261124.0002 is not offered: Waiting Customer")
        assert says[2] == "T20261124.0003 is not in your queue: there is nothing to skip."
        assert await skips(b) == []


async def test_an_act_of_before_the_start_is_taken_back_too(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        done(await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": HIGH})))
        await b.later(1)
        await b.sent()
        done(await b.acts.do(AddNote(ticket_id=1, text="Called, no answer, will try again")))
        await b.restarted()
        assert b.acts.undoable is None
        note, priority = await b.acts.log()
        assert done(await b.acts.undo_act(note.act_id)).says.startswith("Taken back: T20261124.0001: note inside")
        assert isinstance(await b.acts.undo_act(priority.act_id), Done)
        assert (await b.acts.undo_act(priority.act_id)).says == "It is taken back or dropped already."
        await b.later(1)
        await b.sent()
        (row,) = b.server.truth(Ticket)
        assert row.priority == MEDIUM
