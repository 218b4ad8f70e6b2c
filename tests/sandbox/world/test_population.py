"""The small world on a working morning: what stands there fits together, and looks like a desk."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from sandbox.definitions import packaged
from sandbox.picklists import shipped
from sandbox.store import Store
from sandbox.world import World
from sandbox.world.labels import Source, Status, tenant_picklists
from sandbox.world.library import library_picklists
from sandbox.world.people import RMM_USER
from sandbox.world.trade import trade_picklists
from tests.sandbox.world.conftest import TUESDAY, found


def by_id(store: Store, entity: str) -> dict[int, dict[str, Any]]:
    return {int(str(row["id"])): dict(row) for row in store.select(entity)}


@pytest.fixture(scope="module")
def open_tickets(small: Store) -> list[dict[str, Any]]:
    return [dict(row) for row in small.select("Tickets", "status <> 5")]


def test_about_two_hundred_tickets_are_open(open_tickets: list[dict[str, Any]]) -> None:
    assert 160 <= len(open_tickets) <= 260


def test_every_technician_has_a_pile_and_few_tickets_have_none(open_tickets: list[dict[str, Any]]) -> None:
    piles = Counter(ticket["assignedResourceID"] for ticket in open_tickets)
    nobody = piles.pop(None, 0)
    assert len(piles) == 7
    assert all(15 <= pile <= 45 for pile in piles.values())
    assert 2 <= nobody <= 25


def test_a_third_of_the_open_work_waits_for_somebody(open_tickets: list[dict[str, Any]]) -> None:
    waits = {Status.WAITING_CUSTOMER, Status.WAITING_VENDOR, Status.WAITING_MATERIALS, Status.WAITING_APPROVAL,
             Status.ON_HOLD}  # fmt: skip
    share = sum(ticket["status"] in waits for ticket in open_tickets) / len(open_tickets)
    assert 0.25 <= share <= 0.55


def test_every_ticket_points_at_things_of_its_own_company(small: Store) -> None:
    contacts, devices, contracts, sites = (
        by_id(small, name) for name in ("Contacts", "ConfigurationItems", "Contracts", "CompanyLocations")
    )
    linked = (("contactID", contacts), ("configurationItemID", devices), ("contractID", contracts),
              ("companyLocationID", sites))  # fmt: skip
    for ticket in small.select("Tickets"):
        for field, rows in linked:
            if ticket[field] is not None:
                assert rows[ticket[field]]["companyID"] == ticket["companyID"], (ticket["ticketNumber"], field)


def test_every_owner_holds_the_role_he_works_in(small: Store) -> None:
    held = {(row["resourceID"], row["roleID"]) for row in small.select("ResourceRoles")}
    for ticket in small.select("Tickets", "assignedResourceID IS NOT NULL"):
        assert (ticket["assignedResourceID"], ticket["assignedResourceRoleID"]) in held
    for row in small.select("TicketSecondaryResources"):
        assert (row["resourceID"], row["roleID"]) in held


@pytest.mark.parametrize("field", ["status", "priority", "queueID", "source", "ticketType", "ticketCategory",
                                   "issueType", "subIssueType", "serviceLevelAgreementID"])  # fmt: skip
def test_tickets_carry_only_values_that_the_tenant_lists(small: Store, field: str) -> None:
    known = {value.value for value in tenant_picklists()[f"Tickets.{field}"]} | {None}
    assert {ticket[field] for ticket in small.select("Tickets")} <= known


def test_sub_issue_types_belong_to_their_issue_type(small: Store) -> None:
    parent = {value.value: value.parent for value in tenant_picklists()["Tickets.subIssueType"]}
    for ticket in small.select("Tickets", "subIssueType IS NOT NULL"):
        assert parent[ticket["subIssueType"]] == ticket["issueType"]


def test_status_dates_and_trail_tell_the_same_story(small: Store) -> None:
    rows = small.select("TicketHistory", "detail LIKE 'SLA event %'")
    reached = {(row["ticketID"], row["date"], row["detail"].split(":")[0]) for row in rows}
    for ticket in small.select("Tickets"):
        done = ticket["status"] == Status.COMPLETE
        for event, name in (("firstResponse", "First Response"), ("resolved", "Resolved")):
            at = ticket[f"{event}DateTime"]
            assert at is None or (ticket["id"], at, f"SLA event {name}") in reached
        assert (ticket["completedDate"] is not None) == done
        assert (ticket["resolvedDateTime"] is not None) == done
        assert ticket["resolutionPlanDueDateTime"] is None
        if ticket["serviceLevelAgreementID"] is None:
            assert ticket["firstResponseDueDateTime"] is None
            assert ticket["dueDateTime"] is not None
        else:
            assert ticket["firstResponseDueDateTime"] <= ticket["resolvedDueDateTime"]


def test_titles_are_of_readable_length_and_rarely_repeat(small: Store) -> None:
    titles = [str(ticket["title"]) for ticket in small.select("Tickets")]
    assert all(20 <= len(title) <= 90 for title in titles)
    assert Counter(titles).most_common(1)[0][1] <= 12
    assert len(set(titles)) > 0.6 * len(titles)


def test_texts_leave_no_slot_unfilled(small: Store) -> None:
    for ticket in small.select("Tickets"):
        assert "{" not in str(ticket["title"])
        assert "{" not in str(ticket["description"])
    assert small.count("TicketNotes", "description LIKE '%{%'") == 0


def test_time_entries_of_a_technician_do_not_overlap(small: Store) -> None:
    ends: dict[object, Any] = {}
    entries = small.select("TimeEntries", "timeEntryType = 2")
    for entry in sorted(entries, key=lambda row: (str(row["resourceID"]), str(row["startDateTime"]))):
        before = ends.get(entry["resourceID"])
        assert before is None or before <= entry["startDateTime"] + timedelta(hours=1, minutes=30)
        assert entry["endDateTime"] > entry["startDateTime"]
        assert entry["createDateTime"] >= entry["endDateTime"]
        ends[entry["resourceID"]] = entry["endDateTime"]


def test_time_is_entered_promptly_late_and_never(small: Store) -> None:
    delays = [
        entry["createDateTime"] - entry["endDateTime"] for entry in small.select("TimeEntries", "timeEntryType = 2")
    ]
    prompt = sum(delay <= timedelta(minutes=15) for delay in delays) / len(delays)
    assert 0.7 < prompt < 0.97
    assert any(delay > timedelta(hours=10) for delay in delays)


def test_service_calls_stand_in_the_coming_days_with_ticket_and_technician(small: Store) -> None:
    calls = by_id(small, "ServiceCalls")
    links = by_id(small, "ServiceCallTickets")
    assert {link["serviceCallID"] for link in links.values()} == set(calls)
    assert {row["serviceCallTicketID"] for row in small.select("ServiceCallTicketResources")} == set(links)
    assert sum(call["startDateTime"] > TUESDAY for call in calls.values()) >= 10


def test_the_two_offices_have_zones_hours_and_holidays(small: Store) -> None:
    offices = small.select("InternalLocationWithBusinessHours")
    assert [office["name"] for office in offices] == ["Amsterdam", "London"]
    assert offices[0]["mondayBusinessHoursStartTime"].hour == 8
    assert offices[0]["sundayBusinessHoursStartTime"] is None
    christmas = small.select("Holidays", "holidayDate = ?", (TUESDAY.replace(month=12, day=25, hour=0, minute=0),))
    assert {day["holidaySetID"] for day in christmas} == {1, 2}


def test_projects_have_phases_and_assigned_tasks_with_dates(small: Store) -> None:
    phases = by_id(small, "Phases")
    tasks = small.select("Tasks")
    assert len(tasks) > 60
    for task in tasks:
        assert phases[task["phaseID"]]["projectID"] == task["projectID"]
        assert task["startDateTime"] < task["endDateTime"]
        assert task["assignedResourceID"] is not None


@pytest.mark.parametrize("seed", [1, 3])
def test_projects_move_on_and_few_of_their_tasks_are_late(seed: int) -> None:
    store, world = found(size="small", seed=seed)
    now = TUESDAY + timedelta(hours=27)
    world.advance(now)
    tasks = store.select("Tasks", "status <> 5")
    ahead = [task for task in tasks if task["startDateTime"] > now]
    late = [task for task in tasks if task["endDateTime"] < now]
    assert len(ahead) > len(tasks) / 2
    assert len(late) <= 4
    assert all(now - task["endDateTime"] < timedelta(days=9) for task in late)
    assert 1 <= sum(task["status"] == Status.IN_PROGRESS for task in tasks) <= 9
    for task in store.select("Tasks", "status = 5"):
        assert abs(task["completedDateTime"] - task["endDateTime"]) < timedelta(days=15)
        assert task["remainingHours"] == 0


def test_a_project_is_complete_when_its_last_task_is(small: Store) -> None:
    left = Counter(task["projectID"] for task in small.select("Tasks", "status <> 5"))
    projects = small.select("Projects")
    assert {project["status"] for project in projects} == {2, 5}
    for project in projects:
        assert (project["status"] == 5) == (left[project["id"]] == 0)
        assert (project["completedPercentage"] == 100) == (project["status"] == 5)


def test_time_on_tasks_is_entered_by_those_who_are_on_them(small: Store) -> None:
    tasks = by_id(small, "Tasks")
    helpers = {(row["taskID"], row["resourceID"]) for row in small.select("TaskSecondaryResources")}
    entries = small.select("TimeEntries", "taskID IS NOT NULL")
    strangers = [
        entry
        for entry in entries
        if tasks[entry["taskID"]]["assignedResourceID"] != entry["resourceID"]
        and (entry["taskID"], entry["resourceID"]) not in helpers
    ]
    assert len(entries) > 100
    assert len(strangers) < len(entries) / 20, "only of tasks that were handed over"


def test_most_service_levels_are_kept(small: Store) -> None:
    results = small.select("ServiceLevelAgreementResults")
    first = [row["isFirstResponseMet"] for row in results if row["isFirstResponseMet"] is not None]
    last = [row["isResolutionMet"] for row in results]
    assert 0.87 <= sum(first) / len(first) <= 0.96
    assert 0.83 <= sum(last) / len(last) <= 0.94


def test_tickets_are_made_by_whoever_took_them(small: Store) -> None:
    people = {row["id"]: row for row in small.select("Resources", "resourceType = 'Employee'")}
    for ticket in small.select("Tickets"):
        if ticket["source"] in (Source.EMAIL, Source.PORTAL):
            assert ticket["createdByContactID"] == ticket["contactID"]
        elif ticket["source"] == Source.MONITORING:
            assert ticket["creatorResourceID"] == RMM_USER
        else:
            assert ticket["creatorResourceID"] in people


def test_last_weeks_time_is_posted_and_todays_is_not(small: Store) -> None:
    today = small.select("TimeEntries", "startDateTime > ?", (TUESDAY - timedelta(hours=8),))
    assert all(entry["billingApprovalDateTime"] is None for entry in today)
    earlier = small.select(
        "TimeEntries", "ticketID IS NOT NULL AND createDateTime < ?", (TUESDAY - timedelta(days=14),)
    )
    assert all(entry["billingApprovalDateTime"] > entry["endDateTime"] for entry in earlier)


def test_everybody_has_time_off_left_and_what_is_taken_is_taken_off(small: Store) -> None:
    balances = small.select("ResourceTimeOffBalances")
    taken = small.select("TimeOffRequests", "timeOffRequestType = 1 AND requestDate <= ?", (TUESDAY,))

    assert all(row["vacationBalance"] == 200 - row["vacationUsed"] - row["vacationPlanned"] for row in balances)
    assert sum(row["vacationUsed"] for row in balances) == sum(row["hours"] for row in taken) > 0
    assert {row["resourceID"] for row in small.select("ResourceTimeOffApprovers")} == {
        row["resourceID"] for row in balances
    }


def test_what_was_posted_is_invoiced_at_the_turn_of_the_month(small: Store) -> None:
    items = small.select("BillingItems", "invoiceID IS NOT NULL")
    invoices = {invoice["id"]: invoice for invoice in small.select("Invoices")}
    sums = dict.fromkeys(invoices, 0.0)
    for item in items:
        invoice = invoices[item["invoiceID"]]
        assert item["companyID"] == invoice["companyID"]
        assert invoice["fromDate"] <= item["itemDate"] <= invoice["toDate"]
        sums[invoice["id"]] += 0.0 if item["nonBillable"] else item["totalAmount"]

    assert sums == pytest.approx({number: invoice["invoiceTotal"] for number, invoice in invoices.items()})
    assert any(invoice["paidDate"] for invoice in invoices.values())
    assert len({invoice["invoiceNumber"] for invoice in invoices.values()}) == len(invoices) > 10


def test_tables_that_others_point_at_are_filled(small: Store) -> None:
    countries = {row["id"] for row in small.select("Countries")}
    assert {row["countryID"] for row in small.select("Companies", "countryID IS NOT NULL")} <= countries
    services = small.select("ContractServices")
    present = small.count("ContractServiceUnits", "startDate <= ? AND endDate >= ?", (TUESDAY, TUESDAY))
    assert len(services) == present > 0
    assert small.count("QuoteItems") == small.count("Quotes") == small.count("Opportunities") > 0
    posted = small.count("TimeEntries", "billingApprovalDateTime IS NOT NULL")
    assert small.count("BillingItems", "timeEntryID IS NOT NULL") == posted > 0


def test_mails_to_customers_leave_a_trace(small: Store) -> None:
    mails = small.select("NotificationHistory")
    assert len(mails) > 1000
    assert all(mail["ticketID"] and "@" in str(mail["recipientEmailAddress"]) for mail in mails)


def test_an_unknown_size_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="tiny, small, medium, large"):
        World(Store(), seed=1, at=TUESDAY, size="huge")


_KEPT_EMPTY = ("Attachments", "Webhooks", "WebhookFields", "WebhookUdfFields", "ExcludedResources", "Adjustments")
"""Ends of names: files of others than tickets, what nobody subscribed to, what can only be written."""

_ASTRAY = {"DeletedTicketLogs", "TicketHistory", "TicketNotes", "ProductNotes"}
"""What is left of deleted spam, and the one whose reference metadata names wrongly."""


def test_most_tables_of_a_tenant_are_filled_and_point_at_rows_that_are_there(small: Store) -> None:
    entities = packaged()
    filled = {name for name in entities.entities if small.count(name)}
    empty = {name for name in entities.entities if not name.endswith(_KEPT_EMPTY)} - filled
    astray = {}
    for name in filled:
        for field in entities.entities[name].fields:
            target = entities.by_legacy.get(field.reference or "")
            if target is not None and small.count(target.name) and name not in _ASTRAY:
                known = f'SELECT id FROM "{target.name}"'  # noqa: S608 - packaged names
                astray[name, field.name] = small.count(name, f'"{field.name}" NOT IN ({known})')

    assert {key: count for key, count in astray.items() if count} == {}
    assert len(empty) < 30, sorted(empty)


def test_customers_answer_how_it_went(small: Store) -> None:
    answers = small.select("SurveyResults")
    tickets = by_id(small, "Tickets")

    assert len(answers) > 100
    for answer in answers:
        ticket = tickets[answer["ticketID"]]
        assert (answer["companyID"], answer["contactID"]) == (ticket["companyID"], ticket["contactID"])
        assert answer["sendDate"] < answer["completeDate"] <= TUESDAY
    assert 4 < sum(answer["surveyRating"] for answer in answers) / len(answers) < 4.6


def test_rows_carry_what_their_metadata_asks_for_and_values_that_are_listed(small: Store) -> None:
    lists = {**shipped(packaged()), **library_picklists(), **trade_picklists(), **tenant_picklists()}
    unlisted, missing = [], []
    for name, entity in packaged().entities.items():
        for field in entity.fields if small.count(name) else ():
            known = lists.get(f"{name}.{field.name}")
            if field.picklist and known:
                values = ", ".join(str(choice.value) for choice in known)
                if small.count(name, f'"{field.name}" NOT IN ({values})'):
                    unlisted.append(f"{name}.{field.name}")
            if field.required and small.count(name, f'"{field.name}" IS NULL'):
                missing.append(f"{name}.{field.name}")

    assert (unlisted, missing) == ([], [])
