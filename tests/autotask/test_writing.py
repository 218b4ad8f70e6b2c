"""How writes go out: once, first, within the tenant's limit; and by what comes back, what became of them."""

import asyncio

import httpx
import pytest

from autotask.budget import Budget, Threshold
from autotask.entities import Ticket, TicketNote, TimeEntry
from autotask.errors import (
    AutotaskError,
    BadAnswer,
    NotOffered,
    Outage,
    ReadOnlyMode,
    Refused,
    StandingBack,
    Throttled,
    Unauthorised,
    Unfit,
)
from autotask.kinds import kind_of
from autotask.lanes import Lanes
from tests.autotask.tenant import Tenant, answer, errors, page, threshold

TICKETS = kind_of(Ticket)
NOTES = kind_of(TicketNote)
ENTRIES = kind_of(TimeEntry)
DONE = answer({"itemId": 29})


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


async def test_each_verb_has_its_shape(tenant: Tenant) -> None:
    for path in ("Tickets", "Tickets/5/Notes", "TimeEntries/7"):
        tenant.answer(path, DONE)
    async with await tenant.connect() as client:
        assert await client.create(NOTES, {"title": "Called"}, under=5) == 29
        await client.change(TICKETS, 5, {"status": 8}, as_resource=4)
        await client.delete(ENTRIES, 7)
    assert [(sent.method, sent.url.path.partition("V1.0/")[2]) for sent in tenant.requests[1:]] == [
        ("POST", "Tickets/5/Notes"),
        ("PATCH", "Tickets"),
        ("DELETE", "TimeEntries/7"),
    ]
    note, change, deletion = tenant.requests[1:]
    assert tenant.bodies("Tickets") == [{"id": 5, "status": 8}]
    assert deletion.content == b""
    assert change.headers["ImpersonationResourceId"] == "4"
    assert "ImpersonationResourceId" not in note.headers
    assert change.headers["Content-Type"] == "application/json"


async def test_a_write_waits_longer_than_a_read(tenant: Tenant) -> None:
    tenant.answer("Tickets", DONE)
    async with await tenant.connect() as client:
        await client.change(TICKETS, 5, {"status": 8})
    reading, writing = (request.extensions["timeout"] for request in tenant.requests)
    assert (reading["read"], writing["read"]) == (30.0, 130.0)
    assert writing["connect"] == 5.0


async def test_a_read_only_session_sends_nothing(tenant: Tenant) -> None:
    async with await tenant.connect(read_only=True) as client:
        for write in (
            client.create(ENTRIES, {"resource_id": 4}),
            client.change(TICKETS, 5, {"status": 8}, as_resource=4),
            client.for_writing().delete(ENTRIES, 7),
        ):
            with pytest.raises(ReadOnlyMode) as refused:
                await write
            assert not refused.value.left
    assert len(tenant.requests) == 1


async def test_what_a_kind_does_not_have_is_refused_before_anything_is_sent(tenant: Tenant) -> None:
    async with await tenant.connect() as client:
        with pytest.raises(Unfit, match=r"^This cannot be sent: Tickets have no mood to write\.$") as refused:
            await client.create(TICKETS, {"mood": "good"})
    assert not refused.value.left
    assert len(tenant.requests) == 1


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (errors("Picklist value [8] does not exist for status"), Refused),
        (answer({"errors": ["status is required"]}, 400), Refused),
        (answer({"Message": "No HTTP resource was found"}, 404), NotOffered),
        (answer({"Message": "Not that verb"}, 405), NotOffered),
        (httpx.Response(409), Refused),
        (httpx.Response(500), BadAnswer),
        (answer({"Message": "An error has occurred."}, 500), BadAnswer),
        (errors("Execution Timeout Expired."), BadAnswer),
        (errors("Transaction was deadlocked on lock resources: deadlock victim"), BadAnswer),
        (errors("An unexpected error occurred."), BadAnswer),
        (answer({"errors": ["Upstream says no"]}, 502), BadAnswer),
        (answer({"errors": ["Later"]}, 503), BadAnswer),
        (httpx.Response(504), BadAnswer),
        (httpx.Response(408), BadAnswer),
        (answer({"errors": ["Too slow"]}, 408), BadAnswer),
        (httpx.Response(200, html="<title>Sign in</title>"), BadAnswer),
        (httpx.Response(200), BadAnswer),
        (httpx.Response(204), BadAnswer),
        (answer({}), BadAnswer),
        (answer({"itemId": None}, 201), BadAnswer),
    ],
)
async def test_a_refusal_is_told_from_an_outcome_nobody_knows(
    tenant: Tenant, reply: httpx.Response, error: type[AutotaskError]
) -> None:
    tenant.answer("Tickets", reply)
    async with await tenant.connect() as client:
        with pytest.raises(error) as failure:
            await client.change(TICKETS, 5, {"status": 8})
    assert type(failure.value) is error
    assert failure.value.left
    assert failure.value.collection == "Tickets"
    assert isinstance(failure.value, Outage) == ("will be looked up" in failure.value.sentence)
    assert "again" not in failure.value.sentence
    assert len(tenant.asked("Tickets")) == 1


