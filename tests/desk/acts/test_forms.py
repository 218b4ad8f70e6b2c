"""What the forms of a ticket start with: who reads a note, what a hold stands at, what a field can be set to."""

from datetime import date, timedelta
from typing import Any

import pytest

from autotask.entities import Contact, Notification, TicketNote
from desk.acts.commands import Hold
from desk.acts.offers import HoldKind
from desk.pages import Audience
from tests.desk.acts.bench import ONSITE, REMOTE, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import ANA, LENA, NORTHWIND, Shop, at, ticket


def told(count: int) -> list[Any]:
    """What Ana wrote for customers an hour ago."""
    return [
        TicketNote(id=40 + number, ticket_id=1, creator_resource_id=ANA, publish=1, create_date_time=at("07:30"))
        for number in range(count)
    ]


def mailed(count: int) -> list[Any]:
    """Mails that went out right after."""
    return [
        Notification(
            id=60 + number,
            ticket_id=1,
            notification_sent_time=at("07:30") + timedelta(minutes=1),
            recipient_email_address="lena@northwind.example",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("rows", "mail", "says"),
    [
        ([], None, "whether mail goes out is up to the tenant's rules"),
        ([*told(6), *mailed(1)], True, "such notes of late were followed by mail"),
    ],
)
async def test_a_note_names_who_reads_it_and_says_what_is_known_of_mail(
    shop: Shop, rows: list[Any], mail: bool | None, says: str
) -> None:
    async with bench(shop, ticket(1), *rows) as b:
        internal, *_, public = (await b.acts.note_form(1)).audiences
        assert (internal.audience, internal.seconds) == (Audience.INTERNAL, 4.0)
        assert (public.audience, public.seconds, public.mail) == (Audience.PUBLIC, 8.0, mail)
        assert public.says == f"PUBLIC: Lena Ortiz reads it in the portal; {says}"


async def test_the_form_of_a_hold_begins_with_the_one_that_is_on(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert (await b.acts.hold_form(1)).now is None
        day = date(2026, 11, 26)
        hold = Hold(ticket_id=1, kind=HoldKind.VENDOR, reason="PSU", until=day, vendor="Dell", case_number="4711")
        done(await b.acts.do(hold))
        await b.sent()
        form = await b.acts.hold_form(1)
        assert (form.now, form.until, form.vendor, form.case_number) == (HoldKind.VENDOR, day, "Dell", "4711")


async def test_contacts_are_the_companys_and_work_types_those_for_tickets(shop: Shop) -> None:
    gone = Contact(id=777, company_id=NORTHWIND, first_name="Old", last_name="Hand", is_active=0)
    async with bench(shop, ticket(1), gone) as b:
        form = await b.acts.change_form(1)
        assert [choice.id for choice in form.choices["contact_id"]] == [LENA]
        assert [choice.id for choice in form.choices["billing_code_id"]] == [ONSITE, REMOTE]
