"""What a write looks like on the wire, and what a refusal says of its fields."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotask.answers import Answer
from autotask.entities import Role, ServiceCallTicketResource, Ticket, TicketChecklistItem, TicketNote, TimeEntry
from autotask.errors import Forbidden, NoImpersonation, Refused
from autotask.kinds import KINDS, Kind, kind_of
from autotask.pages import Unreadable, read_item
from autotask.text import clean, raw_of
from autotask.writes import body_of, field_named, path_of, take_id, told
from sandbox.definitions import packaged

TICKETS = kind_of(Ticket)
NOTES = kind_of(TicketNote)
ENTRIES = kind_of(TimeEntry)


def test_fields_go_by_autotasks_names() -> None:
    body = body_of(TICKETS, {"assigned_resource_id": 5, "problem_ticket_id": 7, "sub_issue_type": 3})
    assert body == {"assignedResourceID": 5, "problemTicketId": 7, "subIssueType": 3}


def test_values_go_as_autotask_reads_them() -> None:
    at = datetime(2026, 11, 23, 9, 10, 30, 999_999, tzinfo=timezone(timedelta(hours=1)))
    fields = {
        "start_date_time": at,
        "date_worked": date(2026, 11, 23),
        "hours_worked": Decimal("0.25"),
        "offset_hours": 1,
        "is_non_billable": False,
        "summary_notes": "Grüße\n",
    }
    assert body_of(ENTRIES, fields) == {
        "startDateTime": "2026-11-23T08:10:30Z",
        "dateWorked": "2026-11-23T00:00:00Z",
        "hoursWorked": 0.25,
        "offsetHours": 1,
        "isNonBillable": False,
        "summaryNotes": "Grüße\n",
    }


def test_a_text_goes_back_as_autotask_holds_it() -> None:
    assert body_of(TICKETS, {"title": clean("a\x1b[31mb")}, 1) == {"id": 1, "title": "a\x1b[31mb"}


_VALUES: Mapping[type, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    str: st.text(st.characters(exclude_categories=["Cs"])),
    datetime: st.datetimes(timezones=st.just(UTC)).map(lambda instant: instant.replace(microsecond=0)),
    date: st.dates(),
}


@given(st.data(), st.sampled_from([TICKETS, NOTES, ENTRIES, kind_of(TicketChecklistItem)]))
def test_what_is_written_is_what_would_be_read(data: st.DataObject, kind: Kind[Any]) -> None:
    specs = data.draw(st.lists(st.sampled_from(kind.fields[1:]), min_size=1, unique=True))
    fields = {spec.attr: data.draw(st.none() | _VALUES[spec.type]) for spec in specs}
    read = read_item(kind, json.dumps({"item": body_of(kind, fields, 7, "On Hold")}).encode(), "On Hold")
    held = {attr: raw_of(value) if isinstance(value := getattr(read, attr), str) else value for attr in fields}
    assert held == fields


def test_none_clears_a_field_of_a_record_and_is_left_out_of_a_new_one() -> None:
    assert body_of(TICKETS, {"contact_id": None, "status": 5}, 12) == {"id": 12, "contactID": None, "status": 5}
    assert body_of(TICKETS, {"contact_id": None, "status": 5}) == {"status": 5}


@pytest.mark.parametrize("fields", [{"colour": 3}, {"id": 3}, {"assignedResourceID": 3}, {"status": 5, "x": None}])
def test_a_name_that_is_none_of_ours_is_not_sent(fields: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match="Tickets have no"):
        body_of(TICKETS, fields, 12)


@pytest.mark.parametrize(
    ("attr", "value"),
    [
        ("resource_id", "5"),
        ("resource_id", 5.0),
        ("resource_id", True),
        ("is_non_billable", 1),
        ("date_worked", datetime(2026, 11, 23, tzinfo=UTC)),
        ("start_date_time", date(2026, 11, 23)),
        ("start_date_time", datetime(2026, 11, 23)),  # noqa: DTZ001
        ("hours_worked", float("nan")),
        ("hours_worked", Decimal("Infinity")),
        ("hours_worked", "0.25"),
        ("summary_notes", b"x"),
    ],
)
def test_a_value_of_another_sort_is_not_sent(attr: str, value: Any) -> None:
    with pytest.raises(ValueError, match=attr):
        body_of(ENTRIES, {attr: value})


def test_a_change_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="nothing to change in Tickets 12"):
        body_of(TICKETS, {}, 12)


def test_children_are_written_under_their_parent() -> None:
    assert path_of(NOTES, 5) == "Tickets/5/Notes"
    assert path_of(kind_of(TicketChecklistItem), 5) == "Tickets/5/ChecklistItems"
    assert path_of(kind_of(ServiceCallTicketResource), 5) == "ServiceCallTickets/5/Resources"
    assert path_of(ENTRIES, None) == "TimeEntries"
    with pytest.raises(ValueError, match="TicketNotes are written under their Tickets"):
        path_of(NOTES, None)
    with pytest.raises(ValueError, match="Roles are written at the top"):
        path_of(kind_of(Role), 5)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_other_end_has_the_same_paths(kind: Kind[Any]) -> None:
    under = packaged().by_folded[kind.name.lower()].under
    if kind.name == "ServiceLevelAgreementResults":  # which nobody writes
        return
    if under is not None:
        assert kind.under == (under.parent, under.segment)
        assert kind.parent == under.key
    else:
        assert kind.under is None


def _answer(body: bytes) -> Answer:
    return Answer(200, body, "application/json", None, None, None, 0.0, 0.0)


def test_a_yes_holds_an_id() -> None:
    assert take_id(_answer(b'{"itemId": 29}')) == 29
    for body in (b"", b"{}", b'{"itemId": null}', b'{"itemId": "29"}', b'{"itemId": true}', b'{"itemId": 2', b"[29]"):
        with pytest.raises(Unreadable):
            take_id(_answer(body))


@pytest.mark.parametrize(
    ("text", "sent", "field"),
    [
        ("Picklist value [3] does not exist for priority", {"priority": 3}, "priority"),
        ("Missing Required Field: title", {"status": 1}, "title"),
        ("queueID is required", {"status": 1}, "queue_id"),
        (
            "Reference value on field: contactID of type: Contact does not exist or is invalid.",
            {"status": 1, "contactID": 5},
            "contact_id",
        ),
        ("contactID is not associated to the companyID or its Parent Company", {"companyID": 7}, "company_id"),
        (
            "you must assign both a assignedResourceID and assignedResourceRoleID",
            {"assignedResourceRoleID": 5},
            "assigned_resource_role_id",
        ),
        ("Value does not exist for child picklist: subIssueType", {"issueType": 5}, "sub_issue_type"),
        ("The SUBISSUETYPE is wrong", {}, "sub_issue_type"),
        ("The status of this ticket forbids it.", {"status": 5}, "status"),
        ("The status of this ticket forbids it.", {"title": "x"}, None),
        ("The record with this id is locked.", {"id": 5, "title": "x"}, None),
        ("Something else.", {"title": "x"}, None),
    ],
)
def test_a_refusal_tells_its_field(text: str, sent: Mapping[str, Any], field: str | None) -> None:
    assert field_named(TICKETS, (text,), sent) == field


def test_the_first_text_that_names_a_field_counts() -> None:
    assert field_named(NOTES, ("No.", "Missing Required Field: noteType", "... publish"), {}) == "note_type"


NO_RIGHT = "The logged in Resource does not have the adequate permissions to create this entity type."
NO_RECORD = "No matching records found. The logged in Resource may not have the required permissions to delete it."


def test_a_missing_right_to_a_name_is_told_from_other_refusals() -> None:
    refusal = told(Forbidden("here: no", (NO_RIGHT,)), ENTRIES, {}, 29)
    assert type(refusal) is NoImpersonation
    assert refusal.texts == (NO_RIGHT,)
    assert "may not write TimeEntries in the name of resource 29" in refusal.sentence
    for other, name in (
        (Forbidden("no", (NO_RIGHT,)), None),
        (Forbidden("no", (NO_RECORD,)), 29),
        (Forbidden("no"), 29),
        (Refused("no", ("queueID is required",)), 29),
    ):
        assert told(other, ENTRIES, {}, name) is other
