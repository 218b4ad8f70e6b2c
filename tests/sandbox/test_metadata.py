from __future__ import annotations

from typing import Any

from sandbox.picklists import PicklistValue
from tests.sandbox.tenant import API, Tenant, errors


async def field(tenant: Tenant, entity: str, name: str) -> dict[str, Any]:
    answer = await tenant.client.get(f"V1.0/{entity}/entityInformation/fields")
    found: dict[str, Any] = next(f for f in answer.json()["fields"] if f["name"] == name)
    return found


async def test_picklists_are_live_and_their_values_are_text(tenant: Tenant) -> None:
    tenant.world.choices["Tickets.subIssueType"] = [
        PicklistValue(11, "Outlook", sort_order=3, parent=1, is_active=False)
    ]

    sub_issue = await field(tenant, "Tickets", "subIssueType")

    assert sub_issue["picklistParentValueField"] == "issueType"
    assert sub_issue["picklistValues"] == [
        {
            "value": "11",
            "label": "Outlook",
            "isDefaultValue": False,
            "sortOrder": 3,
            "parentValue": "1",
            "isActive": False,
            "isSystem": False,
        }
    ]


async def test_priorities_sort_by_their_order_not_by_their_value(tenant: Tenant) -> None:
    values = (await field(tenant, "Tickets", "priority"))["picklistValues"]

    ordered = sorted(values, key=lambda value: value["sortOrder"])
    assert [value["label"] for value in ordered] == ["Critical", "High", "Medium", "Low"]
    assert ordered[0]["parentValue"] == ""


async def test_fields_say_what_they_are(tenant: Tenant) -> None:
    company = await field(tenant, "Tickets", "companyID")
    title = await field(tenant, "Tickets", "title")
    bill = await field(tenant, "TimeEntries", "hoursToBill")

    assert (company["isReference"], company["referenceEntityType"]) == (True, "Account")
    assert (company["isPickList"], company["picklistValues"]) == (False, None)
    assert (title["dataType"], title["length"], title["isRequired"]) == ("string", 255, True)
    assert (bill["dataType"], bill["isReadOnly"]) == ("decimal", True)


async def test_an_entity_goes_by_its_legacy_name_and_tells_its_abilities(tenant: Tenant) -> None:
    tickets = (await tenant.client.get("V1.0/Tickets/entityInformation")).json()["info"]
    companies = (await tenant.client.get("V1.0/Companies/EntityInformation")).json()["info"]

    assert tickets["name"] == "Ticket"
    assert (tickets["canCreate"], tickets["canDelete"], tickets["hasUserDefinedFields"]) == (True, False, True)
    assert companies["name"] == "Account"


async def test_user_defined_fields_are_listed_and_attachments_do_not_tell(tenant: Tenant) -> None:
    tickets = await tenant.client.get("V1.0/Tickets/entityInformation/userDefinedFields")
    notes = await tenant.client.get("V1.0/TicketNotes/entityInformation/userDefinedFields")

    fields = {f["name"]: f for f in tickets.json()["fields"]}
    assert list(fields) == ["Site code", "Badge", "Floor", "Seats", "Move"]
    assert (fields["Badge"]["type"], fields["Badge"]["length"]) == ("string", 4)
    assert (fields["Badge"]["isPickList"], fields["Badge"]["picklistValues"]) == (False, None)
    assert [choice["value"] for choice in fields["Floor"]["picklistValues"]] == ["Ground", "Upper"]
    assert (fields["Seats"]["type"], fields["Move"]["type"]) == ("decimal", "datetime")
    assert notes.json() == {"fields": []}
    assert (await tenant.client.get("V1.0/TicketAttachments/entityInformation/userDefinedFields")).status_code == 404


async def test_metadata_stands_under_the_parent_too(tenant: Tenant) -> None:
    under = await tenant.client.get("V1.0/Tickets/7000/Notes/entityInformation/fields")
    at_top = await tenant.client.get("V1.0/TicketNotes/entityInformation/fields")

    assert under.text == at_top.text


async def test_a_webhook_names_its_fields_by_the_numbers_of_a_picklist(tenant: Tenant) -> None:
    urls = {"webhookUrl": "https://example.com/hook", "deactivationUrl": "https://example.com/off"}
    body = {**urls, "name": "Mirror", "secretKey": "s", "isActive": True, "sendThresholdExceededNotification": False}
    numbers = {value["label"]: int(value["value"]) for value in
               (await field(tenant, "TicketWebhookFields", "fieldID"))["picklistValues"]}  # fmt: skip

    hook = (await tenant.post("TicketWebhooks", **body, isReady=False)).json()["itemId"]
    path = f"TicketWebhooks/{hook}/Fields"
    asked = {"isSubscribedField": True, "isDisplayAlwaysField": False}
    title = (await tenant.post(path, fieldID=numbers["title"], **asked)).json()["itemId"]
    strange = await tenant.post(path, fieldID=4711, **asked)
    nameless = await tenant.post("TicketWebhooks", **{**body, "name": "x" * 51})

    made = await tenant.one("TicketWebhooks", hook)
    assert (made["isReady"], len(made["webhookGUID"]), made["ownerResourceID"]) == (True, 36, API)
    assert (await tenant.one("TicketWebhookFields", title))["webhookID"] == hook
    assert errors(strange) == ["Picklist value [4711] does not exist for fieldID"]
    assert errors(nameless) == ["name must be less than or equal to 50 characters"]


async def test_all_entities_and_the_modules_are_listed(tenant: Tenant) -> None:
    entities = (await tenant.client.get("V1.0/EntityInformation")).json()["items"]
    modules = (await tenant.client.get("V1.0/Modules")).json()["modules"]

    assert len(entities) == 228
    assert {"Ticket", "Account", "KnowledgeBaseArticle"} <= {info["name"] for info in entities}
    assert modules == [{"key": 24, "value": True}]
