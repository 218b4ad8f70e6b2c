"""A small tenant for the client's tests: real HTTP messages, no network, no waiting."""

import json
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import httpx
from pydantic import SecretStr

from autotask.client import Client
from autotask.settings import AutotaskSettings

SECRET = "hunter2-the-secret"
CODE = "CODE-OF-THE-INTEGRATION"
USER = "api@example.test"
BASE = "https://webservices5.autotask.net/ATServicesRest/V1.0/"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

Reply = httpx.Response | Exception
Handler = Callable[[httpx.Request], Reply]


class Machine:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class Tenant:
    """Answers by path below the API; whatever a test sets is answered, the rest is 404."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.paths: dict[str, Handler] = {"ThresholdInformation": lambda _: threshold(124)}
        self.machine = Machine()
        self.wire = httpx.MockTransport(self._handle)

    def answer(self, path: str, *replies: Reply | Handler) -> None:
        """Set what a path answers: each reply once, the last one for ever."""
        left = list(replies)

        def handler(request: httpx.Request) -> Reply:
            reply = left.pop(0) if len(left) > 1 else left[0]
            return reply if isinstance(reply, httpx.Response | Exception) else reply(request)

        self.paths[path] = handler

    def asked(self, path: str) -> list[httpx.Request]:
        """The requests a path got."""
        return [request for request in self.requests if _path(request) == path]

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """The JSON a path was sent."""
        return [json.loads(request.content) for request in self.asked(path)]

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.paths.get(_path(request), _missing)(request)
        if isinstance(reply, Exception):
            raise reply
        reply.headers.setdefault("Date", format_datetime(NOON, usegmt=True))
        return reply

    async def connect(self, **settings: Any) -> Client:
        """A client of this tenant."""
        return await self.connect_over(self.wire, **settings)

    async def connect_over(self, wire: httpx.AsyncBaseTransport, **settings: Any) -> Client:
        """A client whose requests go another way first."""
        user_fields = settings.pop("user_fields", {})
        values: dict[str, Any] = {"user": USER, "integration_code": CODE, "base_url": BASE} | settings
        return await Client.connect(
            AutotaskSettings(**values),
            SecretStr(SECRET),
            machine=self.machine,
            rng=random.Random(1),
            wall=lambda: NOON,
            wire=wire,
            user_fields=user_fields,
        )


def _missing(_: httpx.Request) -> Reply:
    return httpx.Response(404)


def _path(request: httpx.Request) -> str:
    path = request.url.path
    return path.partition("/V1.0/")[2] or path


def answer(content: Mapping[str, Any], status: int = 200, **headers: str) -> httpx.Response:
    """A JSON answer. Header names are written with underscores."""
    return httpx.Response(
        status, json=content, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def threshold(used: int, limit: int = 10_000) -> httpx.Response:
    """An answer of ThresholdInformation."""
    return answer(
        {
            "externalRequestThreshold": limit,
            "requestThresholdTimeframe": 60,
            "currentTimeframeRequestCount": used,
        }
    )


def errors(*texts: str) -> httpx.Response:
    """How Autotask refuses."""
    return answer({"errors": list(texts)}, 500)


def page(*items: Mapping[str, Any], next_url: str | None = None) -> httpx.Response:
    """A page of a query."""
    details = {"count": len(items), "requestCount": 500, "prevPageUrl": None, "nextPageUrl": next_url}
    return answer({"items": list(items), "pageDetails": details})
