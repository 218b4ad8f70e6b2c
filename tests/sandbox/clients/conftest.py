"""A tenant that judges can call, and which judges are there: packages of other people, named with their versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

import httpx
import pytest

from sandbox.announcement import Announcement
from sandbox.process import start

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


def present(name: str, judged: str) -> None:
    """Skip the tests of a client that is not installed, or not in the version that was judged."""
    try:
        found = version(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed: pip install -e '.[dev,clients]'")
    if found != judged:
        pytest.skip(f"{name} {judged} was judged, and {found} is installed")


@pytest.fixture(scope="session")
def tenant() -> Iterator[Announcement]:
    """A living tenant whose clock stands still."""
    with start(size="tiny", at=TUESDAY, speed=0) as running:
        yield running.about


@pytest.fixture
def read(tenant: Announcement) -> Iterator[Callable[[str], httpx.Response]]:
    """Reads what a client did, without that client."""
    headers = {"ApiIntegrationCode": tenant.integration_code, "UserName": tenant.user, "Secret": tenant.secret}
    with httpx.Client(base_url=f"{tenant.url}V1.0/", headers=headers, trust_env=False) as http:
        yield http.get


@pytest.fixture
def queue(read: Callable[[str], httpx.Response]) -> int:
    """A queue of the tenant."""
    fields = read("Tickets/entityInformation/fields").json()["fields"]
    return int(next(field for field in fields if field["name"] == "queueID")["picklistValues"][0]["value"])
