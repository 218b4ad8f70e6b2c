"""What can be made to go wrong, seen by a client over real sockets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.still_process import ended, launched
from tests.sandbox.tenant import ANNA, API, HEADERS, TICKET, Tenant

NOTE = {"title": "Called", "description": "No answer.", "noteType": 1, "publish": 2}
NOTES = f"V1.0/Tickets/{TICKET}/Notes"
EVERY = {"filter": [{"op": "gte", "field": "id", "value": 0}]}


class Broken:
    """A sandbox with its back door open, and a client that does not keep connections."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(
            base_url=url, headers=HEADERS, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    def arm(self, **fault: object) -> None:
        answer = self.http.post("sandbox/faults", json=fault)
        assert answer.status_code == 200, answer.text

    def note(self, **more: object) -> httpx.Response:
        return self.http.post(NOTES, json={**NOTE, **more})

    def notes(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.http.post("V1.0/TicketNotes/query", json=EVERY).json()["items"]
        return items

    def journal(self) -> list[dict[str, Any]]:
        writes: list[dict[str, Any]] = self.http.get("sandbox/journal").json()["writes"]
        return writes


@pytest.fixture
def sandbox() -> Iterator[Broken]:
    process, about = launched("--admin")
    broken = Broken(str(about["url"]))
    yield broken
    broken.http.close()
    process.terminate()
    _, complaints = ended(process)
    assert complaints == b""


@pytest.mark.parametrize("reply", ["reset", "cut"])
def test_a_connection_breaks_although_the_write_was_carried_out(sandbox: Broken, reply: str) -> None:
    sandbox.arm(method="POST", path="Notes$", reply=reply, apply="yes")

    with pytest.raises(httpx.TransportError):
        sandbox.note()

    assert [note["title"] for note in sandbox.notes()] == ["Called"]


def test_a_connection_breaks_before_the_write_was_carried_out(sandbox: Broken) -> None:
    sandbox.arm(method="POST", path="Notes$", reply="reset", apply="no")

    with pytest.raises(httpx.ReadError):
        sandbox.note()
    assert sandbox.notes() == []

    assert sandbox.note().status_code == 200, "it struck once"


def test_a_write_comes_true_after_the_client_gave_up(sandbox: Broken) -> None:
    sandbox.arm(path="Notes$", reply="silence", apply={"after": 90, "clock": "desk"})

    with pytest.raises(httpx.ReadTimeout):
        sandbox.http.post(NOTES, json=NOTE, timeout=0.2)
    sandbox.http.post("sandbox/clock", json={"at": "2026-11-24T09:01:29Z"})
    before, waiting = sandbox.notes(), sandbox.http.get("sandbox/faults").json()["waiting"]
    sandbox.http.post("sandbox/clock", json={"at": "2026-11-24T09:20:00Z"})
    (note,) = sandbox.notes()

    assert (before, waiting) == ([], 1)
    assert note["createDateTime"] == "2026-11-24T09:01:30Z"
    assert sandbox.http.get("sandbox/faults").json() == {"done": [1], "waiting": 0}


def test_a_write_that_comes_true_late_may_still_be_refused(sandbox: Broken) -> None:
    sandbox.arm(path="Notes$", reply={"status": 504}, apply={"after": 5})

    assert sandbox.note(title=None).status_code == 504
    sandbox.http.post("sandbox/clock", json={"at": "2026-11-24T09:20:00Z"})

    (write,) = sandbox.journal()
    assert (write["outcome"], write["late"]) == ("refused", True)
    assert write["errors"] == ["Missing Required Field: title"]


def test_a_write_is_answered_and_changes_nothing(sandbox: Broken) -> None:
    sandbox.arm(method="POST|PATCH", apply="pretend", times=2)

    created = sandbox.note()
    changed = sandbox.http.patch("V1.0/Tickets", json={"id": TICKET, "title": "Out"})

    assert (created.status_code, list(created.json())) == (200, ["itemId"])
    assert changed.json() == {"itemId": TICKET}
    assert sandbox.notes() == []
    assert sandbox.http.get(f"V1.0/Tickets/{TICKET}").json()["item"]["title"] == "Printer is on fire"
    assert [write["outcome"] for write in sandbox.journal()] == ["pretended", "pretended"]


@pytest.mark.parametrize(
    ("reply", "status", "text"),
    [
        ({"status": 401}, 401, ""),
        ({"status": 429, "headers": {"Retry-After": "7"}}, 429, ""),
        ({"status": 429}, 429, ""),
        ({"status": 500, "errors": ["Deadlock victim."]}, 500, '{"errors": ["Deadlock victim."]}'),
        ({"status": 502, "body": "<html>Bad gateway</html>", "type": "text/html"}, 502, "<html>Bad gateway</html>"),
        ({"body": '{"items": [{"id": 1, '}, 200, '{"items": [{"id": 1, '),
    ],
)
@pytest.mark.parametrize("apply", ["no", "yes"])
async def test_any_answer_can_stand_in_for_the_real_one(
    reply: dict[str, object], status: int, text: str, apply: str
) -> None:
    tenant = Tenant(admin=True)
    await tenant.client.post("sandbox/faults", json={"path": "Notes$", "reply": reply, "apply": apply})

    answer = await tenant.client.post(NOTES, json=NOTE)

    assert (answer.status_code, answer.text) == (status, text)
    assert answer.headers.get("Retry-After") == ("7" if "headers" in reply else None)
    assert len(await tenant.items("TicketNotes", *EVERY["filter"])) == (apply == "yes")


def test_a_fault_passes_over_some_strikes_some_and_ends(sandbox: Broken) -> None:
    sandbox.arm(method="GET", path=f"tickets/{TICKET}$", reply={"status": 503}, apply="no", skip=1, times=2)

    answers = [sandbox.http.get(f"V1.0/Tickets/{TICKET}").status_code for _ in range(5)]
    sandbox.arm(method="GET", reply={"status": 503}, apply="no", times=0)
    sandbox.http.delete("sandbox/faults")

    assert answers == [200, 503, 503, 200, 200]
    assert sandbox.http.get(f"V1.0/Tickets/{TICKET}").status_code == 200


async def test_a_share_of_the_requests_is_struck_the_same_ones_each_time() -> None:
    async def struck() -> list[int]:
        tenant = Tenant(admin=True)
        fault = {"method": "GET", "reply": {"status": 503}, "apply": "no", "times": 0, "share": 0.4, "seed": 3}
        await tenant.client.post("sandbox/faults", json=fault)
        return [(await tenant.client.get(f"V1.0/Tickets/{TICKET}")).status_code for _ in range(12)]

    first = await struck()
    assert {200, 503} == set(first)
    assert await struck() == first


def test_the_date_of_an_answer_can_be_wrong(sandbox: Broken) -> None:
    sandbox.arm(method="GET", skew=-3600)

    answer = sandbox.http.get(f"V1.0/Tickets/{TICKET}")

    assert answer.headers["Date"] == "Tue, 24 Nov 2026 08:00:00 GMT"
    assert answer.json()["item"]["id"] == TICKET
    sandbox.arm(method="GET", date="yesterday")
    answer = sandbox.http.get(f"V1.0/Tickets/{TICKET}")
    assert (answer.headers.get_list("Date"), answer.json()["item"]["id"]) == (["yesterday"], TICKET)


def test_the_journal_says_what_was_written_when_by_whom_and_what_came_of_it(sandbox: Broken) -> None:
    sandbox.note()
    sandbox.http.post(NOTES, json={**NOTE, "title": ""}, headers={"ImpersonationResourceId": str(ANNA)})
    first, second = sandbox.journal()

    assert first["number"] == 1
    assert (first["method"], first["path"], first["entity"]) == ("POST", f"/ATServicesRest/{NOTES}", "TicketNotes")
    assert (first["at"], first["resourceId"], first["impersonatorId"]) == ("2026-11-24T09:00:00Z", API, None)
    assert (first["outcome"], first["itemId"], first["body"]) == ("done", sandbox.notes()[0]["id"], NOTE)
    assert (second["outcome"], second["resourceId"], second["impersonatorId"]) == ("refused", ANNA, API)
    assert sandbox.http.get("sandbox/journal", params={"after": 1}).json()["writes"] == [second]


@pytest.mark.parametrize("seed", range(5))
async def test_what_the_journal_calls_done_is_what_stands_whatever_went_wrong(seed: int) -> None:
    tenant = Tenant(admin=True)
    gone: dict[str, object] = {"path": "Notes$", "times": 0, "share": 0.3, "seed": seed, "reply": {"status": 504}}
    faults = [
        {**gone, "apply": {"after": 40 + seed}},
        {**gone, "apply": "yes"},
        {**gone, "apply": "no"},
        {**gone, "apply": "pretend", "reply": "real"},
    ]
    await tenant.client.post("sandbox/faults", json=faults)
    for turn in range(40):
        await tenant.post(f"Tickets/{TICKET}/Notes", **{**NOTE, "title": f"Note {turn}"})
        tenant.clock.set(tenant.clock.now() + timedelta(seconds=7))
    await tenant.client.delete("sandbox/faults")
    tenant.clock.set(tenant.clock.now() + timedelta(minutes=5))

    notes = await tenant.items("TicketNotes", *EVERY["filter"])
    writes = (await tenant.client.get("sandbox/journal")).json()["writes"]
    done = [write for write in writes if write["outcome"] == "done"]
    assert {(note["id"], note["createDateTime"], note["title"]) for note in notes} == {
        (write["itemId"], write["at"], write["body"]["title"]) for write in done
    }
    assert len(notes) == len(done)
    assert {write["outcome"] for write in writes} == {"done", "pretended"}
    assert {write["late"] for write in done} == {True, False}


@pytest.mark.parametrize(
    "fault",
    [
        {"colour": "red"},
        {"reply": "reset"},
        {"reply": "sideways", "apply": "no"},
        {"reply": "real", "apply": "no"},
        {"reply": "cut", "apply": {"after": 1}},
        {"reply": "reset", "apply": {"after": -1}},
        {"reply": "reset", "apply": {"after": 1, "clock": "cuckoo"}},
        {"reply": {"status": "fine"}, "apply": "no"},
        {"path": "(", "latency": 1},
        {"latency": "long"},
        {"latency": -1},
        {"skew": float("inf")},
        {"times": float("nan")},
        {"times": 1.5},
        {"share": 2},
        {"method": 5},
        {"date": "Tue\r\nX-More: 1"},
        {"date": "€"},
        {"reply": {"type": 5}, "apply": "no"},
        {"reply": {"body": {}}, "apply": "no"},
        {"reply": {"status": 204, "body": "x"}, "apply": "no"},
        {"reply": {"headers": {"X More": "1"}}, "apply": "no"},
        {"reply": {"headers": {"X-More": "€"}}, "apply": "no"},
        {"reply": {"headers": {"Content-Length": "5"}}, "apply": "no"},
    ],
)
async def test_a_fault_that_cannot_be_read_is_refused_in_words(fault: dict[str, object]) -> None:
    tenant = Tenant(admin=True)

    answer = await tenant.client.post("sandbox/faults", content=json.dumps(fault))

    assert answer.status_code == 400
    assert answer.json()["Message"]


async def test_latency_is_waited_for_before_anything_happens() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    tenant = Tenant(admin=True, sleep=sleep)
    await tenant.client.post("sandbox/faults", json=[{"latency": 2.5, "times": 1}])
    await tenant.one("Tickets", TICKET)
    await tenant.one("Tickets", TICKET)

    assert waited == [2.5]


async def test_a_late_write_may_wait_by_the_clock_of_the_machine() -> None:
    seconds = 100.0
    tenant = Tenant(admin=True, machine=lambda: seconds)
    fault = {"path": "Notes$", "reply": {"status": 504}, "apply": {"after": 3, "clock": "machine"}}
    await tenant.client.post("sandbox/faults", json=fault)
    await tenant.post(f"Tickets/{TICKET}/Notes", **NOTE)

    seconds += 2.9
    early = await tenant.items("TicketNotes", *EVERY["filter"])
    seconds += 0.1
    late = await tenant.items("TicketNotes", *EVERY["filter"])

    assert (len(early), len(late)) == (0, 1)


async def test_a_tenant_is_throttled_at_will() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    tenant = Tenant(admin=True, sleep=sleep)
    limits = (await tenant.client.get("sandbox/limits")).json()
    await tenant.client.patch("sandbox/limits", json={"used": limits["requests"] - 2})

    answers = [(await tenant.client.get(f"V1.0/Tickets/{TICKET}")).status_code for _ in range(3)]

    assert limits == {"requests": 10_000, "used": 0, "threads": 3, "wrongCodes": 20}
    assert (answers, waited) == ([200, 200, 429], [1.0, 1.0])
    changed = (await tenant.client.patch("sandbox/limits", json={"used": 0, "requests": 5, "threads": 0})).json()
    assert changed == {"requests": 5, "used": 0, "threads": 0, "wrongCodes": 20}
    assert "Itgenatr005" in (await tenant.client.get(f"V1.0/Tickets/{TICKET}")).text
    for wrong in ({"used": -1}, {"used": 1.5}, {"speed": 1}):
        assert (await tenant.client.patch("sandbox/limits", json=wrong)).status_code == 400


async def test_the_world_goes_on_at_another_speed() -> None:
    tenant = Tenant(admin=True)

    assert (await tenant.client.patch("sandbox/speed", json={"speed": 3600})).json() == {"speed": 3600}
    clock = (await tenant.client.get("sandbox/clock")).json()
    assert (clock["speed"], clock["at"]) == (3600, "2026-11-24T09:00:00Z")
    for wrong in (-1, "fast", True, 1e300):
        assert (await tenant.client.patch("sandbox/speed", json={"speed": wrong})).status_code == 400


async def test_a_write_that_the_gate_keeps_out_does_not_come_true_late_either() -> None:
    tenant = Tenant(admin=True)
    await tenant.client.post("sandbox/faults", json={"path": "Notes$", "reply": {"status": 504}, "apply": {"after": 0}})

    answer = await tenant.client.post(NOTES, json=NOTE, headers={"Secret": "guessed"})

    assert answer.status_code == 504
    assert await tenant.items("TicketNotes", *EVERY["filter"]) == []
    assert (await tenant.client.get("sandbox/journal")).json() == {"writes": []}


async def test_the_back_door_is_shut_unless_it_is_asked_for() -> None:
    tenant = Tenant()

    for path in ("faults", "journal", "settings"):
        assert (await tenant.client.get(f"sandbox/{path}")).status_code == 404


async def test_the_back_door_opens_to_this_machine_alone() -> None:
    tenant = Tenant(admin=True)
    away = httpx.ASGITransport(tenant.app, client=("192.0.2.7", 4711))
    async with httpx.AsyncClient(transport=away, base_url=str(tenant.client.base_url)) as stranger:
        assert (await stranger.get("sandbox/journal")).status_code == 404
    assert (await tenant.client.get("sandbox/journal")).json() == {"writes": []}
    assert (await tenant.client.put("sandbox/journal")).status_code == 405