async def test_a_refusal_keeps_its_words_and_its_field(tenant: Tenant) -> None:
    tenant.answer("Tickets", errors("Picklist value [8] does\x1b[2J not exist for status\r\n", "Really."))
    async with await tenant.connect() as client:
        with pytest.raises(Refused) as refusal:
            await client.change(TICKETS, 5, {"status": 8})
    assert refusal.value.texts == ("Picklist value [8] does not exist for status", "Really.")
    assert refusal.value.field == "status"


async def test_another_good_status_with_an_id_is_a_yes(tenant: Tenant) -> None:
    tenant.answer("TimeEntries", answer({"itemId": 31}, 201))
    async with await tenant.connect() as client:
        assert await client.create(ENTRIES, {"resource_id": 4}) == 31


@pytest.mark.parametrize("reply", [errors("Thread Threshold exceeded (Itgenatr005)"), httpx.Response(429)])
async def test_too_much_at_once_is_not_tried_again_by_itself(tenant: Tenant, reply: httpx.Response) -> None:
    tenant.answer("Tickets", reply)
    async with await tenant.connect() as client:
        with pytest.raises(Throttled) as throttled:
            await client.change(TICKETS, 5, {"status": 8})
    assert throttled.value.left
    assert throttled.value.retry_after > 0
    assert len(tenant.asked("Tickets")) == 1


async def test_what_the_server_wants_holds_for_writes(tenant: Tenant) -> None:
    tenant.answer("Tickets", httpx.Response(429, headers={"Retry-After": "40"}), DONE)
    async with await tenant.connect() as client:
        for left in (True, False):
            with pytest.raises(Throttled) as throttled:
                await client.change(TICKETS, 5, {"status": 8})
            assert throttled.value.left is left
        tenant.machine.time += 41
        await client.change(TICKETS, 5, {"status": 8})
    assert len(tenant.asked("Tickets")) == 2


async def test_a_refused_key_is_not_tried_again(tenant: Tenant) -> None:
    tenant.answer("Tickets", httpx.Response(401))
    async with await tenant.connect() as client:
        for left in (True, False):
            with pytest.raises(Unauthorised) as refused:
                await client.change(TICKETS, 5, {"status": 8})
            assert refused.value.left is left
    assert len(tenant.asked("Tickets")) == 1


async def test_a_write_follows_a_tenant_that_moved(tenant: Tenant) -> None:
    place = "https://webservices{}.autotask.net/ATServicesRest/"
    homes = [answer({"url": place.format(n)}) for n in (5, 6)]
    tenant.answer("/atservicesrest/v1.0/zoneInformation", *homes)
    async with await tenant.connect(base_url=None) as client:
        tenant.answer(
            "Tickets", lambda sent: DONE if sent.url.host.startswith("webservices6.") else httpx.Response(401)
        )
        await client.change(TICKETS, 5, {"status": 8}, as_resource=4)
    assert [sent.headers["ImpersonationResourceId"] for sent in tenant.asked("Tickets")] == ["4", "4"]


async def test_a_collection_that_keeps_failing_is_left_alone(tenant: Tenant) -> None:
    tenant.answer("Tickets", httpx.Response(500))
    async with await tenant.connect() as client:
        for _ in range(5):
            with pytest.raises(BadAnswer):
                await client.change(TICKETS, 5, {"status": 8})
        with pytest.raises(StandingBack) as standing_back:
            await client.change(TICKETS, 5, {"status": 8})
    assert not standing_back.value.left
    assert len(tenant.asked("Tickets")) == 5


