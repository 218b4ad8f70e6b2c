"""The order and the list of thank-yous say the same: what needs no answer is hidden, and listed to be undone."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import tests.workflows
from desk.acts.commands import Reopen
from desk.acts.desk_acts import DeskActs
from desk.acts.told import Remark
from desk.autoreplies import is_auto_reply
from tests.desk.acts.bench import bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import COMPLETE, CRITICAL, IN_PROGRESS, WAITING_CUSTOMER, Shop, at, ticket, ticket_id, us

LABELLED = Path(tests.workflows.__file__).with_name("labelled_replies.jsonl")
TEXTS: list[str] = [json.loads(line)["text"] for line in LABELLED.read_text("utf-8").splitlines()]
REPLIES = [text for text in TEXTS if not is_auto_reply("", text)][::3]
WRITTEN = at("09:30")


def days_before(days: int) -> datetime:
    return at("09:00", 24 - days)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": IN_PROGRESS},
        {"status": WAITING_CUSTOMER},
        {"status": IN_PROGRESS, "completed_date": days_before(1)},
        {"status": IN_PROGRESS, "completed_date": days_before(20)},
        {"priority": CRITICAL, "title": "Server is down, nobody can work"},
    ],
    ids=["in progress", "waiting for the customer", "opened again", "opened again after long", "critical"],
)
async def test_both_say_the_same_of_labelled_replies(shop: Shop, fields: Mapping[str, Any]) -> None:
    tickets = [ticket(number, **fields) for number in range(1, len(REPLIES) + 1)]
    notes = [shop.note(number, text, WRITTEN) for number, text in enumerate(REPLIES, 1)]
    async with bench(shop, *tickets, *notes) as b:
        await b.desk.settle()
        listed = {thanks.item.id: thanks for thanks in b.acts.thanks()}
        for number, text in enumerate(REPLIES, 1):
            item = await b.item(number)
            assert item is not None
            hidden = item.reply_at is None
            assert hidden is (number in listed and listed[number].sure), text


@pytest.mark.parametrize(
    ("text", "fields", "hidden", "listed"),
    [
        ("Thanks, works now!", {}, True, True),
        ("Ok, thank you!", {"status": WAITING_CUSTOMER}, False, True),
        ("Ok, thank you!", {}, True, True),
        ("Thanks, you can close it.", {}, False, True),
        ("Thanks, works now!", {"completed_date": days_before(20)}, False, True),
        ("Thanks, but it hangs again", {}, False, False),
    ],
)
async def test_what_may_be_an_answer_or_asks_for_something_stays_in_sight(
    shop: Shop, text: str, fields: Mapping[str, Any], hidden: bool, listed: bool
) -> None:
    async with bench(shop, ticket(1, **fields), shop.note(1, text, WRITTEN)) as b:
        item = await b.item(1)
        assert item is not None
        assert item.reply_at == (None if hidden else us(WRITTEN))
        assert [thanks.item.id for thanks in b.acts.thanks()] == ([1] if listed else [])


async def test_a_completion_that_autotask_forgot_is_remembered_by_both(shop: Shop) -> None:
    completed = ticket(1, status=COMPLETE, completed_date=days_before(20))
    async with bench(shop, completed) as b:
        assert isinstance(b.acts, DeskActs)
        running = asyncio.ensure_future(b.acts.run())
        await asyncio.sleep(0)
        await shop.put(ticket(1, status=IN_PROGRESS, completed_date=None), shop.note(1, "Thanks!", WRITTEN))
        await b.desk.settle()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        for acts in (b.acts, await b.restarted()):
            item = await b.item(1)
            assert item is not None
            assert item.reply_at == us(WRITTEN), "three weeks later somebody should look"
            (thanks,) = acts.thanks()
            assert not thanks.sure
            assert "14 days" in thanks.why


async def until(holds: Callable[[], object]) -> None:
    for _ in range(20_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise AssertionError


async def test_what_a_customer_writes_on_a_complete_ticket_is_told_until_somebody_has_seen_to_it(shop: Shop) -> None:
    said = {
        1: ("Thanks, works now!", 1),
        2: ("It hangs again", 1),
        3: ("Thanks!", 20),
        4: ("Thanks, but the printer is dead now", 20),
    }
    complete = [
        ticket(number, status=COMPLETE, completed_date=days_before(days), assigned_resource_id=None)
        for number, (_, days) in said.items()
    ]
    notes = [shop.note(number, text, WRITTEN) for number, (text, _) in said.items()]
    quiet = ticket(6, status=COMPLETE, completed_date=days_before(1))
    asked_before = shop.note(6, "Is it done?", days_before(2))
    async with bench(shop, *complete, *notes, quiet, asked_before, ticket(5)) as b:
        await b.look()
        told = {thanks.item.id: (thanks.sure, thanks.real) for thanks in b.acts.thanks()}
        assert told == {1: (True, False), 2: (False, True), 3: (False, False), 4: (False, True)}
        assert [thanks.waits for thanks in b.acts.thanks()] == [True, True, True, False]
        assert [remark.says for remark in b.acts.take_remarks()] == ["3 customers wrote on complete tickets (K)"]
        await b.restarted()
        await b.look()
        assert (b.acts.take_remarks(), b.acts.standing.replies) == ([], 3)

        acts = b.acts
        assert isinstance(acts, DeskActs)
        running = asyncio.ensure_future(acts.run())
        await asyncio.sleep(0)
        await shop.put(shop.note(6, "The scanner is dead", at("09:40")), shop.note(5, "And?", at("09:40")))
        heard: list[Remark] = []
        stop = acts.subscribe(lambda _: heard.extend(acts.take_remarks()))
        await until(lambda: heard)
        stop()
        (remark,) = heard
        assert remark.says == "T20261124.0006 is complete, and Lena Ortiz wrote on it: says 'dead' (K)"
        done(await b.acts.do(Reopen(ticket_id=2)))
        item = await b.item(2)
        assert item is not None
        assert item.reply_at == us(WRITTEN)
        done(await b.acts.is_thanks(f"4:{us(WRITTEN)}"))
        await shop.put(shop.answer(3, "Glad to hear it", at("09:35")))
        await until(lambda: not acts.thanks(ticket_id(3)))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        left = {thanks.item.id: thanks.decided for thanks in acts.thanks() if thanks.complete}
        assert left == {1: None, 4: True, 6: None}
