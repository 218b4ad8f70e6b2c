"""What the tenant has of its own beside its work: knowledge, checklists, tags, forms, prices abroad, a stock room.

It is written once, when the tenant is founded, and drawn from nothing that happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sandbox.definitions import packaged as definitions
from sandbox.picklists import PicklistValue
from sandbox.stamps import CREATED, CREATORS, MODIFIED, MODIFIERS
from sandbox.user_fields import Kind
from sandbox.world.companies import FIRST_PRODUCT
from sandbox.world.labels import ISSUES, tenant_picklists
from sandbox.world.ledger import Ledger
from sandbox.world.people import OWNER, Tech
from sandbox.world.texts import packaged
from sandbox.world.user_fields import FIELDS

_POUND = 2
"""Number of the currency that is not the tenant's own."""

_RATE = 0.86
_TEXT, _NUMBER, _DATE, _LIST = 1, 2, 3, 4
"""Values of `UserDefinedFieldDefinitions.dataType`."""

_UDF_TYPES = {"Companies": 1, "Contacts": 2, "Tickets": 3, "Projects": 4, "Tasks": 5}
_SAME_LISTS = {
    "ChangeOrderCharges.chargeType": "TicketCharges.chargeType",
    "ContractCharges.chargeType": "TicketCharges.chargeType",
    "ProjectCharges.chargeType": "TicketCharges.chargeType",
    "PriceListWorkTypeModifiers.modifierType": "WorkTypeModifiers.modifierType",
    "TicketCategoryFieldDefaults.issueTypeID": "Tickets.issueType",
    "TicketCategoryFieldDefaults.priority": "Tickets.priority",
    "TicketCategoryFieldDefaults.queueID": "Tickets.queueID",
    "TicketCategoryFieldDefaults.serviceLevelAgreementID": "Tickets.serviceLevelAgreementID",
    "TicketCategoryFieldDefaults.sourceID": "Tickets.source",
    "TicketCategoryFieldDefaults.status": "Tickets.status",
    "TicketCategoryFieldDefaults.ticketTypeID": "Tickets.ticketType",
}
"""Lists that are those of other fields."""

_AGE = timedelta(days=1_200)
"""How long the tenant has had its lists and forms."""

_PUBLIC = 1
_RECEIVED = 4
"""Value of `PurchaseOrders.status`."""


@cache
def library_picklists() -> Mapping[str, Sequence[PicklistValue]]:
    """The tenant's own lists of all this, by `Entity.field`."""
    own = {
        name: [PicklistValue(value, label, sort_order=place) for place, (value, label) in enumerate(pairs, start=1)]
        for name, pairs in packaged("library")["lists"].items()
    }
    elsewhere = tenant_picklists()
    return {**own, **{name: elsewhere[other] for name, other in _SAME_LISTS.items()}}


def write(ledger: Ledger, entity: str, at: datetime, **row: Any) -> int:
    """Write a row that the owner made, active where that can be said of it."""
    dates, others = _made(entity)
    return ledger.insert(entity, {**dict.fromkeys(dates, at), **others, **row})


@cache
def _made(entity: str) -> tuple[Sequence[str], Mapping[str, Any]]:
    """Fields of an entity that say when it was made, and what else is said of a new row."""
    known = definitions().entities[entity].by_name
    others: dict[str, Any] = {**dict.fromkeys((*CREATORS, *MODIFIERS), OWNER), "isActive": True}
    dates = [name for name in (*CREATED, *MODIFIED) if name in known]
    return dates, {name: value for name, value in others.items() if name in known}


def write_library(ledger: Ledger, techs: Sequence[Tech], at: datetime) -> None:
    """Write all of it."""
    library, once = packaged("library"), at - _AGE
    for entity, rows in library["rows"].items():
        for row in rows:
            write(ledger, entity, once, **row)
    _write_tags(ledger, library["tags"], once)
    _write_articles(ledger, library["article"], once)
    _write_checklists(ledger, library["library"], once)
    _define_user_fields(ledger, once)
    _write_prices(ledger, once)
    _write_stock(ledger, at)
    for place, tech in enumerate(techs):
        _write_skills(ledger, tech, place, at)


