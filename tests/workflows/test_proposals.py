"""What a time entry starts with, in a tenant whose work types are named as in many a shop."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sla.calendar import BusinessCalendar
from sla.instants import HOUR, MINUTE, micros
from sla.schedule import Schedule
from workflows.proposals import Place, Proposal, Role, WorkType, propose_role, propose_work_type

LONDON = ZoneInfo("Europe/London")
DESK = BusinessCalendar(
    Schedule.of("Europe/London", {day: [("08:00", "18:00")] for day in ("mon", "tue", "wed", "thu", "fri")})
)
SHOP = (
    WorkType(1, "Remote Support", after_hours_id=3),
    WorkType(2, "Onsite Support"),
    WorkType(3, "After Hours Support"),
    WorkType(4, "Project Labor"),
    WorkType(5, "Preventive Maintenance"),
    WorkType(6, "No Charge", billable=False),
    WorkType(7, "Emergency (old rate)", active=False),
)


def at(clock: str) -> int:
    return micros(datetime.fromisoformat(f"2026-11-20 {clock}").replace(tzinfo=LONDON))


def proposed(
    usual: str = "Remote Support",
    place: Place = Place.REMOTE,
    start: str = "10:00",
    shop: tuple[WorkType, ...] = SHOP,
    **own: int,
) -> Proposal:
    begin = at(start)
    return propose_work_type(usual, shop, place=place, start=begin, end=begin + HOUR, calendar=DESK, **own)


@pytest.mark.parametrize(
    ("usual", "place", "name", "why"),
    [
        ("Remote Support", Place.REMOTE, "Remote Support", "remote work"),
        ("Remote Support", Place.ONSITE, "Onsite Support", "onsite work"),
        ("Onsite Support", Place.REMOTE, "Remote Support", "remote work"),
        ("Project", Place.ONSITE, "Project Labor", "usual for the workflow"),
        ("Maintenance", Place.REMOTE, "Preventive Maintenance", "usual for the workflow"),
        ("Monitoring", Place.REMOTE, "Remote Support", 'remote work; no work type is called "Monitoring"'),
    ],
)
def test_the_workflow_and_the_place_propose_a_work_type(usual: str, place: Place, name: str, why: str) -> None:
    found = proposed(usual, place)
    assert (found.name, found.why) == (name, why)


def test_outside_business_hours_the_tenants_after_hours_work_type_stands_in() -> None:
    found = proposed(start="19:10")
    assert (found.name, found.why) == (
        "After Hours Support",
        "it begins outside business hours, otherwise Remote Support",
    )
    assert found.outside_us == HOUR


def test_after_hours_is_found_by_name_where_the_tenant_has_not_set_it() -> None:
    assert proposed(place=Place.ONSITE, start="19:10").name == "After Hours Support"


def test_without_an_after_hours_work_type_the_usual_one_stays() -> None:
    found = proposed(start="19:10", shop=SHOP[:2])
    assert (found.name, found.outside_us) == ("Remote Support", HOUR)


def test_the_start_decides_and_what_runs_over_is_said() -> None:
    found = proposed(start="17:20")
    assert (found.name, found.outside_us) == ("Remote Support", 20 * MINUTE)


def test_round_the_clock_there_are_no_after_hours() -> None:
    always = BusinessCalendar(Schedule.always())
    start = at("03:00")
    found = propose_work_type(
        "Remote Support", SHOP, place=Place.REMOTE, start=start, end=start + HOUR, calendar=always
    )
    assert (found.name, found.outside_us) == ("Remote Support", 0)


def test_a_special_work_type_of_the_ticket_was_chosen_by_somebody_and_stays() -> None:
    assert proposed(of_ticket=6).why == "the ticket's own work type"
    assert proposed(of_task=6).why == "the task's own work type"
    assert proposed(of_ticket=6, start="19:10").name == "No Charge"
    assert proposed(of_ticket=1, place=Place.ONSITE).name == "Onsite Support"


def test_a_work_type_that_is_not_active_is_never_proposed() -> None:
    only_old = (WorkType(7, "Remote (old rate)", active=False),)
    found = proposed(shop=only_old, of_ticket=7)
    assert found.id is None
    assert found.why == 'no work type is called "Remote Support" or says remote'


@pytest.mark.parametrize(
    ("names", "place", "name"),
    [
        (("Fernwartung", "Vor-Ort-Einsatz"), Place.ONSITE, "Vor-Ort-Einsatz"),
        (("Support à distance", "Intervention sur site"), Place.REMOTE, "Support à distance"),
        (("Werk op locatie", "Ondersteuning op afstand"), Place.REMOTE, "Ondersteuning op afstand"),
        (("Soporte remoto", "Soporte in situ"), Place.ONSITE, "Soporte in situ"),
        (("ONSITE - overtime", "On-Site Labor", "Remote"), Place.ONSITE, "On-Site Labor"),
    ],
)
def test_a_place_is_told_by_name_in_five_languages(names: tuple[str, ...], place: Place, name: str) -> None:
    shop = tuple(WorkType(number, each) for number, each in enumerate(names, 1))
    assert proposed(place=place, shop=shop).name == name


ENGINEER, SENIOR = Role(1, "Engineer"), Role(2, "Senior Engineer")


def test_a_role_is_one_that_the_person_holds_the_nearest_reason_first() -> None:
    both = (ENGINEER, SENIOR)
    assert propose_role(both, of_task=2, assigned=1).why == "your role on the task"
    assert propose_role(both, assigned=2, default=1).why == "the ticket is assigned to you in it"
    assert propose_role(both, assigned=9, default=1).why == "your default on the service desk"
    assert propose_role(both, last=2).name == "Senior Engineer"


def test_one_role_needs_no_choice_and_several_without_a_sign_do() -> None:
    assert propose_role([ENGINEER]).why == "the only role you hold"
    assert propose_role([ENGINEER, SENIOR]).id is None
    assert propose_role([]).why == "you hold no role, so Autotask takes no time"
