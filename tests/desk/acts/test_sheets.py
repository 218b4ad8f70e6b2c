"""My day and my week, forms that propose, and drafts that survive."""

from dataclasses import replace
from datetime import date, timedelta

from autotask.entities import (
    BillingCode,
    Contract,
    ContractBlock,
    ContractBlockHourFactor,
    ContractExclusionBillingCode,
    ContractRate,
    ContractRetainer,
    ContractTicketPurchase,
    WorkTypeModifier,
)
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.acts.commands import AddNote, EditTime, LogTime
from metrics.intervals import Interval
from replica.fill import START, TIME
from replica.outbox.effects import TimeEntryCreate
from replica.writing import Batch
from sla.instants import MINUTE
from tests.desk.acts.bench import LEAD, ONSITE, REMOTE, SAID, TECH, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import MANAGED, NORTHWIND, Shop, at, ticket, ticket_id, us

LIAISON = 604


async def test_the_sheet_counts_what_is_pending_and_says_how_promptly_it_came(shop: Shop) -> None:
    async with bench(shop, ticket(1), shop.entry(1, at("08:00"), 60, create_date_time=at("09:30"))) as b:
        entry = LogTime(ticket_id=1, start=at("09:10"), end=at("09:40"), work_type_id=REMOTE, summary=SAID)
        await b.acts.do(entry, agreed=["gap"])
        await b.desk.settle()
        sheet = b.acts.sheet()
        assert sheet.pending == {-1}
        assert sheet.today.entered_minutes == 90
        assert (sheet.in_time, sheet.measured, sheet.median_lag) == (1, 2, 60)
        assert sheet.says == "in time 1 of 2 (50%) · lag 1 min · coverage 89%"


