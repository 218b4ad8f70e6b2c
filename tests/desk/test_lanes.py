"""The order inside a lane, from what the copy knows: duplicates, devices, impact, backup windows."""

from datetime import time

import pytest

from autotask.entities import ConfigurationItem, Contact, Ticket
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.cards import device_card
from desk.crowds import MOST, Alerts, Crowds, same_title
from desk.labels import Labels
from desk.model import View
from desk.settings import DeskSettings, parse_time
from sla.clock import ClockInput, TicketClock, read_clock
from sla.errors import NeverOpens
from sla.instants import MINUTE
from tests.desk.shop import (
    ACME,
    CRITICAL,
    LENA,
    NEW,
    NORTHWIND,
    TOM,
    Following,
    Shop,
    at,
    ticket,
    us,
)


def numbers(following: Following, view: View = View.TEAM) -> list[int]:
    return [item.id.id for item in following.desk.queue(view).items]


def alert(number: int, **changes: object) -> Ticket:
    known: dict[str, object] = {
        "title": "CPU 95% on WS07",
        "ticket_type": 5,
        "queue_id": 8,
        "source": 8,
        "status": NEW,
        "rmm_alert_id": f"rmm-{number}",
        "assigned_resource_id": None,
        "first_response_date_time": None,
        "resolved_due_date_time": at("15:00"),
        "first_response_due_date_time": at("15:00"),
    }
    return ticket(number, **{**known, **changes})


def test_two_alerts_of_one_trouble_have_one_title() -> None:
    assert same_title("CPU 95% on SRV02 at 09:41") == same_title("Re: cpu  97 % on SRV02 at 10:02")
    assert same_title("CPU 95% on SRV02") != same_title("CPU 95% on SRV03")


def test_duplicates_are_counted_over_device_and_title_and_only_up_to_a_point() -> None:
    alerts = Alerts()
    assert alerts.put(1, 700, NORTHWIND, "Disk full on SRV01") == set()
    assert alerts.put(2, 700, NORTHWIND, "CPU on SRV01") == {1}
    assert alerts.put(3, None, NORTHWIND, "CPU on SRV01") == {2}
    assert [alerts.duplicates(number) for number in (1, 2, 3, 77)] == [1, 2, 1, 0]
    assert alerts.drop(2) == {1, 3}
    assert [alerts.duplicates(number) for number in (1, 2, 3)] == [0, 0, 0]
    touched = [len(alerts.put(number, 800, ACME, "")) for number in range(100, 200)]
    assert max(touched) == MOST
    assert touched[-1] == 0
    assert alerts.duplicates(150) == MOST


def test_a_crowd_is_who_came_within_the_hour_from_the_same_company() -> None:
    crowds = Crowds()
    for number, minutes in ((1, 0), (2, 30), (3, 60), (4, 91)):
        crowds.put(number, NORTHWIND, us(at("09:00")) + minutes * MINUTE)
    crowds.put(5, ACME, us(at("09:00")))
    assert [crowds.around(number) for number in (1, 2, 3, 4, 5, 77)] == [2, 2, 3, 1, 0, 0]
    crowds.moved.clear()
    crowds.put(1, NORTHWIND, us(at("09:00")))
    assert crowds.moved == set()
    crowds.put(1, ACME, us(at("09:00")))
    assert crowds.moved == {NORTHWIND, ACME}


@pytest.mark.parametrize(
    ("kind", "category", "name", "expected"),
    [
        ("Firewall", "", "box", 0),
        ("", "Servers", "box", 0),
        ("", "", "NWIND-DC02", 0),
        ("", "", "SRV-01", 0),
        ("Managed device", "", "FW", 0),
        ("Network Switch", "", "SW-3", 1),
        ("", "", "UPS 3000 in rack", 1),
        ("Laptop", "", "SRV-lookalike", 2),
        ("", "", "NW-LT-0192", 2),
        ("Printer", "", "groups printer", 3),
    ],
)
def test_what_hangs_on_a_device_is_read_from_its_type_its_category_or_its_name(
    kind: str, category: str, name: str, expected: int
) -> None:
    words = Picklists(
        {
            ("ConfigurationItems", "configurationItemType"): Picklist((PicklistValue(1, kind),)),
            ("ConfigurationItems", "configurationItemCategoryID"): Picklist((PicklistValue(2, category),)),
        }
    )
    row = ConfigurationItem(
        id=1, reference_title=name, configuration_item_type=1, configuration_item_category_id=2 if category else None
    )
    assert device_card(row, Labels(words, {})).device_class == expected


