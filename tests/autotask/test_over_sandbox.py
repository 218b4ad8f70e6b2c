"""The client against the sandbox: another program, its own reading of the API, over real sockets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import Resource, Ticket, TicketHistory, TicketNote, TimeEntry
from autotask.errors import AutotaskError, Refused, Unauthorised, UnknownUser
from autotask.filters import Eq, Gte, changed_since, on_day, where
from autotask.kinds import KINDS, kind_of
from autotask.settings import AutotaskSettings
from sandbox.announcement import Announcement
from sandbox.process import start

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TICKETS = kind_of(Ticket)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Announcement]:
    with start(at=NINE, speed=0) as running:
        yield running.about


async def _connect(sandbox: Announcement, secret: str | None = None, **wrong: Any) -> Client:
    settings = {
        "user": sandbox.user,
        "integration_code": sandbox.integration_code,
        "zone_host": sandbox.url.removesuffix("ATServicesRest/"),
    }
    return await Client.connect(
        AutotaskSettings.model_validate(settings | wrong),
        SecretStr(sandbox.secret if secret is None else secret),
        server_speed=sandbox.speed,
    )


async def test_the_zone_is_found_and_its_clock_read(sandbox: Announcement) -> None:
    async with await _connect(sandbox) as client:
        assert client.zone.url == sandbox.url + "V1.0/"
        assert client.server_now() == NINE
        assert (await client.threshold()).limit == 10_000


async def test_every_kind_is_read_whole_and_without_an_odd_row(sandbox: Announcement) -> None:
    async with await _connect(sandbox) as client:
        for kind in KINDS.values():
            if kind.entity is TicketHistory:  # of one ticket at a time
                continue
            pages = [page async for page in client.pages(kind)]
            ids = [item.id for page in pages for item in page.items]
            assert ids == sorted(set(ids)), kind.name
            assert len(ids) == await client.count(kind), kind.name
            assert [page.quarantined for page in pages] == [()] * len(pages), kind.name
            if kind.entity is Ticket:
                assert len(pages) > 1
                assert ids == await client.ids(kind)


async def test_what_one_record_says_it_says_in_a_page_too(sandbox: Announcement) -> None:
    async with await _connect(sandbox) as client:
        first = (await anext(client.pages(TICKETS, Gte("id", 0), page_size=1))).items[0]
        assert await client.get(TICKETS, first.id) == first
        assert await client.get(TICKETS, 10**9) is None
        notes = await client.children(kind_of(TicketNote), first.id)
        assert {note.ticket_id for note in notes.items} <= {first.id}


async def test_filters_mean_to_the_other_end_what_they_mean_to_us(sandbox: Announcement) -> None:
    async with await _connect(sandbox) as client:
        since = NINE - timedelta(days=1)
        changed = [item async for page in client.pages(TICKETS, changed_since(TICKETS, since)) for item in page.items]
        assert changed
        assert all(ticket.last_activity_date and ticket.last_activity_date >= since for ticket in changed)
        unowned = where(TICKETS, assigned_resource_id=None)
        found = [item async for page in client.pages(TICKETS, unowned) for item in page.items]
        assert all(ticket.assigned_resource_id is None for ticket in found)
        day = (NINE - timedelta(days=1)).date()
        entries = [
            item async for page in client.pages(kind_of(TimeEntry), on_day("dateWorked", day)) for item in page.items
        ]
        assert entries
        assert {entry.date_worked for entry in entries} == {day}
        with pytest.raises(Refused) as refusal:
            await client.count(TICKETS, Eq("colour", 1))
    assert "colour" in refusal.value.texts[0]


async def test_picklists_name_what_the_records_hold(sandbox: Announcement) -> None:
    async with await _connect(sandbox) as client:
        lists = await client.picklists(TICKETS) | await client.picklists(kind_of(Resource))
        tickets = (await anext(client.pages(TICKETS))).items
    statuses = lists.of(Ticket, "status")
    assert {ticket.status for ticket in tickets} <= {value.id for value in statuses}
    assert statuses.by_label("new") is not None
    assert next(iter(lists.of(Ticket, "priority"))).label == "Critical"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"secret": "mistyped-7"}, Unauthorised),
        ({"integration_code": "MISTYPED7"}, Unauthorised),
        ({"user": "nobody@example.test"}, UnknownUser),
    ],
    ids=["secret", "integration code", "user"],
)
async def test_a_wrong_key_is_told_by_its_part(
    sandbox: Announcement, wrong: dict[str, str], error: type[AutotaskError]
) -> None:
    with pytest.raises(error) as failure:
        await _connect(sandbox, **wrong)
    assert type(failure.value) is error
    assert not any(value in failure.value.sentence for value in wrong.values())
