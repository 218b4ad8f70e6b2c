"""The path tree: every path of the API answers each of its methods, and refuses the others as the real one does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product

import pytest

from sandbox.calls import Answer, Call
from sandbox.clock import WorldClock
from sandbox.definitions import EntityDef, packaged
from sandbox.limits import Threshold
from sandbox.picklists import PicklistValue
from sandbox.service import Service
from sandbox.store import Store
from tests.sandbox.tenant import ACME, AT, CREDENTIALS, HEADERS, ROOT, TICKET, StillWorld, Tenant, errors, furnished

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
SEARCH = '{"filter":[{"op":"eq","field":"ticketID","value":1}]}'
ANY = '{"filter":[{"op":"eq","field":"id","value":1}]}'
BOTH = frozenset({"GET", "POST"})
GET = frozenset({"GET"})


def places(entity: EntityDef) -> Iterator[tuple[str, frozenset[str]]]:
    """Every path that an entity is named in, with the methods it takes; none at all where there is no such path."""
    name, under = entity.name, entity.under
    queries = BOTH if entity.query else frozenset[str]()
    yield name, entity.collection
    yield f"{name}/1", entity.item
    yield f"{name}/query", queries
    yield f"{name}/query/count", queries
    tops = [name]
    if under:
        place = f"{under.parent}/1/{under.segment}"
        yield place, under.collection
        yield f"{place}/1", under.item
        yield f"{place}/query", frozenset()
        tops.append(place)
    for top in tops:
        yield f"{top}/entityInformation", GET
        yield f"{top}/entityInformation/fields", GET
        yield f"{top}/entityInformation/userDefinedFields", GET if entity.describes_user_fields else frozenset()


def call(method: str, path: str) -> Call:
    search = SEARCH if "TicketHistory" in path else ANY
    headers = {name.lower(): value for name, value in HEADERS.items()}
    query = {"search": search} if "/query" in path and method == "GET" else {}
    body = search if "/query" in path else "{}"
    return Call(method, ROOT, f"/ATServicesRest/V1.0/{path}", path, query, headers, body.encode(), local=True)


def fits(answer: Answer, method: str, methods: frozenset[str]) -> bool:
    """Whether an answer is one that the methods of its path call for."""
    body = json.loads(answer.body)
    if method in methods:
        return answer.status == 200 or (answer.status == 500 and method != "GET" and list(body) == ["errors"])
    if methods:
        text = f"The requested resource does not support http method '{method}'."
        return answer.status == 405 and body == {"Message": text}
    return answer.status == 404 and list(body) == ["Message"]


async def test_every_path_takes_its_methods_and_no_others() -> None:
    store = Store()
    furnished(store)
    endless = Threshold(10**9)
    service = Service(store, StillWorld(), WorldClock(AT, 0), CREDENTIALS, threshold=endless)
    named = [place for entity in packaged().entities.values() for place in places(entity)]
    astray = [
        f"{method} {path}: {answer.status}"
        for (path, methods), method in product(named, METHODS)
        if not fits(answer := await service.answer(call(method, path)), method, methods)
    ]

    assert len(packaged().entities) == 228, "the 223 that have a model, and five that have but paths"
    assert astray == []


@pytest.mark.parametrize(
    ("path", "collection", "item"),
    [
        ("Tickets", "PATCH POST PUT", "GET"),
        ("TimeEntries", "PATCH POST PUT", "DELETE GET"),
        ("TicketNotes", "", "GET"),
        ("TaskNotes", "PATCH POST PUT", "GET"),
        ("Resources", "PATCH PUT", "GET"),
        ("BillingItems", "PATCH PUT", "GET"),
        ("TicketHistory", "", "GET"),
        ("ContractServiceAdjustments", "POST", ""),
        ("ResourceTimeOffBalances", "", ""),
        ("TagGroups", "PATCH POST PUT", "DELETE GET"),
    ],
)
def test_an_entity_takes_the_methods_that_the_swagger_gives_it(path: str, collection: str, item: str) -> None:
    entity = packaged().entities[path]

    assert (" ".join(sorted(entity.collection)), " ".join(sorted(entity.item))) == (collection, item)


@pytest.mark.parametrize(
    ("place", "name", "collection", "item"),
    [
        (("tickets", "notes"), "TicketNotes", "GET PATCH POST PUT", "GET"),
        (("tickets", "attachments"), "TicketAttachments", "GET POST", "DELETE GET"),
        (("tickets", "secondaryresources"), "TicketSecondaryResources", "GET POST", "DELETE GET"),
        (("tickets", "checklistlibraries"), "TicketChecklistLibraries", "POST", ""),
        (("contracts", "serviceunits"), "ContractServiceUnits", "GET", "GET"),
        (("contracts", "serviceadjustments"), "ContractServiceAdjustments", "POST", ""),
        (("expenses", "items"), "ExpenseItems", "GET PATCH POST PUT", "GET"),
        (("purchaseorders", "items"), "PurchaseOrderItems", "GET PATCH POST PUT", "GET"),
        (("resources", "dailyavailabilities"), "ResourceDailyAvailabilities", "GET PATCH PUT", "GET"),
        (("resources", "timeoffapprovers"), "ResourceTimeOffApprovers", "GET", "GET"),
        (("servicelevelagreements", "results"), "ServiceLevelAgreementResults", "GET", "GET"),
        (("knowledgebasearticles", "notes"), "ArticleNotes", "GET PATCH POST PUT", "DELETE GET"),
        (("ticketwebhooks", "fields"), "TicketWebhookFields", "GET PATCH POST PUT", "DELETE GET"),
    ],
)
def test_a_child_lives_under_its_parent(place: tuple[str, str], name: str, collection: str, item: str) -> None:
    entity = packaged().children[place]

    assert entity.name == name
    assert entity.under is not None
    assert (" ".join(sorted(entity.under.collection)), " ".join(sorted(entity.under.item))) == (collection, item)


async def test_a_device_is_written_by_its_other_name_too(tenant: Tenant) -> None:
    product = tenant.store.insert("Products", {"name": "Laptop"})
    body = {"companyID": ACME, "productID": product, "isActive": True}

    made = (await tenant.post("ConfigurationItemExts", **body)).json()["itemId"]

    assert (await tenant.one("ConfigurationItems", made))["companyID"] == ACME


async def test_the_results_of_a_service_level_agreement_stand_under_it(tenant: Tenant) -> None:
    tenant.world.choices["Tickets.serviceLevelAgreementID"] = [PicklistValue(2, "Gold"), PicklistValue(3, "Silver")]
    gold, _ = tenant.store.insert_many(
        "ServiceLevelAgreementResults",
        [{"ticketID": TICKET, "serviceLevelAgreementName": name} for name in ("Gold", "Silver")],
    )

    several = await tenant.client.get("V1.0/ServiceLevelAgreements/2/Results")
    one = await tenant.client.get(f"V1.0/ServiceLevelAgreements/2/Results/{gold}")
    strange = await tenant.client.get(f"V1.0/ServiceLevelAgreements/3/Results/{gold}")

    assert [item["id"] for item in several.json()["items"]] == [gold]
    assert (one.json()["item"]["id"], strange.json()) == (gold, {"item": None})


async def test_a_time_off_balance_is_that_of_a_year(tenant: Tenant) -> None:
    tenant.store.insert("ResourceTimeOffBalances", {"resourceID": 10, "year": 2026, "vacationBalance": 12})

    balance = await tenant.client.get("V1.0/Resources/10/TimeOffBalances/2026")

    assert balance.json()["item"]["vacationBalance"] == 12


async def test_an_invoice_can_be_had_as_a_document(tenant: Tenant) -> None:
    tenant.store.insert("Invoices", {"id": 5, "invoiceNumber": "2026(5)", "invoiceTotal": 12.5, "companyID": ACME})

    document = await tenant.client.get("V1.0/InvoicePDF", params={"invoiceId": 5})
    text = document.content.decode("latin-1")
    table = int(text.split("startxref\n")[1].split("\n")[0])

    assert document.headers["content-type"] == "application/pdf"
    assert r"(Invoice 2026\(5\)) Tj" in text
    assert text[table:].startswith("xref\n0 6\n")
    for nobodys in (6, -5, "x", "9" * 30):
        errors(await tenant.client.get("V1.0/InvoicePDF", params={"invoiceId": nobodys}))
