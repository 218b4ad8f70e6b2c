"""The order and the list of thank-yous say the same: what needs no answer is hidden, and listed to be undone."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import tests.workflows
from desk.acts.desk_acts import DeskActs
from desk.autoreplies import is_auto_reply
from tests.desk.acts.bench import bench
from tests.desk.shop import COMPLETE, CRITICAL, IN_PROGRESS, WAITING_CUSTOMER, Shop, at, ticket, us

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