async def test_what_a_timer_has_counted_is_no_gap_of_the_day(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        (before,) = b.acts.sheet().today.gaps
        await b.acts.start_timer(ticket_id(1), at=at("08:50"))
        (gap,) = b.acts.sheet().today.gaps
        assert gap == Interval(before.start, us(at("08:50")))


async def test_an_entry_that_waited_for_the_network_is_not_late(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        entry = LogTime(ticket_id=1, start=at("09:10"), end=at("09:40"), work_type_id=REMOTE, summary=SAID)
        await b.acts.do(entry, agreed=["gap"])
        shop.clock.advance(hours=3)
        await b.sent()
        assert b.acts.sheet().in_time == 1


async def test_a_gap_is_filled_from_what_was_on_the_screen(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2, title="VPN drops"), idle_minutes=0) as b:
        b.acts.saw(ticket_id(1))
        for _ in range(12):
            await b.later(1)
            b.acts.key_pressed()
        b.acts.saw(ticket_id(2))
        for _ in range(3):
            await b.later(1)
            b.acts.key_pressed()
        await b.acts.do(AddNote(ticket_id=2, text="Asked Lena for a log"))
        gap = Interval(us(at("09:41")), us(at("10:30")))
        form = await b.acts.fill_form(gap)
        assert [(each.item, each.minutes) for each in form.suggestions] == [(ticket_id(1), 12), (ticket_id(2), 3)]
        assert form.suggestions[1].says == "T20261124.0002 VPN drops: seen 3 min, 1 note"
        again = await b.restarted()
        kept = await again.fill_form(gap)
        assert [each.item for each in kept.suggestions] == [ticket_id(1), ticket_id(2)]


async def test_a_screen_left_open_over_lunch_is_no_work(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        b.acts.saw(ticket_id(1))
        await b.later(60)
        b.acts.saw(None)
        form = await b.acts.fill_form(Interval(us(at("09:41")), us(at("11:00"))))
        assert [each.minutes for each in form.suggestions] == [5]


async def test_the_week_names_the_days_that_miss_hours(shop: Shop) -> None:
    async with bench(shop, ticket(1), shop.entry(1, at("08:00", 23), 9 * 60)) as b:
        week = await b.acts.week()
        assert week.first.isoformat() == "2026-11-23"
        assert week.says == "missing: Tue 1 h 41 min"
        assert week.url == "https://ww14.autotask.net/"


async def test_the_time_form_proposes_work_type_and_role_and_says_why(shop: Shop) -> None:
    async with bench(shop, ticket(1, assigned_resource_role_id=TECH)) as b:
        form = await b.acts.time_form(ticket_id(1))
        seed = form.seed
        assert isinstance(seed, LogTime)
        assert (seed.ticket_id, seed.work_type_id, seed.role_id) == (1, REMOTE, TECH)
        assert form.heading == "T20261124.0001 Outlook is slow"
        assert (form.work_type_why, form.role_why) == ("remote work", "the ticket is assigned to you in it")
        assert [choice.label for choice in form.work_types] == ["Onsite Support", "Remote Support"]
        assert [choice.id for choice in form.contracts] == [MANAGED]


async def test_the_preview_says_what_is_billed(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        entry = LogTime(ticket_id=1, start=at("09:10"), end=at("09:25") + timedelta(minutes=5), work_type_id=REMOTE)
        shown = await b.acts.preview(entry)
        assert shown is not None
        assert shown.worked.said == "0:20 worked"
        assert shown.billed.said == "0:30 billed: rounded up to 15 min"
        assert shown.covered.said.startswith("0:30 covered")
        assert await b.acts.preview(LogTime(ticket_id=1)) is None


async def test_the_preview_takes_the_minutes_that_are_sent_each_part_by_itself(shop: Shop) -> None:
    liaison = BillingCode(id=LIAISON, name="Client Liaison", use_type=1, billing_code_type=2, is_active=True)
    async with bench(shop, ticket(1), liaison) as b:
        seconds = timedelta(seconds=55)
        timed = LogTime(ticket_id=1, start=at("09:10"), end=at("09:25") + seconds, work_type_id=REMOTE)
        whole = await b.acts.preview(timed)
        parts = ((at("09:10"), at("09:15")), (at("09:20"), at("09:25")))
        apart = await b.acts.preview(replace(timed, spans=parts))
        free = await b.acts.preview(replace(timed, work_type_id=LIAISON))
        assert whole is not None
        assert apart is not None
        assert free is not None
        assert (whole.worked.said, whole.billed.us) == ("0:15 worked", 15 * MINUTE)
        assert (apart.worked.said, apart.billed.us) == ("0:10 worked", 30 * MINUTE)
        assert free.billed.us == 0
        done(await b.acts.do(replace(timed, work_type_id=LIAISON, summary=SAID), agreed=["gap"]))
        (op,) = b.outbox.live
        assert isinstance(op.effect, TimeEntryCreate)
        assert op.effect.is_non_billable, "so that its absence is not believed where the API user cannot see it"


async def test_time_of_another_day_falls_under_the_contract_of_that_day(shop: Shop) -> None:
    ended = Contract(id=310, company_id=NORTHWIND, contract_name="Gold", end_date=date(2026, 11, 22), status=1)
    async with bench(shop, ticket(1, contract_id=310), ended) as b:
        typed = LogTime(ticket_id=1, hours=0.5, day=date(2026, 11, 20), work_type_id=REMOTE)
        then, now = await b.acts.preview(typed), await b.acts.preview(replace(typed, day=None))
        assert then is not None
        assert now is not None
        assert (then.sound, now.sound) == (True, False)


async def test_a_block_that_runs_out_is_told_before_saving(shop: Shop) -> None:
    rows = (
        Contract(id=310, company_id=NORTHWIND, contract_name="Ten hours", contract_type=4, status=1),
        ContractBlock(id=1, contract_id=310, hours=10.0, hours_approved=9.0, status=1),
        entry_row := shop.entry(1, at("08:00"), 45, contract_id=310, hours_to_bill=0.75),
    )
    async with bench(shop, ticket(1, contract_id=310), *rows) as b:
        words = Picklists({("Contracts", "contractType"): Picklist((PicklistValue(4, "Block Hours"),))})
        await shop.copy.write_picklists(words)
        await b.desk.load()
        entry = LogTime(ticket_id=1, start=at("09:00"), end=at("09:30"), work_type_id=REMOTE)
        shown = await b.acts.preview(entry)
        assert shown is not None
        assert shown.covered.said == '0:15 covered by the block "Ten hours" with 0:15 left, 0:00 after it'
        assert shown.exceeding.said.startswith("0:15 exceeds the block")
        again = await b.acts.preview(EditTime(entry_id=entry_row.id, changes={"end_date_time": at("09:00")}))
        assert again is not None
        assert again.covered.said == '1:00 covered by the block "Ten hours" with 1:00 left, 0:00 after it'
        done(await b.acts.do(replace(entry, summary=SAID, end=at("09:15")), agreed=["gap"]))
        after = await b.acts.preview(replace(entry, start=at("09:15")))
        assert after is not None
        assert '"Ten hours" with 0:00 left' in after.covered.said
        await shop.copy.write(Batch(remember={START: "0"}))
        early = await b.acts.preview(replace(entry, start=at("09:15")))
        assert early is not None
        assert early.covered.said == (
            '0:15 covered by the block "Ten hours", as far as it reaches: not known; '
            "contracts and their time are still being read"
        )
        await shop.copy.write(Batch(remember={TIME: "1"}))
        assert await b.acts.preview(replace(entry, start=at("09:15"))) == after


async def test_what_waits_for_approval_takes_from_a_block_as_the_role_counts_and_only_what_it_covers(
    shop: Shop,
) -> None:
    rows = (
        Contract(id=310, company_id=NORTHWIND, contract_name="Ten hours", contract_type=4, status=1),
        ContractBlock(id=1, contract_id=310, hours=10.0, hours_approved=7.0, status=1),
        ContractBlockHourFactor(id=1, contract_id=310, role_id=LEAD, block_hour_multiplier=2.0),
        ContractExclusionBillingCode(id=1, contract_id=310, billing_code_id=ONSITE),
        shop.entry(1, at("08:00"), 45, contract_id=310, hours_to_bill=0.75, role_id=LEAD),
        shop.entry(2, at("08:45"), 60, contract_id=310, hours_to_bill=1.0, billing_code_id=ONSITE),
    )
    async with bench(shop, ticket(1, contract_id=310), *rows) as b:
        words = Picklists({("Contracts", "contractType"): Picklist((PicklistValue(4, "Block Hours"),))})
        await shop.copy.write_picklists(words)
        await b.desk.load()
        shown = await b.acts.preview(LogTime(ticket_id=1, start=at("09:00"), end=at("09:30"), work_type_id=REMOTE))
        assert shown is not None
        assert "with 1:30 left" in shown.covered.said


async def test_money_and_tickets_bought_beforehand_are_told_with_what_is_left(shop: Shop) -> None:
    rows = (
        Contract(id=310, company_id=NORTHWIND, contract_name="Prepaid", contract_type=6, status=1),
        ContractRetainer(id=1, contract_id=310, amount=500.0, amount_approved=300.0, status=1),
        ContractRetainer(id=2, contract_id=310, amount=900.0, end_date=date(2026, 10, 31), status=1),
        ContractRate(id=1, contract_id=310, role_id=TECH, contract_hourly_rate=100.0),
        shop.entry(1, at("08:00"), 45, contract_id=310, hours_to_bill=0.75, role_id=TECH),
        Contract(id=311, company_id=NORTHWIND, contract_name="Five calls", contract_type=8, status=1),
        ContractTicketPurchase(id=1, contract_id=311, tickets_purchased=5.0, tickets_used=2.0, status=1),
        shop.entry(3, at("08:45"), 15, contract_id=311, hours_to_bill=0.25),
    )
    async with bench(shop, ticket(1, contract_id=310), ticket(2, contract_id=311), *rows) as b:
        labels = Picklist((PicklistValue(6, "Retainer"), PicklistValue(8, "Per Ticket")))
        await shop.copy.write_picklists(Picklists({("Contracts", "contractType"): labels}))
        await b.desk.load()
        entry = LogTime(ticket_id=1, start=at("08:00"), end=at("09:30"), work_type_id=REMOTE, role_id=TECH)
        money, tickets = await b.acts.preview(entry), await b.acts.preview(replace(entry, ticket_id=2))
        assert money is not None
        assert tickets is not None
        assert money.covered.said == '1:15 covered by the retainer "Prepaid" with 125.00 left'
        assert money.exceeding.said == "0:15 exceeds the retainer: billed at 100.00 an hour"
        assert tickets.covered.said == '1:30 covered by a ticket of "Five calls", 2 left with this one'
        assert (money.certain, tickets.certain) == (True, True)
        await shop.put(WorkTypeModifier(id=REMOTE, modifier_type=2, modifier_value=1.5))
        dearer = await b.acts.preview(entry)
        assert dearer is not None
        assert (dearer.covered.us, dearer.exceeding.said) == (
            50 * MINUTE,
            "0:40 exceeds the retainer: billed at 150.00 an hour",
        )
        rules = Picklist((PicklistValue(2, "Flat rate"),))
        await shop.copy.write_picklists(Picklists({("WorkTypeModifiers", "modifierType"): rules}))
        await shop.put(WorkTypeModifier(id=REMOTE, modifier_type=2, modifier_value=80.0))
        await b.desk.load()
        flat = await b.acts.preview(entry)
        assert flat is not None
        assert (flat.covered.us, flat.exceeding.us) == (90 * MINUTE, 0)


async def test_internal_time_is_on_no_ticket(shop: Shop) -> None:
    async with bench(shop) as b:
        form = await b.acts.time_form(None)
        assert [choice.label for choice in form.work_types] == ["Meeting"]
        meeting = LogTime(
            internal_code_id=651, start=at("09:10"), end=at("09:40"), summary="Weekly meeting of the desk"
        )
        done(await b.acts.do(meeting, agreed=["gap"]))
        await b.sent()


async def test_a_draft_survives_a_restart_and_goes_with_the_form(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert await b.acts.keep_draft("note", ticket_id(1), {"text": "Dear Lena, we"}) == ""
        acts = await b.restarted()
        form = await acts.note_form(1)
        assert (form.text, form.drafted) == ("Dear Lena, we", True)
        done(await acts.do(AddNote(ticket_id=1, text="Dear Lena, we are done")))
        assert acts.draft("note", ticket_id(1)) is None


async def test_a_draft_that_was_entered_before_the_program_died_is_offered_no_more(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        entered, typed = b.acts.new_act(), b.acts.new_act()
        done(await b.acts.do(AddNote(act_id=entered, ticket_id=1, text="Dear Lena, we are done")))
        await b.acts.keep_draft("note", ticket_id(1), {"text": "Dear Lena, we are done"}, entered)
        await b.acts.keep_draft("hold", ticket_id(1), {"reason": "Vendor"}, typed)
        acts = await b.restarted()
        await b.look()
        assert acts.draft("note", ticket_id(1)) is None
        assert acts.draft("hold", ticket_id(1)) is not None


async def test_who_can_be_given_a_ticket_comes_with_roles_and_load(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        form = await b.acts.assign_form(1)
        assert [(holder.name, holder.me) for holder in form.holders] == [("Ana Ruiz", True), ("Ben Cole", False)]
        assert form.holders[0].load == "1 open"


async def test_forms_offer_active_values_in_the_tenants_order(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        form = await b.acts.change_form(1)
        assert [choice.label for choice in form.choices["priority"]] == ["Critical", "High", "Medium", "Low"]
        hold = await b.acts.hold_form(1)
        assert [(offer.kind.value, offer.status) for offer in hold.kinds][:3] == [
            ("customer", "Waiting Customer"),
            ("vendor", "Waiting Vendor"),
            ("parts", "Waiting Materials"),
        ]
        assert b.acts.create_form().priority == 2
