"""When a leaver's access ends, as people write it: every phrase is our own."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autotask.entities import Ticket
from desk.effective_time import effective_time
from sla.instants import instant, micros
from tests.desk.shop import NEW, ON_HOLD, REQUEST, Shop, at, ticket, ticket_id, us

LONDON, NEW_YORK, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
WRITTEN = datetime(2026, 11, 24, 9, tzinfo=LONDON)
"""A Tuesday."""


def said(text: str, zone: ZoneInfo = LONDON, title: str = "") -> str:
    """What is read, as the wall clock of the zone shows it."""
    found = effective_time(title, text, micros(WRITTEN.replace(tzinfo=zone)), zone)
    return "" if found is None else instant(found).astimezone(zone).strftime("%Y-%m-%d %H:%M")


PHRASES = (
    ("Jo Park leaves on Thursday 26 November. Please block the account at 12:50.", "2026-11-26 12:50"),
    ("Jo leaves on Friday", "2026-11-27 17:00"),
    ("Jo leaves on Tuesday at 5 pm", "2026-11-24 17:00"),
    ("Jo leaves next Tuesday", "2026-12-01 17:00"),
    ("Last day 26/11", "2026-11-26 17:00"),
    ("Last working day: Nov 26", "2026-11-26 17:00"),
    ("Last day Nov. 26, 2026 at 5:30 p.m.", "2026-11-26 17:30"),
    ("Account must be closed today at 14:00", "2026-11-24 14:00"),
    ("Block access tomorrow at noon", "2026-11-25 12:00"),
    ("Please disable the account by end of day", "2026-11-24 17:00"),
    ("Please disable the account today, end of day", "2026-11-24 17:00"),
    ("Terminated with immediate effect", "2026-11-24 09:00"),
    ("Termination effective immediately", "2026-11-24 09:00"),
    ("Please do not disable the account immediately, last day is 2026-12-01", "2026-12-01 17:00"),
    ("Last day 2026-12-01, disable at 16:30", "2026-12-01 16:30"),
    ("Letzter Arbeitstag ist Freitag, der 27. November, bitte um 16 Uhr sperren", "2026-11-27 16:00"),
    ("Bitte das Konto am 26.11. um 12.50 Uhr sperren", "2026-11-26 12:50"),
    ("Konto morgen um 9 Uhr sperren", "2026-11-25 09:00"),
    ("Fristlose Kündigung, ab sofort sperren", "2026-11-24 09:00"),
    ("Guten Morgen, Frau Klein verlässt uns am 3. März", "2027-03-03 17:00"),
    ("Uit dienst per 1 december, account om 17.00 uur blokkeren", "2026-12-01 17:00"),
    ("Account per direct blokkeren", "2026-11-24 09:00"),
    ("Laatste werkdag vrijdag 27 november", "2026-11-27 17:00"),
    ("Medewerker vertrekt overmorgen", "2026-11-26 17:00"),
    ("Départ de M. Roux le 30 novembre à 18h30", "2026-11-30 18:30"),
    ("Dernier jour vendredi, bloquer le compte à 17h", "2026-11-27 17:00"),
    ("Bloquer le compte avec effet immédiat", "2026-11-24 09:00"),
    ("Mon compte doit être bloqué demain", "2026-11-25 17:00"),
    ("Baja de Ana el 27 de noviembre a las 15:00", "2026-11-27 15:00"),
    ("Último día el viernes", "2026-11-27 17:00"),
    ("Bloquear la cuenta mañana a las 14:30", "2026-11-25 14:30"),
    ("Bloquear la cuenta hoy por la mañana", "2026-11-24 17:00"),
    ("Her last day was 12 years ago", ""),
    ("His last day was Friday", "2026-11-24 09:00"),
    ("Call me on 0171 12 50 26 about the leaver", ""),
    ("Disable the account, phone +44 20 11/12 50", ""),
    ("Remove access to version 26.11.2", ""),
    ("Leaver has 24/7 access", ""),
    ("The licence costs 12.50, please terminate", ""),
    ("Server 10.1.20.26 access of the leaver", ""),
    ("Leaver: block access. Call me before 11:00", ""),
    ("Last day 20/11", "2026-11-24 09:00"),
    ("Last day 5 January", "2027-01-05 17:00"),
    ("Last day 31/02", ""),
    ("Leaves Friday next week", "2026-12-04 17:00"),
    ("Leaves next week Friday at 15:00", "2026-12-04 15:00"),
    ("Her contract ended on 3 March 2014", ""),
    ("Leaver, 1/3 of the files go to Tom", ""),
    ("Jo leaves 11/26", "2026-11-26 17:00"),
    ("Please close the account at 5pm on Friday", "2026-11-27 17:00"),
    ("Friday at 3 Jo leaves", "2026-11-27 17:00"),
    ("Leaver. Replacement starts 7 December", ""),
    ("Leaver. Born 3 December", ""),
)


AT_ONCE, NOTHING = "2026-11-24 09:00", ""
GONE_ALREADY = (
    "last day was yesterday, why is her account still on??",
    "Her last day was Friday. Please remove her account.",
    "Yesterday was his last day",
    "Last working day: 20 November 2026",
    "She left the company last week, please disable her account",
    "She left on Friday and her account is still active",
    "Jo has left the company.",
    "He walked out at noon yesterday. Kill his access then.",
    "Jo was fired this morning, cut her access",
    "Jo no longer works here",
    "He can still log in to the VPN",
    "Jo no longer works with us as of today",
    "Please disable her account as of today",
    "Please remove all access effective immediately",
    "Sein letzter Arbeitstag war gestern, sein Konto ist noch aktiv",
    "Frau Klein hat uns am Freitag verlassen",
    "Herr Klein ist seit gestern nicht mehr bei uns",
    "Bitte das Konto ab heute sperren",
    "Haar laatste werkdag was gisteren",
    "Jan is vrijdag vertrokken, account staat nog aan",
    "Account blokkeren met ingang van vandaag",
    "Son dernier jour était hier, son compte est toujours actif",
    "Mme Roux a quitté l'entreprise vendredi",
    "Bloquer le compte à compter d'aujourd'hui",
    "Su último día fue ayer y su cuenta sigue activa",
    "Ana se fue el viernes, bloquear la cuenta",
    "Bloquear la cuenta a partir de hoy",
)
DAYS_BY_DISTANCE = (
    ("Jo leaves at the end of the month", "2026-11-30 17:00"),
    ("Last day is the end of next month", "2026-12-31 17:00"),
    ("Jo leaves at the end of November", "2026-11-30 17:00"),
    ("Last day end of January", "2027-01-31 17:00"),
    ("Leaving at the end of the week", "2026-11-27 17:00"),
    ("Last day is on the 3rd", "2026-12-03 17:00"),
    ("Jo leaves on the 26th at 15:00", "2026-11-26 15:00"),
    ("Jo is leaving in two weeks", "2026-12-08 17:00"),
    ("Last day in 3 days", "2026-11-27 17:00"),
    ("Jo leaves in a month", "2026-12-24 17:00"),
    ("Frau Klein verlässt uns zum Monatsende", "2026-11-30 17:00"),
    ("Austritt Ende November", "2026-11-30 17:00"),
    ("Letzter Arbeitstag in zwei Wochen", "2026-12-08 17:00"),
    ("Letzter Tag ist am 3.", "2026-12-03 17:00"),
    ("Jan vertrekt aan het einde van de maand", "2026-11-30 17:00"),
    ("Laatste werkdag over twee weken", "2026-12-08 17:00"),
    ("Uit dienst per de 3e", "2026-12-03 17:00"),
    ("Dernier jour à la fin du mois", "2026-11-30 17:00"),
    ("Il quitte la société dans 15 jours", "2026-12-09 17:00"),
    ("Dernier jour le 3.", "2026-12-03 17:00"),
    ("Último día a fin de mes", "2026-11-30 17:00"),
    ("Se marcha en dos semanas", "2026-12-08 17:00"),
    ("Baja el día 3", "2026-12-03 17:00"),
    ("Jo leaves at noon today. Kill her access then.", "2026-11-24 12:00"),
    ("Jo is leaving at 5 pm. Kill her access then.", "2026-11-24 17:00"),
    ("Jo no longer works here as of Friday", "2026-11-27 17:00"),
    ("Herr Klein ist ab dem 1. Dezember nicht mehr bei uns", "2026-12-01 17:00"),
    ("Ab dem 1.12. ist Herr Klein nicht mehr bei uns", "2026-12-01 17:00"),
    ("À partir du 1er décembre elle ne travaille plus ici", "2026-12-01 17:00"),
    ("Jo is leaving at 5 pm. Kill her access at 6 pm.", "2026-11-24 18:00"),
    ("Jo has left, keep her mailbox on until 30 November", "2026-11-30 17:00"),
    ("She still has access and leaves on Friday", "2026-11-27 17:00"),
)
OTHER_DATES = (
    ("Leaver. Date of birth: 3 December", NOTHING),
    ("Leaver, birthday on the 3rd", NOTHING),
    ("Offboarding. Contract signed 20/11/2026", NOTHING),
    ("Leaver. Contract renewal at the end of the month", NOTHING),
    ("Leaver, the licence expires in two weeks", NOTHING),
    ("Leaver. New starter begins, start date 7 December", NOTHING),
    ("Leaver. Her successor starts in two weeks", NOTHING),
    ("Her replacement starts on Monday, Jo leaves on Friday", "2026-11-27 17:00"),
    ("Born 3 December, last day Friday", "2026-11-27 17:00"),
    ("Austritt. Geburtsdatum 3.12.2026", NOTHING),
    ("Uit dienst. Opvolger begint op 7 december", NOTHING),
    ("Départ. Date de naissance 3 décembre", NOTHING),
    ("Baja. Fecha de nacimiento 3 de diciembre", NOTHING),
    ("Leaver of the 2nd floor, on the 1st line", NOTHING),
    ("Block her account once she has left", NOTHING),
    ("Leaver has left her laptop at home", NOTHING),
    ("Last day was 3 years ago", NOTHING),
    ("Last day was supposed to be tomorrow", "2026-11-25 17:00"),
    ("She resigned on Monday", NOTHING),
    ("Last day 20 September 2026", NOTHING),
)


@pytest.mark.parametrize("text", GONE_ALREADY)
def test_whoever_has_gone_already_has_an_access_that_is_open_past_its_end(text: str) -> None:
    assert said(text) == AT_ONCE


@pytest.mark.parametrize(("text", "expected"), DAYS_BY_DISTANCE)
def test_a_day_may_be_named_by_its_distance(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), OTHER_DATES)
def test_a_date_of_something_else_ends_no_access(text: str, expected: str) -> None:
    assert said(text) == expected


WORDS = " ".join([*(text for text, _ in (*PHRASES, *DAYS_BY_DISTANCE, *OTHER_DATES)), *GONE_ALREADY]).split()


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_a_phrase_names_its_moment(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Leaver: Jo Park, last day Friday 27 November", "Please block the account at 12:50.", "2026-11-27 12:50"),
        ("Account must be closed today at 15:10", "Last day Friday. Block it at 12:50.", "2026-11-24 15:10"),
        ("Jo leaves on Friday", "Please disable the account immediately.", "2026-11-24 09:00"),
        ("Immediate termination: Jo, please call first", "Last day Friday, block at 12:50.", "2026-11-27 12:50"),
        ("Termination", "Leaving with immediate effect. Block access today at 17:30, not earlier.", "2026-11-24 17:30"),
        ("Offboarding Jo", "Name Jo\nLast day Friday 27 November\nPhone back: yes", "2026-11-27 17:00"),
    ],
)
def test_what_is_said_of_the_access_counts_first(title: str, text: str, expected: str) -> None:
    assert said(text, title=title) == expected


def test_figures_are_read_as_the_place_writes_them() -> None:
    assert said("Last day 12/1/2026", NEW_YORK) == "2026-12-01 17:00"
    assert said("Last day 1/12/2026") == "2026-12-01 17:00"
    assert said("Last day 11/26/2026") == "2026-11-26 17:00"


def test_the_wall_clock_is_that_of_the_place() -> None:
    found = effective_time("", "Konto am Freitag um 16 Uhr sperren", us(at("09:00")), BERLIN)
    assert found == us(datetime(2026, 11, 27, 15, tzinfo=UTC))


def test_an_hour_that_has_passed_means_at_once() -> None:
    assert said("Account must be closed today at 08:15") == "2026-11-24 09:00"


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    *WORDS,
                    "99",
                    "0",
                    "31/12/2099",
                    "\u0130",
                    "\n",
                    ":",
                ]
            ),
            max_size=40,
        ).map(" ".join),
    ),
    created=st.datetimes(datetime(1990, 1, 1), datetime(2149, 1, 1)),  # noqa: DTZ001
)
def test_any_text_is_read_and_never_before_it_was_written(text: str, created: datetime) -> None:
    written = micros(created.replace(tzinfo=UTC))
    found = effective_time(text, text, written, NEW_YORK)
    assert found is None or written <= found < written + 402 * 86_400 * 1_000_000


def test_a_letter_without_end_costs_little() -> None:
    assert said("no news " * 200_000 + "last day Friday") == ""
    assert said("at " * 100_000) == ""


def leaver(number: int, text: str, **changes: Any) -> Ticket:
    known: dict[str, Any] = {
        "title": f"Leaver: Jo Park, {text}",
        "ticket_type": REQUEST,
        "status": NEW,
        "resolved_due_date_time": at("17:00", 10, 12),
        "due_date_time": at("17:00", 10, 12),
    }
    return ticket(number, **(known | changes))


async def test_a_leaver_rises_two_hours_before_the_moment_the_text_names(shop: Shop) -> None:
    await shop.put(leaver(1, "block the account today at 12:50"), leaver(2, "last day Friday"))
    following = await shop.live()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.place.rung == 6
    await following.move(at("10:50"))
    item, other = following.desk.item(ticket_id(1)), following.desk.item(ticket_id(2))
    assert item is not None
    assert other is not None
    assert (item.place.rung, item.place.effective_due, other.place.rung) == (5, us(at("12:50")), 6)


async def test_a_leaver_who_has_gone_with_an_open_access_stands_at_the_end_of_access_at_once(shop: Shop) -> None:
    await shop.put(leaver(1, "last day was yesterday, why is her account still on??"))
    following = await shop.live()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert (item.place.rung, item.place.effective_due) == (5, us(at("09:00")))


async def test_the_date_of_the_service_level_is_no_end_of_access(shop: Shop) -> None:
    soon = at("10:30")
    await shop.put(
        leaver(1, "date follows", due_date_time=soon, resolved_due_date_time=at("17:00", 27)),
        leaver(2, "date follows", due_date_time=at("15:00"), resolved_due_date_time=at("15:00")),
    )
    following = await shop.live()
    await following.move(at("14:00"))
    rungs = [item.place.rung for number in (1, 2) if (item := following.desk.item(ticket_id(number))) is not None]
    assert rungs == [5, 6]


async def test_the_date_of_the_service_level_ends_no_hold(shop: Shop) -> None:
    noon = at("12:00")
    await shop.put(
        ticket(1, status=ON_HOLD, due_date_time=noon, resolved_due_date_time=noon),
        ticket(2, status=ON_HOLD, due_date_time=noon, resolved_due_date_time=at("15:00")),
    )
    following = await shop.live()
    held, dated = following.desk.item(ticket_id(1)), following.desk.item(ticket_id(2))
    assert held is not None
    assert dated is not None
    assert (held.hold_release, dated.hold_release) == (None, us(noon))
    await following.move(at("12:01"))
    held, dated = following.desk.item(ticket_id(1)), following.desk.item(ticket_id(2))
    assert held is not None
    assert dated is not None
    assert (held.place.offered, dated.place.offered) == (False, True)
