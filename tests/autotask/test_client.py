"""The client against a tenant made of real HTTP messages."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from autotask.entities import Company, Department, Ticket, TicketNote
from autotask.errors import BadAnswer, NotOffered, Refused, Throttled, Unauthorised, Unfit, UnknownUser, WrongZone
from autotask.filters import Eq
from autotask.kinds import kind_of
from tests.autotask.tenant import BASE, CODE, NOON, SECRET, USER, Tenant, answer, errors, page, threshold

TICKETS = kind_of(Ticket)


def _numbered(records: list[dict[str, Any]]) -> Any:
    """A handler that pages through records as Autotask does: ascending, `id gt n`, `MaxRecords`."""

    def handler(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        after = max((part["value"] for part in body["filter"] if part["op"] == "gt"), default=-1)
        left = [record for record in records if record["id"] > after]
        size = body["MaxRecords"]
        following = f"{BASE}Tickets/query/next?paging=x" if len(left) > size else None
        return page(*left[:size], next_url=following)

    return handler


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


async def test_connecting_proves_the_key_with_its_three_headers(tenant: Tenant) -> None:
    async with await tenant.connect() as client:
        assert client.budget.usage(tenant.machine.now()) == pytest.approx(0.0124)
    headers = tenant.requests[0].headers
    assert (headers["UserName"], headers["ApiIntegrationCode"], headers["Secret"]) == (USER, CODE, SECRET)


async def test_the_zone_is_asked_for_without_the_key_and_then_used(tenant: Tenant) -> None:
    zone = {
        "zoneName": "AE02",
        "url": "https://webservices14.autotask.net/ATServicesRest/",
        "webUrl": "https://ww14.autotask.net/",
        "ci": 14,
    }
    tenant.answer("/atservicesrest/v1.0/zoneInformation", answer(zone))
    async with await tenant.connect(base_url=None) as client:
        assert client.zone.url == "https://webservices14.autotask.net/ATServicesRest/V1.0/"
        assert (client.zone.web_url, client.zone.ci) == ("https://ww14.autotask.net/", 14)
    discovery, proof = tenant.requests
    assert discovery.url.params["user"] == USER
    assert "secret" not in discovery.headers
    assert proof.url.host == "webservices14.autotask.net"


async def test_an_unknown_user_is_told_from_an_outage(tenant: Tenant) -> None:
    tenant.answer("/atservicesrest/v1.0/zoneInformation", errors("Zone information could not be determined"))
    with pytest.raises(UnknownUser, match="check the user name"):
        await tenant.connect(base_url=None)
    assert len(tenant.requests) == 1


async def test_a_wrong_secret_is_not_tried_twice(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", httpx.Response(401))
    with pytest.raises(Unauthorised, match=r"refused by webservices5\.autotask\.net"):
        await tenant.connect()
    assert len(tenant.requests) == 1


async def test_a_wrong_integration_code_is_a_refused_key(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", errors("IntegrationCode is invalid."))
    with pytest.raises(Unauthorised, match="integration code"):
        await tenant.connect()


async def test_an_address_without_an_api_is_the_wrong_zone(tenant: Tenant) -> None:
    del tenant.paths["ThresholdInformation"]
    with pytest.raises(WrongZone, match=r"webservices5\.autotask\.net"):
        await tenant.connect()


async def test_pages_go_on_above_the_last_id(tenant: Tenant) -> None:
    tenant.answer("Tickets/query", _numbered([{"id": n} for n in range(1, 1201)]))
    async with await tenant.connect() as client:
        pages = [page async for page in client.pages(TICKETS)]
    assert [len(page.items) for page in pages] == [500, 500, 200]
    assert [item.id for page in pages for item in page.items] == list(range(1, 1201))
    assert all(page.served_at == NOON for page in pages)
    second = tenant.bodies("Tickets/query")[1]
    assert second["filter"] == [
        {"op": "gte", "field": "id", "value": 0},
        {"op": "gt", "field": "id", "value": 500},
    ]


async def test_only_the_fields_we_read_are_asked_for(tenant: Tenant) -> None:
    tenant.answer("Tickets/query", page())
    async with await tenant.connect() as client:
        pages = [page async for page in client.pages(TICKETS, page_size=50)]
    assert [(page.items, page.served_at) for page in pages] == [((), NOON)]
    body = tenant.bodies("Tickets/query")[0]
    assert body["MaxRecords"] == 50
    assert body["IncludeFields"] == [spec.wire for spec in TICKETS.fields if spec.wire != "userDefinedFields"]


async def test_of_the_fields_that_a_tenant_has_added_one_is_read_and_written_by_its_name(tenant: Tenant) -> None:
    def field(name: str, value: str | None) -> dict[str, str | None]:
        return {"name": name, "value": value}

    def of_page(request: httpx.Request) -> httpx.Response:
        if "on hold" not in json.loads(request.content)["IncludeFields"]:
            return page({"id": 7, "userDefinedFields": []})
        return page({"id": 7, "userDefinedFields": [field("On Hold", "vendor\x1b[31m")]})

    whole = {"id": 7, "userDefinedFields": [field("VIP", "Yes"), field("On Hold", "parts")]}
    tenant.answer("Tickets/query", of_page)
    tenant.answer("Tickets/7", lambda _: httpx.Response(200, json={"item": whole}))
    tenant.answer("Tickets", lambda _: httpx.Response(200, json={"itemId": 7}))
    async with await tenant.connect(user_fields={"Tickets": "on hold"}) as client:
        (read,) = [page async for page in client.pages(TICKETS)]
        assert [row.hold_note for row in read.items] == ["vendor"]
        found = await client.get(TICKETS, 7)
        assert found is not None
        assert found.hold_note == "parts"
        await client.change(TICKETS, 7, {"hold_note": None, "status": 5})
    assert tenant.bodies("Tickets")[0] == {"id": 7, "status": 5, "userDefinedFields": [field("on hold", None)]}
    async with await tenant.connect() as client:
        (read,) = [page async for page in client.pages(TICKETS)]
        found = await client.get(TICKETS, 7)
        assert [row and row.hold_note for row in (*read.items, found)] == [None, None]
        with pytest.raises(Unfit, match="no user-defined field"):
            await client.change(TICKETS, 7, {"hold_note": "x"})


async def test_a_field_the_tenant_lacks_is_left_out_and_remembered(tenant: Tenant) -> None:
    def picky(request: httpx.Request) -> httpx.Response:
        if "rmmAlertID" in json.loads(request.content)["IncludeFields"]:
            return errors("Unable to find RmmAlertID in the Ticket Entity.")
        return page({"id": 7})

    tenant.answer("Tickets/query", picky)
    async with await tenant.connect() as client:
        for _ in range(2):
            assert [page.items[0].id async for page in client.pages(TICKETS)] == [7]
    assert len(tenant.asked("Tickets/query")) == 3


async def test_an_unknown_field_in_the_filter_is_a_refusal(tenant: Tenant) -> None:
    tenant.answer("Tickets/query", errors("Unable to find colour in the Ticket Entity."))
    async with await tenant.connect() as client:
        with pytest.raises(Refused) as refusal:
            await anext(client.pages(TICKETS, Eq("colour", 3)))
    assert refusal.value.texts == ("Unable to find colour in the Ticket Entity.",)


async def test_an_odd_row_is_reported_and_does_not_stop_the_page(tenant: Tenant) -> None:
    tenant.answer("Tickets/query", page({"id": 1}, {"id": 2, "priority": "high"}, {"id": 3}))
    async with await tenant.connect() as client:
        only = await anext(client.pages(TICKETS))
    assert [item.id for item in only.items] == [1, 3]
    assert [(odd.kind, odd.id) for odd in only.quarantined] == [("Tickets", 2)]


async def test_pages_that_do_not_advance_are_stopped(tenant: Tenant) -> None:
    tenant.answer("Tickets/query", page({"id": 5}, next_url="https://elsewhere.test/"))
    async with await tenant.connect() as client:
        with pytest.raises(BadAnswer, match="do not advance"):
            [page async for page in client.pages(TICKETS)]
    assert {request.url.host for request in tenant.requests} == {"webservices5.autotask.net"}


async def test_a_missing_record_is_none_whether_null_or_404(tenant: Tenant) -> None:
    tenant.answer("Tickets/1", answer({"item": None}))
    tenant.answer("Companies/0", answer({"item": {"id": 0, "companyName": "Ours"}}))
    async with await tenant.connect() as client:
        assert await client.get(TICKETS, 1) is None
        assert await client.get(TICKETS, 2) is None
        assert await client.get(kind_of(Company), 0) == Company(id=0, company_name="Ours")


async def test_an_unreadable_record_says_why(tenant: Tenant) -> None:
    tenant.answer("Tickets/1", answer({"item": {"id": 1, "priority": "high"}}))
    async with await tenant.connect() as client:
        with pytest.raises(BadAnswer, match=r"Tickets 1 .*priority"):
            await client.get(TICKETS, 1)


async def test_counts_and_ids_ask_for_nothing_else(tenant: Tenant) -> None:
    tenant.answer("Tickets/query/count", answer({"queryCount": 7}))
    tenant.answer("Tickets/query", page({"id": 3}, {"id": 9}))
    async with await tenant.connect() as client:
        assert await client.count(TICKETS, Eq("status", 1)) == 7
        assert await client.ids(TICKETS, Eq("status", 1)) == [3, 9]
    assert tenant.bodies("Tickets/query/count")[0] == {"filter": [{"op": "eq", "field": "status", "value": 1}]}
    assert tenant.bodies("Tickets/query")[0]["IncludeFields"] == ["id"]


async def test_children_are_read_at_the_top_in_blocks_of_parents(tenant: Tenant) -> None:
    tenant.answer("TicketNotes/query", page({"id": 1, "ticketID": 5}), page({"id": 2, "ticketID": 250}))
    async with await tenant.connect() as client:
        notes = await client.children(kind_of(TicketNote), *range(1, 251))
        with pytest.raises(ValueError, match="hang under nothing"):
            await client.children(TICKETS, 1)
    assert [note.ticket_id for note in notes.items] == [5, 250]
    asked = [len(body["filter"][0]["value"]) for body in tenant.bodies("TicketNotes/query")]
    assert asked == [200, 50]


async def test_metadata_is_kept_for_an_hour(tenant: Tenant) -> None:
    values = [{"value": "8", "label": "In Progress", "sortOrder": 2}, {"value": "1", "label": "New", "sortOrder": 1}]
    tenant.answer(
        "Tickets/entityInformation/fields",
        answer({"fields": [{"name": "Status", "dataType": "integer", "isPickList": True, "picklistValues": values}]}),
    )
    async with await tenant.connect() as client:
        statuses = (await client.picklists(TICKETS)).of(Ticket, "status")
        assert [value.label for value in statuses] == ["New", "In Progress"]
        await client.picklists(TICKETS)
        assert len(tenant.asked("Tickets/entityInformation/fields")) == 1
        tenant.machine.time += 3601
        await client.picklists(TICKETS)
        assert len(tenant.asked("Tickets/entityInformation/fields")) == 2
        await client.picklists(TICKETS, fresh=True)
        await client.picklists(TICKETS)
    assert len(tenant.asked("Tickets/entityInformation/fields")) == 3


async def test_a_collection_the_tenant_lacks_is_named(tenant: Tenant) -> None:
    async with await tenant.connect() as client:
        with pytest.raises(NotOffered, match="Departments/query"):
            await anext(client.pages(kind_of(Department)))


async def test_a_tenant_that_moved_is_followed_once(tenant: Tenant) -> None:
    place = "https://webservices{}.autotask.net/ATServicesRest/"
    homes = [answer({"url": place.format(n)}) for n in (5, 6)]
    tenant.answer("/atservicesrest/v1.0/zoneInformation", *homes)
    async with await tenant.connect(base_url=None) as client:
        tenant.answer(
            "Tickets/query",
            lambda request: page({"id": 1}) if request.url.host.startswith("webservices6.") else httpx.Response(401),
        )
        found = await anext(client.pages(TICKETS))
        assert client.zone.url == place.format(6) + "V1.0/"
    assert found.items[0].id == 1
    assert len(tenant.asked("Tickets/query")) == 2


async def test_a_key_that_is_refused_later_tells_when_it_last_worked(tenant: Tenant) -> None:
    zone = answer({"url": "https://webservices5.autotask.net/ATServicesRest/"})
    tenant.answer("/atservicesrest/v1.0/zoneInformation", zone, httpx.ConnectError("no route"))
    tenant.answer("Tickets/query/count", httpx.Response(401))
    async with await tenant.connect(base_url=None) as client:
        with pytest.raises(Unauthorised) as refused:
            await client.count(TICKETS)
    assert refused.value.last_accepted == NOON


async def test_the_share_of_the_budget_is_never_passed(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", lambda _: threshold(10, limit=20))
    tenant.answer("Tickets/1", lambda _: answer({"item": None}))
    async with await tenant.connect(share=0.25) as client:
        for _ in range(4):
            await client.get(TICKETS, 1)
        with pytest.raises(Throttled, match="25% of the tenant's 20 requests") as throttled:
            await client.get(TICKETS, 1)
        assert len(tenant.requests) == 5
        tenant.machine.time += throttled.value.retry_after
        await client.get(TICKETS, 1)


async def test_nothing_is_read_when_the_tenant_has_spent_nine_tenths(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", lambda _: threshold(9_000))
    async with await tenant.connect() as client:
        with pytest.raises(Throttled):
            await client.count(TICKETS)
        assert client.budget.pace(tenant.machine.now()) is None


async def test_the_threshold_is_asked_again_after_five_minutes(tenant: Tenant) -> None:
    tenant.answer("Tickets/1", lambda _: answer({"item": None}))
    async with await tenant.connect() as client:
        await client.get(TICKETS, 1)
        assert len(tenant.asked("ThresholdInformation")) == 1
        tenant.machine.time += 301
        tenant.answer("ThresholdInformation", httpx.Response(400))
        await client.get(TICKETS, 1)
    assert len(tenant.asked("ThresholdInformation")) == 2


async def test_a_missing_right_to_the_threshold_does_not_keep_us_out(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", httpx.Response(403))
    tenant.answer("Tickets/query/count", answer({"queryCount": 7}))
    async with await tenant.connect() as client:
        assert await client.count(TICKETS) == 7


async def test_the_servers_clock_is_read_from_its_answers(tenant: Tenant) -> None:
    async with await tenant.connect() as client:
        assert client.server_now() == NOON
        tenant.machine.time += 90
        assert client.server_now() == NOON + timedelta(seconds=90)
        assert client.clock_skew() == timedelta(seconds=90)
