"""Numbers and their labels, as a tenant's metadata gives them."""

import json
from typing import Any

import pytest

from autotask.entities import Resource, Ticket
from autotask.metadata import picklists_of, read_fields
from autotask.pages import Unreadable
from autotask.picklists import Picklist, Picklists, PicklistValue, picklist_id

PRIORITIES = [
    {"value": "1", "label": "High", "sortOrder": 2, "isActive": True},
    {"value": "4", "label": "Critical", "sortOrder": 1, "isActive": True, "isSystem": True},
    {"value": "2", "label": "Medium", "sortOrder": 3, "isActive": True, "isDefaultValue": True},
    {"value": "9", "label": "medium ", "sortOrder": 0, "isActive": False},
]


def _field(name: str, **values: Any) -> dict[str, Any]:
    return {"name": name, "dataType": "integer", "length": 0, "isQueryable": True, **values}


def _body(*fields: dict[str, Any]) -> bytes:
    return json.dumps({"fields": fields}).encode()


def _priorities() -> Picklist:
    fields = read_fields(_body(_field("priority", isPickList=True, picklistValues=PRIORITIES)))
    return picklists_of("Tickets", fields).of(Ticket, "priority")


def test_the_tenants_order_is_the_rank_and_not_the_number() -> None:
    priorities = _priorities()
    assert [value.label for value in priorities] == ["medium ", "Critical", "High", "Medium"]
    assert sorted([1, 2, 4], key=priorities.rank) == [4, 1, 2]
    assert priorities.rank(77) == priorities.rank(None) == len(priorities)


def test_inactive_values_label_old_records_but_are_not_offered() -> None:
    priorities = _priorities()
    assert priorities.label(9) == "medium "
    assert [value.id for value in priorities.active] == [4, 1, 2]


def test_a_label_is_found_whatever_its_case_and_the_active_one_first() -> None:
    found = _priorities().by_label("MEDIUM")
    assert found is not None
    assert (found.id, found.is_default) == (2, True)
    assert _priorities().by_label("nothing") is None


def test_what_has_no_label_is_shown_as_its_number() -> None:
    assert [_priorities().label(value) for value in (None, 77)] == ["", "77"]
    assert _priorities().get(None) is None
    system = _priorities().get(4)
    assert system is not None
    assert system.is_system


def test_fields_are_matched_whatever_their_case() -> None:
    fields = read_fields(_body(_field("Priority", isPickList=True, picklistValues=PRIORITIES)))
    assert picklists_of("Tickets", fields).of(Ticket, "priority").label(4) == "Critical"


def test_a_field_that_is_no_picklist_has_an_empty_one() -> None:
    fields = read_fields(_body(_field("title", picklistValues=None)))
    assert len(picklists_of("Tickets", fields).of(Ticket, "title")) == 0
    with pytest.raises(KeyError):
        Picklists().of(Ticket, "colour")


def test_child_values_name_their_parent() -> None:
    values = [
        {"value": "31", "label": "Toner", "parentValue": "10"},
        {"value": "32", "label": "Any", "parentValue": ""},
    ]
    fields = read_fields(
        _body(_field("subIssueType", isPickList=True, picklistValues=values, picklistParentValueField="issueType"))
    )
    subs = picklists_of("Tickets", fields).of(Ticket, "sub_issue_type")
    assert subs.parent_field == "issueType"
    assert {value.label: value.parent for value in subs} == {"Toner": 10, "Any": None}


def test_picklists_of_several_kinds_join() -> None:
    tickets = Picklists({("Tickets", "status"): Picklist((PicklistValue(1, "New"),))})
    people = Picklists({("Resources", "resourceType"): Picklist((PicklistValue("Employee", "Employee"),))})
    both = tickets | people
    assert both.of(Ticket, "status").label(1) == "New"
    assert both.of(Resource, "resource_type").label("Employee") == "Employee"
    assert {(kind, field) for kind, field, _ in both} == {("Tickets", "status"), ("Resources", "resourcetype")}
    assert both != tickets


@pytest.mark.parametrize(
    ("written", "held"), [("8", 8), ("-1", -1), (8, 8), ("Employee", "Employee"), ("", None), (None, None)]
)
def test_an_id_is_what_records_hold(written: Any, held: Any) -> None:
    assert picklist_id(written) == held


def test_what_a_field_takes_is_told_and_labels_are_cleaned() -> None:
    written = _field("title", dataType="string", length=255, isRequired=True, isReadOnly=None, referenceEntityType=None)
    values = [{"value": "1", "label": "N\x1b[2Jew"}]
    title, status = read_fields(_body(written, _field("status", isPickList=True, picklistValues=values)))
    assert (title.data_type, title.length, title.is_required, title.is_read_only) == ("string", 255, True, False)
    assert title.picklist is None
    assert status.picklist is not None
    assert status.picklist.label(1) == "New"


@pytest.mark.parametrize("body", [b"{}", b'{"fields":[{"name":null}]}', b"<html>"])
def test_unreadable_metadata_says_so(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_fields(body)