def tag_of_issue(issue: int | None) -> int | None:
    """Number of the tag that goes with an issue type; None where there is none."""
    words, (label, _) = packaged("library")["tags"]["issues"], ISSUES.get(issue or 0, ("", {}))
    return words.index(label) + 1 if label in words else None


def _write_tags(ledger: Ledger, tags: Mapping[str, Sequence[str]], at: datetime) -> None:
    for group, labels in enumerate(tags.values(), start=1):
        for label in labels:
            write(ledger, "Tags", at, label=label, tagGroupID=group, isSystem=False)


def _write_articles(ledger: Ledger, articles: Sequence[Mapping[str, Any]], at: datetime) -> None:
    for article in articles:
        number = write(
            ledger, "KnowledgeBaseArticles", at, articleCategoryID=article["category"], title=article["title"],
            keywords=article["keywords"], errorCodes=article["errors"], publish=_PUBLIC,
        )  # fmt: skip
        write(ledger, "ArticlePlainTextContent", at, id=number, contentData=article["text"])
        tag = tag_of_issue(article["issue"])
        if tag is not None:
            write(ledger, "ArticleTagAssociations", at, articleID=number, tagID=tag)
    write(ledger, "ArticleNotes", at, articleID=1, title="Checked", description="Still holds after the move of mail.")
    write(ledger, "ArticleToArticleAssociations", at, articleID=1, associatedArticleID=4)
    write(ledger, "ArticleConfigurationItemCategoryAssociations", at, articleID=2, installedProductCategoryID=1)


def _write_checklists(ledger: Ledger, libraries: Sequence[Mapping[str, Any]], at: datetime) -> None:
    for library in libraries:
        about = {name: library[name] for name in ("name", "description")}
        number = write(ledger, "ChecklistLibraries", at, entityType=1, **about)
        for place, item in enumerate(library["items"], start=1):
            own = {"checklistLibraryID": number, "itemName": item, "position": place, "isImportant": place == 1}
            write(ledger, "ChecklistLibraryChecklistItems", at, **own)


def _define_user_fields(ledger: Ledger, at: datetime) -> None:
    """Describe the user-defined fields, which have no table of their own otherwise."""
    kinds = {Kind.NUMBER: _NUMBER, Kind.DATE: _DATE}
    for entity, fields in FIELDS.items():
        for place, field in enumerate(fields, start=1):
            number = write(
                ledger, "UserDefinedFieldDefinitions", at, name=field.name, sortOrder=place,
                udfType=_UDF_TYPES[entity], dataType=_LIST if field.choices else kinds.get(field.kind, _TEXT),
                isRequired=False, isProtected=False, isEncrypted=False, isPrivate=False, isFieldMapping=False,
                isVisibleToClientPortal=False, mergeVariableName=field.name.replace(" ", ""),
            )  # fmt: skip
            for choice in field.choices:
                shown = {"valueForDisplay": choice, "valueForExport": choice}
                write(ledger, "UserDefinedFieldListItems", at, udfFieldId=number, **shown)


def _write_prices(ledger: Ledger, at: datetime) -> None:
    """Write what is charged in the other currency: mostly what the rate of the day makes of a price."""
    for entity, field, own, price in (
        ("Services", "serviceID", "PriceListServices", "unitPrice"),
        ("ServiceBundles", "serviceBundleID", "PriceListServiceBundles", "unitPrice"),
        ("Roles", "roleID", "PriceListRoles", "hourlyRate"),
    ):
        for row in ledger.after(entity, 0):
            priced = {field: row["id"], price: round(row[price] * _RATE, 2)}
            write(ledger, own, at, currencyID=_POUND, usesInternalCurrencyPrice=False, **priced)
    for row in ledger.after("WorkTypeModifiers", 0):
        kind = {"modifierType": row["modifierType"], "modifierValue": row["modifierValue"]}
        write(ledger, "PriceListWorkTypeModifiers", at, currencyID=_POUND, usesInternalCurrencyPrice=False,
              workTypeModifierID=row["id"], **kind)  # fmt: skip
    for row in ledger.after("BillingCodes", 0):
        if row["useType"] == 4:
            write(ledger, "PriceListMaterialCodes", at, currencyID=_POUND, usesInternalCurrencyPrice=True,
                  billingCodeID=row["id"], unitPrice=None)  # fmt: skip


