"""Patience: retries, pauses, breakers, lanes. The clock is a test's own, so nothing waits."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from autotask.budget import RetryBudget
from autotask.client import Client
from autotask.entities import Company, Ticket
from autotask.errors import (
    BadAnswer,
    Busy,
    Forbidden,
    LedElsewhere,
    NotOffered,
    Outage,
    Refused,
    StandingBack,
    Throttled,
    TimedOut,
    Unauthorised,
    Unreachable,
)
from autotask.kinds import kind_of
from autotask.lanes import Lanes
from tests.autotask.tenant import NOON, Tenant, answer, errors, threshold

TICKETS = kind_of(Ticket)
COMPANIES = kind_of(Company)
COUNT = "Tickets/query/count"
SEVEN = answer({"queryCount": 7})


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


async def _count(client: Client) -> int:
    return await client.count(TICKETS)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
        httpx.Response(502),
        httpx.Response(503, text="<html>maintenance</html>"),
        httpx.Response(500, text="Server Error in '/ATServicesRest' Application."),
        httpx.Response(200, text='{"queryCount": '),
        httpx.Response(200, text="<html><title>Sign in</title></html>"),
        errors("Itgenatr005: thread limit reached"),
    ],
    ids=lambda trouble: str(getattr(trouble, "status_code", type(trouble).__name__)),
)
async def test_a_read_is_tried_again(tenant: Tenant, trouble: httpx.Response | Exception) -> None:
    tenant.answer(COUNT, trouble, SEVEN)
    async with await tenant.connect() as client:
        assert await _count(client) == 7
    assert len(tenant.machine.slept) == 1
    assert 0 <= tenant.machine.slept[0] <= 1.0


async def test_four_tries_with_growing_jitter_and_then_the_error(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.ConnectError("no route"))
    async with await tenant.connect() as client:
        with pytest.raises(Unreachable, match=r"webservices5\.autotask\.net"):
            await _count(client)
    assert len(tenant.asked(COUNT)) == 4
    assert all(slept <= 0.5 * 2**n for n, slept in enumerate(tenant.machine.slept, start=1))


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (errors("Picklist value [3] does not exist for priority"), Refused),
        (httpx.Response(400), Refused),
        (httpx.Response(401), Unauthorised),
        (httpx.Response(302, headers={"Location": "https://evil.test/"}), LedElsewhere),
    ],
    ids=["validation", "400", "401", "redirect"],
)
async def test_a_refusal_is_not_repeated(tenant: Tenant, reply: httpx.Response, error: type[Exception]) -> None:
    tenant.answer(COUNT, reply)
    async with await tenant.connect() as client:
        with pytest.raises(error):
            await _count(client)
    assert len(tenant.asked(COUNT)) == 1


async def test_retry_after_is_waited_for_when_it_fits_the_deadline(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(429, headers={"Retry-After": "20"}), SEVEN)
    async with await tenant.connect() as client:
        assert await _count(client) == 7
    assert tenant.machine.slept == [20.0]


async def test_a_longer_retry_after_holds_every_request_back(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(429, headers={"Retry-After": "300"}), SEVEN)
    async with await tenant.connect() as client:
        for asks in (client.count(TICKETS), client.count(COMPANIES)):
            with pytest.raises(Throttled) as throttled:
                await asks
            assert throttled.value.retry_after == 300
        tenant.machine.time += 301
        assert await _count(client) == 7
    assert len(tenant.asked(COUNT)) == 2
    assert tenant.machine.slept == []


async def test_retry_after_may_be_a_date_and_is_capped(tenant: Tenant) -> None:
    later = format_datetime(NOON + timedelta(hours=2), usegmt=True)
    tenant.answer(COUNT, httpx.Response(429, headers={"Retry-After": later}))
    async with await tenant.connect() as client:
        with pytest.raises(Throttled) as throttled:
            await _count(client)
    assert throttled.value.retry_after == 900


async def test_a_429_that_says_nothing_pauses_for_a_minute_then_longer(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(429))
    pauses = []
    async with await tenant.connect() as client:
        tenant.answer("ThresholdInformation", httpx.Response(429))
        for _ in range(6):
            with pytest.raises(Throttled) as throttled:
                await _count(client)
            pauses.append(throttled.value.retry_after)
            tenant.machine.time += throttled.value.retry_after
    assert pauses == [60, 120, 240, 480, 900, 900]


async def test_the_deadline_ends_the_tries(tenant: Tenant) -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        tenant.machine.time += 30
        raise httpx.ReadTimeout("slow")

    tenant.answer(COUNT, slow)
    async with await tenant.connect() as client:
        with pytest.raises(TimedOut, match="30 s"):
            await _count(client)
    assert len(tenant.asked(COUNT)) == 2


async def test_five_failures_in_a_row_open_the_breaker_of_that_collection_alone(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.ConnectError("no route"))
    tenant.answer("Companies/query/count", SEVEN)
    async with await tenant.connect() as client:
        with pytest.raises(Unreachable):
            await _count(client)
        with pytest.raises(StandingBack, match=r"Last: .*cannot be reached"):
            await _count(client)
        assert len(tenant.asked(COUNT)) == 5
        with pytest.raises(StandingBack) as resting:
            await _count(client)
        assert len(tenant.asked(COUNT)) == 5
        assert await client.count(COMPANIES) == 7
        tenant.machine.time += resting.value.retry_after
        tenant.answer(COUNT, SEVEN)
        assert await _count(client) == 7
        assert await _count(client) == 7


async def test_a_person_gets_one_probe_through_an_open_breaker(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(503))
    async with await tenant.connect() as client:
        for _ in range(3):
            with pytest.raises(Outage):
                await _count(client)
        assert len(tenant.asked(COUNT)) == 5
        for probes in (1, 2):
            client.let_probe()
            with pytest.raises(StandingBack) as resting:
                await _count(client)
            assert len(tenant.asked(COUNT)) == 5 + probes
            assert not resting.value.firm
            tenant.machine.time += 5
        tenant.answer(COUNT, SEVEN)
        client.let_probe()
        assert await _count(client) == 7


async def test_a_key_that_is_held_down_probes_once_in_a_few_seconds(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(503))
    async with await tenant.connect() as client:
        for _ in range(20):
            client.let_probe()
            with pytest.raises(Outage):
                await _count(client)
        assert len(tenant.asked(COUNT)) == 5 + 1


async def test_a_person_may_probe_after_a_429_that_said_nothing(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(429))
    async with await tenant.connect() as client:
        for _ in range(3):
            client.let_probe()
            with pytest.raises(Throttled) as throttled:
                await _count(client)
            assert (throttled.value.retry_after, throttled.value.firm) == (60, False)
            tenant.machine.time += 14
        tenant.answer(COUNT, SEVEN)
        client.let_probe()
        assert await _count(client) == 7


@pytest.mark.parametrize("status", [429, 503])
async def test_what_the_server_demanded_is_kept_whoever_asks(tenant: Tenant, status: int) -> None:
    tenant.answer(COUNT, httpx.Response(status, headers={"Retry-After": "300"}), SEVEN)
    async with await tenant.connect() as client:
        for asked in range(3):
            with pytest.raises((Throttled, Outage)) as held:
                await _count(client)
            assert held.value.firm
            assert held.value.retry_after == 300 - asked * 5
            assert not any(figure.isdecimal() for figure in held.value.sentence.replace("503", "").split())
            tenant.machine.time += 5
            client.let_probe()
    assert len(tenant.asked(COUNT)) == 1


async def test_our_own_share_is_kept_whoever_asks(tenant: Tenant) -> None:
    tenant.answer(COUNT, SEVEN)
    async with await tenant.connect(share=0.001) as client:
        for _ in range(9):
            await _count(client)
        client.let_probe()
        with pytest.raises(Throttled, match="to keep to our share") as resting:
            await _count(client)
        assert resting.value.firm


@pytest.mark.parametrize(
    "refusal",
    [
        errors("The logged in Resource does not have the adequate permissions to query this entity type."),
        httpx.Response(403, text="<html>Forbidden</html>"),
    ],
    ids=["500", "403"],
)
async def test_a_missing_right_is_a_refusal_that_knows_its_collection(tenant: Tenant, refusal: httpx.Response) -> None:
    tenant.answer(COUNT, refusal)
    async with await tenant.connect() as client:
        with pytest.raises(Forbidden) as refused:
            await _count(client)
        assert refused.value.collection == "Tickets"
        with pytest.raises(NotOffered) as missing:
            await client.count(COMPANIES)
        assert missing.value.collection == "Companies"


async def test_refusals_do_not_open_the_breaker(tenant: Tenant) -> None:
    tenant.answer(COUNT, errors("queueID is required"))
    async with await tenant.connect() as client:
        for _ in range(8):
            with pytest.raises(Refused):
                await _count(client)


async def test_a_refused_key_is_rested_by_a_breaker_of_its_own(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(401), SEVEN)
    tenant.answer("Companies/query/count", SEVEN)
    async with await tenant.connect() as client:
        for _ in range(2):
            with pytest.raises(Unauthorised):
                await _count(client)
        with pytest.raises(Unauthorised) as resting:
            await client.count(COMPANIES)
        assert resting.value.retry_after == 60
        assert len(tenant.asked(COUNT)) == 1
        assert not tenant.asked("Companies/query/count")
        tenant.machine.time += 60
        assert await _count(client) == 7
        assert await client.count(COMPANIES) == 7


async def test_a_brown_out_is_not_multiplied(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.ConnectError("no route"))
    tenant.answer("Companies/query/count", httpx.Response(502))
    async with await tenant.connect() as client:
        for n in range(40):
            with pytest.raises(Outage):
                await client.count(kind_of(Ticket) if n % 2 else COMPANIES)
            tenant.machine.time += 1
        retried = len(tenant.machine.slept)
    assert retried <= 6


def test_a_retry_budget_is_a_tenth_of_five_minutes() -> None:
    budget = RetryBudget()
    for _ in range(200):
        budget.request(0.0)
    assert sum(budget.retry(1.0) for _ in range(100)) == 20
    assert sum(budget.retry(302.0) for _ in range(100)) == 6


async def _most_at_once(tenant: Tenant) -> dict[str, int]:
    """How many requests a collection had on the way at once, when ten of each are wanted."""
    at_once: dict[str, int] = {}
    busy: dict[str, int] = {}

    class Wire(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            name = request.url.path.split("/")[3]
            busy[name] = busy.get(name, 0) + 1
            at_once[name] = max(at_once.get(name, 0), busy[name])
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            busy[name] -= 1
            return await tenant.wire.handle_async_request(request)

    async with await tenant.connect_over(Wire()) as client:
        wanted = [client.count(kind) for kind in (TICKETS, COMPANIES) for _ in range(10)]
        assert await asyncio.gather(*wanted) == [7] * len(wanted)
    return at_once


@pytest.mark.parametrize(("used", "lanes"), [(100, 2), (6_000, 1)])
async def test_a_collection_has_two_lanes_and_one_when_the_tenant_is_busy(used: int, lanes: int) -> None:
    tenant = Tenant()
    tenant.answer("ThresholdInformation", lambda _: threshold(used))
    for name in ("Tickets", "Companies"):
        tenant.answer(f"{name}/query/count", lambda _: answer({"queryCount": 7}))
    at_once = await _most_at_once(tenant)
    assert (at_once["Tickets"], at_once["Companies"]) == (lanes, lanes)


async def test_a_cancelled_wait_leaves_the_lane_to_others() -> None:
    lanes = Lanes(lambda: 1)
    entered: list[int] = []

    async def hold(n: int, release: asyncio.Event) -> None:
        async with lanes.lane("Tickets"):
            entered.append(n)
            await release.wait()

    release = asyncio.Event()
    tasks = [asyncio.create_task(hold(n, release)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    release.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert entered == [0, 2]


async def test_busy_is_throttled_for_a_moment(tenant: Tenant) -> None:
    tenant.answer(COUNT, errors("Thread Threshold of 3 exceeded"))
    async with await tenant.connect() as client:
        with pytest.raises(Busy):
            await _count(client)
        tenant.answer(COUNT, SEVEN)
        assert await _count(client) == 7


async def test_an_answer_that_is_a_web_page_names_its_title(tenant: Tenant) -> None:
    tenant.answer(COUNT, httpx.Response(200, text="<html><title>Guest Wi-Fi</title></html>"))
    async with await tenant.connect() as client:
        with pytest.raises(BadAnswer, match="Guest Wi-Fi"):
            await _count(client)