async def test_alerts_stand_by_device_then_by_how_often_they_came(shop: Shop) -> None:
    await shop.put(
        ConfigurationItem(id=700, reference_title="SRV01"),
        ConfigurationItem(id=701, reference_title="WS07"),
        alert(1, title="Something on WS01"),
        alert(2),
        alert(3, title="Disk full", configuration_item_id=700),
    )
    following = await shop.live()
    assert numbers(following)[0] == 3
    await following.put(alert(4, title="CPU 99% on WS07", resolved_due_date_time=at("16:00")))
    assert numbers(following)[:2] == [3, 2]


async def test_the_widest_critical_incident_comes_first(shop: Shop) -> None:
    critical = {"priority": CRITICAL, "status": NEW, "first_response_date_time": None, "assigned_resource_id": None}
    await shop.put(
        ticket(1, title="Server is down", contact_id=LENA, company_id=NORTHWIND, create_date=at("08:30"), **critical),
        ticket(2, title="Server is down", contact_id=TOM, company_id=ACME, create_date=at("08:45"), **critical),
        ticket(3, title="Internet down at all our branches, nobody can work", create_date=at("09:00"), company_id=103,
               contact_id=None, **critical),
    )  # fmt: skip
    following = await shop.live()
    assert numbers(following) == [3, 2, 1]
    await following.put(*(ticket(number, create_date=at("08:35")) for number in range(11, 16)))
    assert numbers(following)[:3] == [3, 1, 2] or numbers(following)[:3] == [1, 3, 2]
    await following.drop(Ticket, *range(11, 16))
    assert numbers(following) == [3, 2, 1]


async def test_a_failed_backup_names_the_next_window_and_moves_on_with_it(shop: Shop) -> None:
    await shop.put(ticket(1, title="Backup failed on SRV01", resolved_due_date_time=at("17:00", 27)))
    following = await shop.live(backup_window="21:30")
    assert following.desk.queue(View.MINE).items[0].workflow == "W03"
    why = following.desk.explain(following.desk.queue(View.MINE).items[0].id)
    assert why is not None
    assert "next backup window 21:30" in why.lines[1]
    await following.move(at("21:31"))
    why = following.desk.explain(following.desk.queue(View.MINE).items[0].id)
    assert why is not None
    assert "next backup window Wed 21:30" in why.lines[1]


def test_the_backup_window_is_a_time_of_the_day() -> None:
    assert parse_time(DeskSettings().backup_window) == time(20, 0)
    for wrong in ("25:00", "evening", "20:00+01:00"):
        with pytest.raises(ValueError, match='time of the day such as "20:00"'):
            DeskSettings(backup_window=wrong)


async def test_an_auto_reply_and_a_monitor_wait_for_no_answer(shop: Shop) -> None:
    monitor = 290
    await shop.put(
        Contact(id=monitor, company_id=NORTHWIND, first_name="RMM", email_address="alerts@rmm.example"),
        *(ticket(number, resolved_due_date_time=at("15:00", 30)) for number in (1, 2, 3, 4)),
        shop.note(1, "Thank you for your mail. I am out of the office until Monday.", at("09:35")),
        shop.note(2, "CPU is back to normal.", at("09:35"), created_by_contact_id=monitor),
        shop.note(3, "It still fails.", at("09:20")),
        shop.note(3, "Away", at("09:35"), title="Automatic reply: your ticket"),
        shop.answer(4, "Synchronised from the monitor.", at("09:35")),
    )
    following = await shop.live()
    replied = {item.id.id: item.reply_at for item in following.desk.queue(View.MINE).items}
    assert replied == {1: None, 2: None, 3: us(at("09:20")), 4: None}
    await following.put(Contact(id=monitor, company_id=NORTHWIND, first_name="Ruth", email_address="ruth@x.example"))
    assert {item.id.id for item in following.desk.queue(View.MINE).items if item.reply_at} == {2, 3}


async def test_a_ticket_that_time_cannot_be_reckoned_for_stands_without_a_service_level(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def troubled(facts: ClockInput, now: int) -> TicketClock:
        if facts.due[2] == us(at("15:00")):
            raise NeverOpens("This calendar has no business time.")
        return read_clock(facts, now)

    monkeypatch.setattr("desk.assemble.read_clock", troubled)
    await shop.put(ticket(1, resolved_due_date_time=at("15:00")), ticket(2, resolved_due_date_time=at("10:22")))
    following = await shop.live()
    items = following.desk.queue(View.MINE).items
    assert [(item.id.id, item.clock is None) for item in items] == [(2, False), (1, True)]
    assert [notice for notice in following.desk.notices if "reckoned" in notice] == [
        "1 ticket stands without a service level, because business time cannot be reckoned:"
        " T20261124.0001: This calendar has no business time."
    ]
    why = following.desk.explain(items[1].id)
    assert why is not None
    assert why.lines[1] == "no service level: its dates or its calendar cannot be reckoned with"
    await following.put(ticket(1, resolved_due_date_time=at("16:00")))
    assert not [notice for notice in following.desk.notices if "reckoned" in notice]
