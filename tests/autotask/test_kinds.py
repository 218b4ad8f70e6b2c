"""Entities, their names on the wire, and what may load with them."""

import dataclasses
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from autotask import entities
from autotask.entities import ConfigurationItem, InternalLocation, Ticket, TicketCategory, TimeEntry
from autotask.kinds import KINDS, Kind, kind_of
from autotask.record import utc, wire_name
from autotask.text import Cleaned, clean, raw_of


@pytest.mark.parametrize(
    ("entity", "attr", "wire"),
    [
        (Ticket, "id", "id"),
        (Ticket, "assigned_resource_id", "assignedResourceID"),
        (Ticket, "first_response_due_date_time", "firstResponseDueDateTime"),
        (Ticket, "problem_ticket_id", "problemTicketId"),
        (Ticket, "rmm_alert_id", "rmmAlertID"),
        (
            Ticket,
            "service_level_agreement_paused_next_event_hours",
            "serviceLevelAgreementPausedNextEventHours",
        ),
        (TicketCategory, "display_color_rgb", "displayColorRGB"),
        (InternalLocation, "holiday_set_id", "holidaySetId"),
        (ConfigurationItem, "rmm_device_uid", "rmmDeviceUID"),
        (ConfigurationItem, "rmm_device_audit_ip_address", "rmmDeviceAuditIPAddress"),
        (TimeEntry, "date_worked", "dateWorked"),
    ],
)
def test_an_attribute_has_autotasks_name(entity: type, attr: str, wire: str) -> None:
    assert kind_of(entity).wire(attr) == wire


def test_every_entity_has_a_kind() -> None:
    assert {entity.__name__ for entity in KINDS} == set(entities.__all__)
    assert len({kind.name for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_has_only_fields_a_table_can_hold(kind: Kind[Any]) -> None:
    fields = kind.fields
    assert fields[0].attr == "id"
    assert not fields[0].optional
    assert all(spec.optional for spec in fields[1:])
    assert {spec.type for spec in fields} <= {int, float, bool, str, datetime, date}
    assert len({spec.wire for spec in fields}) == len(fields)


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(KeyError, match="Tickets has no field colour"):
        kind_of(Ticket).wire("colour")


def test_entities_are_frozen_and_slotted() -> None:
    ticket = Ticket(id=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        ticket.status = 5  # type: ignore[misc]
    assert not hasattr(ticket, "__dict__")


def test_a_replaced_entity_keeps_the_raw_text() -> None:
    ticket = Ticket(id=1, title=clean("a\x07b"))
    moved = dataclasses.replace(ticket, status=5)
    assert isinstance(moved.title, Cleaned)
    assert raw_of(moved.title) == "a\x07b"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Ticket(id=1, create_date=datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_instant_without_a_zone_is_utc() -> None:
    naive = datetime(2026, 6, 3, 10)  # noqa: DTZ001
    assert utc(naive) == datetime(2026, 6, 3, 10, tzinfo=UTC)
    assert utc(datetime.fromisoformat("2026-06-03T12:00:00+02:00")).isoformat() == "2026-06-03T10:00:00+00:00"


def test_wire_names_are_camel_case_with_a_large_id() -> None:
    assert [wire_name(name) for name in ("id", "title", "create_date_time", "company_id")] == [
        "id",
        "title",
        "createDateTime",
        "companyID",
    ]


def test_entities_load_without_the_http_client_and_that_without_its_command_line() -> None:
    entities_alone = "import sys, autotask.entities, autotask.kinds, autotask.text; assert 'httpx' not in sys.modules"
    client = "import autotask.client; assert 'httpx' in sys.modules and 'httpx._main' not in sys.modules"
    subprocess.run([sys.executable, "-c", f"{entities_alone}; {client}"], check=True)
