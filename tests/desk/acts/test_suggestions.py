"""Whom to give a ticket: who is here and free first, who is not drowned in work, who knows the company or the issue."""

from datetime import timedelta
from typing import Any

from autotask.entities import ResourceRole, ResourceServiceDeskRole, ResourceSkill, Skill, TimeOffRequest
from desk.acts.offers import Suggested
from tests.desk.acts.bench import LEAD, TECH, Bench, bench
from tests.desk.shop import ACME, ANA, BEN, CHI, COMPLETE, NOW, TOM, Shop, at, ticket

CHIS_ROLE = ResourceServiceDeskRole(id=4, resource_id=CHI, role_id=TECH, is_default=True, is_active=True)
LONG_AGO = NOW - timedelta(days=90)


def solved(number: int, who: int, **changes: Any) -> Any:
    """A ticket that somebody completed last week."""
    known = {"status": COMPLETE, "assigned_resource_id": who, "last_activity_date": NOW - timedelta(days=7)}
    return ticket(number, **(known | changes))


async def suggested(b: Bench, *numbers: int) -> list[Suggested]:
    await b.desk.settle()
    return list(await b.acts.suggest(numbers))


async def test_who_is_booked_or_off_stands_behind_who_is_free_and_it_is_said(shop: Shop) -> None:
    away = TimeOffRequest(
        id=1, resource_id=CHI, request_date=NOW.date(), start_time=at("08:00"), end_time=at("18:00"), status=2,
        approved_date_time=at("07:30"),
    )  # fmt: skip
    visit = shop.call(2, at("09:30"), 60, BEN)
    async with bench(shop, ticket(1, assigned_resource_id=None), ticket(2, assigned_resource_id=BEN), CHIS_ROLE, away,
                     *visit, shop.availability(CHI, 8)) as b:  # fmt: skip
        found = await suggested(b, 1)
        assert [(each.id, each.reasons[0], each.full) for each in found] == [
            (ANA, "free now", False),
            (BEN, "free 10:30", False),
            (CHI, "off: time off", True),
        ]
        assert [each.role.id for each in found] == [TECH, LEAD, TECH]
        assert found[0].me


async def test_who_has_solved_such_things_for_the_company_stands_before_who_has_not(shop: Shop) -> None:
    mine = ticket(1, assigned_resource_id=None, issue_type=4, sub_issue_type=41)
    rows = [
        solved(11, CHI),
        solved(12, CHI),
        solved(13, BEN, company_id=ACME, contact_id=TOM, issue_type=4, sub_issue_type=41),
        solved(14, ANA, last_activity_date=LONG_AGO),
        ticket(21, assigned_resource_id=CHI, company_id=ACME, contact_id=TOM),
        ticket(22, assigned_resource_id=BEN, company_id=ACME, contact_id=TOM),
        ticket(23, assigned_resource_id=ANA, company_id=ACME, contact_id=TOM),
    ]
    async with bench(shop, mine, *rows, CHIS_ROLE) as b:
        found = {each.id: each.reasons for each in await suggested(b, 1)}
        assert list(found) == [ANA, CHI, BEN], "Ana works in the queue, which goes before what the others know"
        assert found[CHI] == ("free now", "1 open", "lately 2 for the company")
        assert found[BEN] == ("free now", "1 open", "lately 1 of this issue")
        known = ("free now", "1 open", "works in the queue")
        assert found[ANA] == known, "what lies further back than two months is no knowledge of today"


async def test_a_skill_that_the_ticket_asks_for_counts_more_than_what_somebody_has_solved(shop: Shop) -> None:
    rows = (
        Skill(id=1, name="VPN & Firewalls", is_active=True),
        Skill(id=2, name="Cobol", is_active=True),
        Skill(id=3, name="Firewall", is_active=False),
        ResourceSkill(id=1, resource_id=CHI, skill_id=1, skill_level=3),
        ResourceSkill(id=2, resource_id=CHI, skill_id=2, skill_level=3),
        ResourceSkill(id=3, resource_id=BEN, skill_id=3, skill_level=3),
        ResourceRole(id=5, resource_id=CHI, role_id=TECH, queue_id=5, is_active=True),
        solved(11, ANA, completed_by_resource_id=ANA),
        shop.entry(11, NOW - timedelta(days=7), 30),
    )
    mine = ticket(1, assigned_resource_id=None, title="vpn firewall of the branch is down")
    other = ticket(2, assigned_resource_id=BEN, title="A form in COBOL", issue_type=4)
    async with bench(shop, mine, other, *rows, CHIS_ROLE) as b:
        found = {each.id: each.reasons for each in await suggested(b, 1)}
        assert list(found) == [CHI, ANA, BEN]
        assert found[CHI] == ("free now", "0 open", "works in the queue", "skill: VPN & Firewalls")
        assert found[ANA][-1] == "lately 1 for the company"
        await b.desk.foresee()
        item = await b.item(1)
        assert item is not None
        found = {each.id: each.reasons for each in await suggested(b, 1)}
        assert found[ANA][-1] == f"lately 1 for the company, 1 of {item.workflow}", "once past tickets were looked at"
        assert "skills: Cobol, VPN & Firewalls" in (await suggested(b, 1, 2))[0].reasons


async def test_who_has_far_more_than_the_others_stands_behind_them_whatever_they_know(shop: Shop) -> None:
    heap = [ticket(number, assigned_resource_id=ANA) for number in range(2, 9)]
    async with bench(shop, ticket(1, assigned_resource_id=BEN), *heap, CHIS_ROLE,
                     ResourceRole(id=5, resource_id=CHI, role_id=TECH, queue_id=5, is_active=True),
                     ticket(30, assigned_resource_id=CHI)) as b:  # fmt: skip
        found = await suggested(b, 1)
        assert [each.id for each in found] == [CHI, ANA], "whose it is already is not suggested"
        assert "7 open" in found[1].reasons
        assert await suggested(b, 99) == []
