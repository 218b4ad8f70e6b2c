"""A small tenant written by hand, a world in it that stands still, and an in-process client."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from sandbox.access import API_USER, Credentials
from sandbox.clock import WorldClock
from sandbox.limits import Threshold
from sandbox.picklists import PicklistValue
from sandbox.server import app
from sandbox.store import Record, Store
from sandbox.user_fields import Kind, UserField

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROOT = "http://sandbox.test/ATServicesRest/"
CREDENTIALS = Credentials()
HEADERS = {
    "ApiIntegrationCode": CREDENTIALS.integration_code,
    "UserName": CREDENTIALS.user,
    "Secret": CREDENTIALS.secret,
}

OWN, ACME, SUBSIDIARY, OTHER = 0, 174, 175, 176
API, ANNA, BOB = 4, 10, 11
SUPPORT, ENGINEER, SALES = 100, 101, 102
WORK, MEETING, OLD_WORK = 500, 501, 502
TICKET = 7000
NEW = {"companyID": ACME, "title": "No mail", "status": 1, "priority": 4, "queueID": 5}
"""A ticket as a client sends it."""
TICKET_FIELDS = (
    UserField("Site code"),
    UserField("Badge", length=4),
    UserField("Floor", choices=("Ground", "Upper")),
    UserField("Seats", Kind.NUMBER),
    UserField("Move", Kind.DATE),
)


@dataclass
class StillWorld:
    """A world in which nothing happens by itself; it notes the instants it was asked to live up to."""

    lived: list[datetime] = field(default_factory=list)
    choices: dict[str, list[PicklistValue]] = field(default_factory=dict)

    def advance(self, to: datetime) -> None:
        self.lived.append(to)

    def picklists(self) -> Mapping[str, Sequence[PicklistValue]]:
        return self.choices

    def noticed(self, before: Record | None, ticket: Record, by: int | None, at: datetime) -> Record:
        return {}

    def told(self, entity: str, before: Record | None, record: Record, at: datetime) -> None:
        pass

    def deliver(self, ticket: int, text: str, at: datetime) -> None:
        raise ValueError(f"Nobody writes on ticket {ticket}.")


def furnished(store: Store) -> None:
    """Write companies, people, roles, work types and one ticket."""
    store.define_udfs("Tickets", TICKET_FIELDS)
    _write_customers(store)
    _write_people(store)
    _write_work(store)


def _write_customers(store: Store) -> None:
    for row_id, name, parent in (
        (OWN, "Own desk", None),
        (ACME, "Acme", None),
        (SUBSIDIARY, "Acme North", ACME),
        (OTHER, "Other", None),
    ):
        store.insert(
            "Companies",
            {
                "id": row_id,
                "companyName": name,
                "parentCompanyID": parent,
                "isActive": True,
                "companyType": 1,
                "phone": "1",
            },
        )
    store.insert_many(
        "Contacts",
        [
            {"id": 900, "companyID": ACME, "firstName": "C", "lastName": "Acme", "isActive": 1},
            {"id": 901, "companyID": OTHER, "firstName": "C", "lastName": "Other", "isActive": 1},
        ],
    )


def _write_people(store: Store) -> None:
    for row_id, first, user in ((API, "Api", API_USER), (ANNA, "Anna", "anna"), (BOB, "Bob", "bob")):
        store.insert(
            "Resources",
            {"id": row_id, "firstName": first, "lastName": "X", "userName": user, "isActive": True},
        )
    store.insert_many(
        "Roles",
        [{"id": r, "name": f"Role {r}", "isActive": True} for r in (SUPPORT, ENGINEER, SALES)],
    )
    store.insert_many(
        "ResourceRoles",
        [
            {"resourceID": ANNA, "roleID": SUPPORT, "queueID": 5, "isActive": True},
            {"resourceID": BOB, "roleID": SUPPORT, "queueID": 5, "isActive": True},
            {"resourceID": BOB, "roleID": SALES, "queueID": 6, "isActive": False},
        ],
    )


def _write_work(store: Store) -> None:
    store.insert_many(
        "BillingCodes",
        [
            {"id": WORK, "name": "Remote", "useType": 1, "isActive": True},
            {"id": MEETING, "name": "Meeting", "useType": 3, "isActive": True},
            {"id": OLD_WORK, "name": "Telex", "useType": 1, "isActive": False},
        ],
    )
    store.insert(
        "Tickets",
        {
            "id": TICKET,
            "companyID": ACME,
            "title": "Printer is on fire",
            "status": 1,
            "priority": 1,
            "queueID": 5,
            "billingCodeID": WORK,
            "ticketNumber": "T20261124.0007",
            "createDate": AT - timedelta(hours=1),
            "lastActivityDate": AT - timedelta(hours=1),
            "estimatedHours": 3.5,
            "userDefinedFields": {"Site code": "N4"},
        },
    )


class Tenant:
    """The API over a furnished store, spoken to in-process."""

    def __init__(
        self,
        *,
        threshold: Threshold | None = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
        wall: Callable[[], float] = lambda: 1_000_000.0,
        machine: Callable[[], float] | None = None,
        admin: bool = False,
    ) -> None:
        self.store = Store()
        self.world = StillWorld()
        furnished(self.store)
        self.clock = WorldClock(AT, 0, wall=wall)
        more: dict[str, Any] = {
            name: given for name, given in (("sleep", sleep), ("machine", machine)) if given is not None
        }
        self.app = app(self.store, self.world, self.clock, CREDENTIALS, threshold=threshold, admin=admin, **more)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=ROOT, headers=HEADERS)

    async def query(self, entity: str, *conditions: object, **keys: object) -> httpx.Response:
        return await self.client.post(f"V1.0/{entity}/query", json={"filter": list(conditions), **keys})

    async def items(self, entity: str, *conditions: object, **keys: object) -> list[dict[str, Any]]:
        answer = await self.query(entity, *conditions, **keys)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.client.post(f"V1.0/{path}", json=body)

    async def patch(self, path: str, **body: object) -> httpx.Response:
        return await self.client.patch(f"V1.0/{path}", json=body)

    async def one(self, entity: str, row_id: int) -> dict[str, Any]:
        answer = await self.client.get(f"V1.0/{entity}/{row_id}")
        item: dict[str, Any] = answer.json()["item"]
        return item


async def created(tenant: Tenant, path: str, **body: object) -> int:
    answer = await tenant.post(path, **body)
    assert (answer.status_code, list(answer.json())) == (200, ["itemId"]), answer.text
    row_id: int = answer.json()["itemId"]
    return row_id


def condition(op: str, field: str, value: object = None, **more: object) -> dict[str, object]:
    """One filter condition."""
    return {"op": op, "field": field, **({} if value is None else {"value": value}), **more}


def errors(answer: httpx.Response) -> list[str]:
    """The texts of a refusal, which must look like one."""
    assert answer.status_code == 500, (answer.status_code, answer.text)
    body = json.loads(answer.text)
    assert list(body) == ["errors"]
    texts: list[str] = body["errors"]
    return texts