async def test_writes_pass_our_share_and_so_does_what_is_read_for_them(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", lambda _: threshold(1, limit=10))
    tenant.answer("Tickets", DONE)
    tenant.answer("Tickets/5", answer({"item": None}))
    tenant.answer("Tickets/query", page())
    async with await tenant.connect(share=0.2) as client:
        await client.change(TICKETS, 5, {"status": 8})
        with pytest.raises(Throttled) as throttled:
            await client.get(TICKETS, 5)
        assert not throttled.value.left
        writing = client.for_writing()
        await writing.get(TICKETS, 5)
        await anext(writing.pages(TICKETS))
        await writing.change(TICKETS, 5, {"status": 8})
        with pytest.raises(Throttled):
            await client.get(TICKETS, 5)


async def test_near_the_tenants_limit_writes_go_out_one_by_one(tenant: Tenant) -> None:
    tenant.answer("ThresholdInformation", lambda _: threshold(95, limit=100))
    tenant.answer("Tickets", DONE)
    tenant.answer("Tickets/5/Notes", DONE)
    async with await tenant.connect() as client:
        started = tenant.machine.time
        await client.change(TICKETS, 5, {"status": 8})
        await client.create(NOTES, {"title": "x"}, under=5)
        await client.change(TICKETS, 5, {"status": 8})
        assert tenant.machine.time - started == 6.0
        tenant.answer("ThresholdInformation", lambda _: threshold(100, limit=100))
        await client.threshold()
        with pytest.raises(Throttled, match="used up") as throttled:
            await client.change(TICKETS, 5, {"status": 8})
        assert not throttled.value.left


def test_a_writes_turn_comes_after_three_seconds_above_nine_tenths() -> None:
    budget = Budget(0.4)
    budget.wrote(10.0)
    assert budget.wait_to_write(10.0) == 0.0
    budget.learn(Threshold(10_000, 60, 9_000), 10.0)
    assert [budget.wait_to_write(now) for now in (10.0, 12.0, 13.0, 20.0)] == [3.0, 1.0, 0.0, 0.0]
    assert budget.wait_when_spent(20.0) == 0.0
    budget.learn(Threshold(10_000, 60, 10_000), 20.0)
    assert budget.wait_when_spent(20.0) == 60.0


class Held(httpx.AsyncBaseTransport):
    """Holds what is about tickets until it is let go, and counts how much it holds at once."""

    def __init__(self, wire: httpx.AsyncBaseTransport) -> None:
        self._wire = wire
        self.arrived: list[str] = []
        self.most = self._now = 0
        self.full = asyncio.Event()
        self.free = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "Tickets" in request.url.path:
            self.arrived.append(request.method)
            self._now += 1
            self.most = max(self.most, self._now)
            if self._now == 2:
                self.full.set()
            await self.free.wait()
            self._now -= 1
        return await self._wire.handle_async_request(request)


async def test_writes_go_before_reads_that_wait_and_never_more_than_two_at_once(tenant: Tenant) -> None:
    tenant.answer("Tickets", DONE)
    tenant.answer("Tickets/5", answer({"item": None}))
    held = Held(tenant.wire)
    async with await tenant.connect_over(held) as client:
        reads = [asyncio.ensure_future(client.get(TICKETS, 5)) for _ in range(4)]
        await held.full.wait()
        writes = [asyncio.ensure_future(client.change(TICKETS, 5, {"status": n})) for n in range(3)]
        await asyncio.sleep(0)
        held.free.set()
        await asyncio.gather(*reads, *writes)
    assert held.arrived == ["GET", "GET", "PATCH", "PATCH", "PATCH", "GET", "GET"]
    assert held.most == 2


async def test_what_is_first_goes_before_all_that_wait() -> None:
    lanes = Lanes(lambda: 1)
    order: list[str] = []
    free = asyncio.Event()

    async def hold(name: str, *, first: bool = False) -> None:
        async with lanes.lane("Tickets", first=first):
            order.append(name)
            await free.wait()

    tasks = []
    for name in ("on its way", "read", "read too", "write", "write too"):
        tasks.append(asyncio.ensure_future(hold(name, first=name.startswith("write"))))
        await asyncio.sleep(0)
    free.set()
    await asyncio.gather(*tasks)
    assert order == ["on its way", "write", "write too", "read", "read too"]


async def test_a_cancelled_write_lets_others_in() -> None:
    lanes = Lanes(lambda: 1)
    entered: list[str] = []

    async def enter(name: str, *, first: bool = False) -> None:
        async with lanes.lane("Tickets", first=first):
            entered.append(name)

    async with lanes.lane("Tickets"):
        write = asyncio.ensure_future(enter("write", first=True))
        read = asyncio.ensure_future(enter("read"))
        await asyncio.sleep(0)
        write.cancel()
        await asyncio.sleep(0)
    await read
    assert entered == ["read"]
