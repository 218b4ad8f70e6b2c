"""What is known of each customer beside its people and machines: notes, plans, warnings, handbooks, subscriptions.

Which customer has what follows from its place in the list, so that nothing else is drawn differently because of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox.world.companies import FIRST_PRODUCT, Company
from sandbox.world.labels import WorkType
from sandbox.world.ledger import Ledger
from sandbox.world.library import write
from sandbox.world.people import OWNER, Tech
from sandbox.world.texts import packaged

_CALL = 1
"""Number of the ActionType that is a phone call."""

_A_CALL = timedelta(minutes=20)

_ON_TICKETS = 3
"""Value of `CompanyAlerts.alertTypeID`."""

_NEWSLETTER, _NOTICES = 1, 2
"""Numbers of the ContactGroups."""

_MONTHLY = 1


def write_dossiers(ledger: Ledger, companies: Sequence[Company], techs: Sequence[Tech], today: datetime) -> None:
    """Write what hangs on customers, as it stands on a day."""
    for place, company in enumerate(companies):
        _write_relation(ledger, company, place, techs[place % len(techs)], today)
        _write_people(ledger, company, today)
        _write_machines(ledger, company, place, today)
        if company.contract is not None:
            _write_terms(ledger, company.contract, company, place, techs[place % len(techs)], today)
        if place % 3 == 1:
            _write_handbook(ledger, company, place, today)


def _words(name: str, place: int) -> Any:
    found = packaged("library")["words"][name]
    return found[place % len(found)]


def _write_relation(ledger: Ledger, company: Company, place: int, tech: Tech, today: datetime) -> None:
    own = {"companyID": company.id}
    write(ledger, "CompanyTeams", today - timedelta(days=200), resourceID=tech.id, isAssociatedAsComanaged=False, **own)
    write(ledger, "CompanySiteConfigurations", today, locationName=company.sites[0][1], **own)
    called = today - timedelta(days=3 + place % 60, hours=14)
    write(ledger, "CompanyNotes", called, actionType=_CALL, assignedResourceID=OWNER, contactID=company.contacts[0].id,
          name="Call", note=_words("company_notes", place), startDateTime=called,
          endDateTime=called + _A_CALL, completedDateTime=called + _A_CALL, **own)  # fmt: skip
    if place % 3 == 0:
        due = today + timedelta(days=2 + place % 20, hours=9)
        write(ledger, "CompanyToDos", called, actionType=_CALL, assignedToResourceID=OWNER, startDateTime=due,
              activityDescription=_words("to_dos", place), endDateTime=due + timedelta(minutes=30),
              contactID=company.contacts[0].id, **own)  # fmt: skip
    if place % 5 == 2:
        write(ledger, "CompanyAlerts", today, alertTypeID=_ON_TICKETS, alertText=_words("alerts", place), **own)


def _write_people(ledger: Ledger, company: Company, today: datetime) -> None:
    for group, contact in zip((_NEWSLETTER, _NOTICES), company.contacts, strict=False):
        write(ledger, "ContactGroupContacts", today, contactGroupId=group, contactId=contact.id)
    if company.maintained:
        director = company.contacts[0]
        write(ledger, "ClientPortalUsers", today, contactID=director.id, userName=director.email, securityLevel=1,
              isClientPortalActive=True, dateFormat=1, timeFormat=1, numberFormat=1)  # fmt: skip
        ledger.update("Companies", company.id, {"isClientPortalActive": True})


def _write_machines(ledger: Ledger, company: Company, place: int, today: datetime) -> None:
    servers, stores = company.devices.get("server", []), company.devices.get("nas", [])
    if servers and place % 4 == 0:
        title, text = _words("device_notes", place)
        own = {"configurationItemID": servers[0].id}
        write(ledger, "ConfigurationItemNotes", today - timedelta(days=30), title=title, description=text, noteType=1,
              **own)  # fmt: skip
    if servers and stores:
        write(ledger, "ConfigurationItemRelatedItems", today, configurationItemID=servers[0].id, relationship=1,
              relatedConfigurationItemID=stores[0].id)  # fmt: skip
    if servers and place % 7 == 2:
        _write_subscription(ledger, servers[0].id, today)


def _write_subscription(ledger: Ledger, device: int, today: datetime) -> None:
    """Storage for backups by the month, half a year of it behind."""
    months = [today.replace(day=1)]
    while len(months) < 6:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    number = write(
        ledger, "Subscriptions", months[-1], configurationItemID=device, subscriptionName="Backup storage 2 TB",
        materialCodeID=int(WorkType.HARDWARE), periodType=_MONTHLY, status=1, effectiveDate=months[-1],
        expirationDate=months[-1] + timedelta(days=730), periodPrice=60.0, periodCost=38.0, totalPrice=60.0 * 24,
        totalCost=38.0 * 24,
    )  # fmt: skip
    for month in reversed(months):
        posted = None if month == months[0] else (month + timedelta(days=31)).replace(day=1)
        write(ledger, "SubscriptionPeriods", month, subscriptionID=number, periodDate=month, periodPrice=60.0,
              periodCost=38.0, postedDate=posted)  # fmt: skip


def _write_terms(ledger: Ledger, contract: int, company: Company, place: int, tech: Tech, today: datetime) -> None:
    """Write what was said and agreed about an agreement beside what it covers."""
    own = {"contractID": contract}
    if place % 6 == 1:
        title, text = _words("contract_notes", place)
        write(ledger, "ContractNotes", today - timedelta(days=90), title=title, description=text, **own)
    if place % 8 == 3:
        write(ledger, "ContractCharges", today - timedelta(days=12), name="Dock", chargeType=1, unitQuantity=2.0,
              unitPrice=180.0, unitCost=140.0, extendedCost=280.0, billableAmount=360.0, isBillableToCompany=True,
              isBilled=False, datePurchased=today - timedelta(days=12), productID=FIRST_PRODUCT,
              billingCodeID=int(WorkType.HARDWARE), **own)  # fmt: skip
    if place % 10 == 5:
        write(ledger, "ContractBillingRules", today, productID=FIRST_PRODUCT, determineUnits=2, executionMethod=1,
              startDate=today.replace(day=1), createChargesAsBillable=True, includeItemsInChargeDescription=False,
              isDailyProrationEnabled=False, invoiceDescription=f"Laptops of {company.name}"[:500], **own)  # fmt: skip
    if place % 10 == 6:
        write(ledger, "ContractRoleCosts", today, resourceID=tech.id, roleID=tech.role, rate=52.0, **own)


def _write_handbook(ledger: Ledger, company: Company, place: int, today: datetime) -> None:
    """Write the document that says what to know of a customer."""
    made = today - timedelta(days=40 + place % 300)
    number = write(ledger, "Documents", made, companyID=company.id, documentCategoryID=1, publish=2, errorCodes="",
                   title=f"Handbook {company.name}"[:250], keywords=f"{company.short.lower()}, handbook")  # fmt: skip
    own = {"documentID": number}
    sites, programs = ", ".join(name for _, name in company.sites), ", ".join(company.apps)
    text = f"Sites: {sites}. Programs: {programs}. Ask for {company.contacts[0].name}."
    write(ledger, "DocumentPlainTextContent", made, id=number, contentData=text)
    write(ledger, "DocumentTagAssociations", made, tagID=1, **own)
    write(ledger, "DocumentToArticleAssociations", made, associatedArticleID=5, **own)
    write(ledger, "DocumentConfigurationItemCategoryAssociations", made, installedProductCategoryID=1, **own)
    for device in company.devices.get("firewall", [])[:1]:
        write(ledger, "DocumentConfigurationItemAssociations", made, configurationItemID=device.id, **own)
    if place % 9 == 1:
        write(ledger, "DocumentNotes", made, title="Gone through", description="Numbers and names are right.", **own)
        write(ledger, "ArticleToDocumentAssociations", made, articleID=5, associatedDocumentID=number)
        for turn, item in enumerate(("Names checked", "Plan of the network checked"), start=1):
            write(ledger, "DocumentChecklistItems", made, itemName=item, position=turn, isImportant=False, **own)
    if number > 1:
        write(ledger, "DocumentToDocumentAssociations", made, associatedDocumentID=1, **own)
