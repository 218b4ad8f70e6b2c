"""A tenant for the tests of others: `pytest_plugins = ["sandbox.fixtures"]` in a conftest, and ask for `autotask`.

One sandbox serves the whole run of tests, on a real socket, with the same records in every run; what one test writes
the next ones see. Its clock stands still, and faults end with the test that armed them. Another size, seed or instant
is said by a session fixture of one's own that is called `autotask_options` and gives keywords of
`sandbox.process.start`.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox.announcement import Announcement
from sandbox.process import Running, start

_PATIENCE = 30.0
"""Seconds to wait for an answer through the back door."""


@dataclass(frozen=True, slots=True)
class Autotask:
    """A tenant that answers, and its back door."""

    about: Announcement

    @property
    def url(self) -> str:
        """Address as `zoneInformation` gives it, with a slash at its end and without a version."""
        return self.about.url

    @property
    def headers(self) -> dict[str, str]:
        """What every request needs to be let in."""
        about = self.about
        return {"UserName": about.user, "Secret": about.secret, "ApiIntegrationCode": about.integration_code}

    def arm(self, **fault: object) -> None:
        """Let something go wrong, as `sandbox.faults` has it: `arm(path="Tickets", reply="reset", apply="yes")`."""
        self._ask("POST", "faults", fault)

    def lift(self) -> None:
        """Let everything go well again."""
        self._ask("DELETE", "faults")

    def set_clock(self, at: datetime) -> None:
        """Let the world live up to an instant, which is not before its present."""
        self._ask("POST", "clock", {"at": at.isoformat()})

    def throttle(self, **limits: int) -> None:
        """Set `requests` an hour, how many of them are `used`, or `threads` an entity."""
        self._ask("PATCH", "limits", limits)

    def writes(self) -> list[dict[str, Any]]:
        """Everything that clients wrote so far, and what came of it."""
        written: list[dict[str, Any]] = self._ask("GET", "journal")["writes"]
        return written

    def _ask(self, method: str, room: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        address = urlsplit(self.url)
        line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=_PATIENCE)
        try:
            line.request(method, f"{address.path}sandbox/{room}", json.dumps(body) if body is not None else None)
            answer = line.getresponse()
            told: dict[str, Any] = json.loads(answer.read())
        finally:
            line.close()
        if answer.status != http.client.OK:
            raise ValueError(str(told.get("Message")))
        return told


@pytest.fixture(scope="session")
def autotask_options() -> dict[str, Any]:
    """Which tenant it is: a desk of three, on a Tuesday morning."""
    return {"size": "tiny", "seed": 1, "at": datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "speed": 0.0}


@pytest.fixture(scope="session")
def autotask_sandbox(autotask_options: dict[str, Any]) -> Iterator[Running]:
    """The process that serves the whole run, its back door open."""
    with start(**autotask_options, admin=True) as running:
        yield running


@pytest.fixture
def autotask(autotask_sandbox: Running) -> Iterator[Autotask]:
    """A tenant with which nothing goes wrong, unless the test wants it."""
    tenant = Autotask(autotask_sandbox.about)
    yield tenant
    tenant.lift()