def _write_stock(ledger: Ledger, at: datetime) -> None:
    """Write what lies in the stock room: a few of each product, two of them with the numbers on their boxes."""
    for place, product in enumerate(ledger.after("Products", 0)):
        price = 240.0 + 180.0 * place
        tier = write(ledger, "ProductTiers", at, productID=product["id"], unitCost=round(price * 0.8, 2),
                     unitPrice=price, upToUnitCount=10.0)  # fmt: skip
        for entity, own in (("PriceListProducts", {"productID": product["id"]}),
                            ("PriceListProductTiers", {"productTierID": tier})):  # fmt: skip
            write(ledger, entity, at, currencyID=_POUND, usesInternalCurrencyPrice=True, unitPrice=None, **own)
        held = {"productID": product["id"], "inventoryLocationID": 1, "quantityMinimum": 1, "quantityMaximum": 6,
                "backOrderQuantity": 0, "bin": f"A{place + 1}"}  # fmt: skip
        on_hand = 1 + place % 3
        item = write(ledger, "InventoryItems", at, quantityOnHand=on_hand, quantityOnOrder=0, quantityPicked=0,
                     quantityReserved=0, **held)  # fmt: skip
        stocked = write(ledger, "InventoryProducts", at, availableUnits=on_hand, onHandUnits=on_hand, pickedUnits=0,
                        reservedUnits=0, unitsOnOrder=0, **held)  # fmt: skip
        for unit in range(on_hand):
            serial = f"KW{product['id'] % 10_000:04}{unit + 1:03}"
            write(ledger, "InventoryItemSerialNumbers", at, inventoryItemID=item, serialNumber=serial)
            write(ledger, "InventoryStockedItems", at, inventoryProductID=stocked, serialNumber=serial, onHandUnits=1,
                  currentInventoryLocationID=1, availableUnits=1, unitCost=round(price * 0.8, 2))  # fmt: skip
    write(ledger, "ProductNotes", at, productID=FIRST_PRODUCT, title="Successor", description="Comes in the spring.")
    write(ledger, "InventoryTransfers", at, productID=FIRST_PRODUCT, fromLocationID=1, toLocationID=2,
          quantityTransferred=2, transferByResourceID=OWNER, transferDate=at, notes="For London.")  # fmt: skip
    for row in ledger.after("PurchaseOrderItems", 0):
        write(ledger, "PurchaseOrderItemReceiving", at, purchaseOrderItemID=row["id"], quantityBackOrdered=0,
              quantityPreviouslyReceived=0, quantityNowReceiving=row["quantity"], receivedByResourceID=OWNER,
              receiveDate=at)  # fmt: skip
        ledger.update("PurchaseOrders", row["orderID"], {"status": _RECEIVED})


def _write_skills(ledger: Ledger, tech: Tech, place: int, at: datetime) -> None:
    """Write what a technician can do, the part of the firm he belongs to, and what he laid out lately."""
    skills = [1 + place % 2] + ([3] if tech.home == "nl" else [])
    for skill in skills:
        write(ledger, "ResourceSkills", at, resourceID=tech.id, skillID=skill, skillLevel=min(3, tech.level))
    part = 3 if tech.level == 3 else 1 if tech.home == "nl" else 2
    write(ledger, "OrganizationalResources", at, resourceID=tech.id, organizationalLevelAssociationID=part)
    if place % 2:
        return
    friday = at - timedelta(days=at.weekday() + 3)
    words = packaged("library")["words"]["expenses"]
    report = write(
        ledger, "ExpenseReports", at, name=f"Week {friday.isocalendar().week}", submitterID=tech.id, status=3,
        weekEnding=friday, submitDate=friday, approverID=OWNER, approvedDate=at, reimbursementCurrencyID=1,
        internalCurrencyExpenseTotal=round(sum(amount for *_, amount in words), 2),
    )  # fmt: skip
    for text, category, amount in words:
        paid = dict.fromkeys(("expenseCurrencyExpenseAmount", "internalCurrencyExpenseAmount"), amount)
        write(ledger, "ExpenseItems", at, expenseReportID=report, description=text, expenseCategory=category,
              expenseDate=friday, haveReceipt=True, isBillableToCompany=False, isReimbursable=True, paymentType=1,
              expenseCurrencyID=1, **paid)  # fmt: skip
