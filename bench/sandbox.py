"""The sandbox at `large`: 200 technicians, 150,000 tickets, 600,000 time entries, on a real socket.

The costs are the processor time of the sandbox's own process, so that neither the client nor the rest of the machine is
counted: a page of 500 tickets over the whole table in turn, and a mix of what clients ask all day, a request of each
kind after the other. Their peers are the limits that were set: 15 ms a page, and 5 ms a request, which is 200 a second
on one core. The same page is held against the plain way as well: rows fetched as records and written by `json.dumps`.
A tenant is founded once, within the 120 s that were set, and taken from disk when it is started again.
"""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.figures import Cost, Figure, compared, in_turn
from sandbox.definitions import packaged
from sandbox.process import Running, start
from sandbox.queries import Reader, Search
from sandbox.store import Store

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
Condition = tuple[str, str, object]
UNCOUNTED = 10**9
_ROUNDS = 12
_PAGES = 5
"""Pages a round; the clock of another process's work ticks in hundredths of a second."""


def measure() -> list[Figure]:
    """Found a large tenant, start it again, ask it."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder)
        with _started(kept) as running:
            founding = _spent(running)
        with _started(kept) as running:
            again = _spent(running)
            page, mixed = _asked(running)
        plain = _plainly(kept)
    return [
        Figure("founding", founding, 120, "the limit", "s", 1, at_most=True, note=f"Started again: {again:.1f} s."),
        compared("a page of 500 tickets", page, Cost((15.0,)), peer_name="the limit", unit="ms", goal=1, at_most=True),
        compared("a request", mixed, Cost((5.0,)), peer_name="the limit", unit="ms", goal=1, at_most=True),
        plain,
    ]


def _started(kept: Path) -> Running:
    return start(size="large", at=AT, speed=0, threshold=UNCOUNTED, kept=kept, timeout=900)


def _spent(running: Running) -> float:
    """Processor seconds of a sandbox so far."""
    times = psutil.Process(running.process.pid).cpu_times()
    return float(times.user + times.system)


def _asked(running: Running) -> tuple[Cost, Cost]:
    """Milliseconds a page, and a request of the mix, in each of several rounds."""
    about = running.about
    headers = {"UserName": about.user, "Secret": about.secret, "ApiIntegrationCode": about.integration_code}
    with httpx.Client(base_url=f"{about.url}V1.0/", headers=headers, trust_env=False, timeout=60) as http:
        newest = _newest(http)
        pages, mixed = [], []
        after = 0
        for _ in range(_ROUNDS):
            before = _spent(running)
            for _ in range(_PAGES):
                after = _query(http, "Tickets", ("gt", "id", after))[-1]["id"]
            pages.append((_spent(running) - before) / _PAGES * 1000)
            asked = _mix(newest)
            before = _spent(running)
            for path, condition in asked:
                _query(http, path, condition) if condition else http.get(path).raise_for_status()
            mixed.append((_spent(running) - before) / len(asked) * 1000)
    return Cost(tuple(pages)), Cost(tuple(mixed))


def _newest(http: httpx.Client) -> list[int]:
    return [ticket["id"] for ticket in _query(http, "Tickets", ("gte", "createDate", "2026-11-23T00:00:00Z"))]


def _mix(newest: list[int]) -> list[tuple[str, Condition | None]]:
    """What several desks ask: single records by their path, what hangs on a ticket, what changed lately."""
    lately = ("gte", "lastActivityDate", "2026-11-24T08:55:00Z")
    asked: list[tuple[str, Condition | None]] = []
    for ticket in newest[:40]:
        own = ("eq", "ticketID", ticket)
        asked += [(f"Tickets/{ticket}", None), ("TicketNotes", own), ("TimeEntries", own), ("Tickets", lately)]
        asked.append(("ThresholdInformation", None))
    return asked


def _query(http: httpx.Client, entity: str, condition: Condition) -> list[dict[str, Any]]:
    op, field, value = condition
    answer = http.post(f"{entity}/query", json={"filter": [{"op": op, "field": field, "value": value}]})
    items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
    return items


def _plainly(kept: Path) -> Figure:
    """The same page in this process: written by the database, against records written by `json.dumps`."""
    store = Store()
    (place,) = kept.glob("large-*")
    store.take_over(place / "store.db")
    reader = Reader(store, "http://127.0.0.1/", {})
    search = Search.of('{"filter": []}', in_address=False)
    entity = packaged().entities["Tickets"]

    def plain() -> str:
        return json.dumps({"items": store.select("Tickets", limit=500)}, default=str)

    costs = in_turn(_ROUNDS, ours=lambda: reader.query(entity, search), peer=plain)
    ours, peer = costs["ours"].times(1000), costs["peer"].times(1000)
    return compared("the page itself", ours, peer, peer_name="json.dumps", unit="ms", goal=1.5, at_most=False)
