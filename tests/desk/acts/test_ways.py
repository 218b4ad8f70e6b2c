"""The ways of a ticket: on hold and back by itself, completed through the gate, made of a call, closed as a double."""

from dataclasses import replace
from datetime import date

from autotask.entities import Ticket, TicketChecklistItem, TicketNote, TimeEntry
from desk.acts.answers import NotDone
from desk.acts.commands import (
    ChangeTicket,
    CloseAsDuplicate,
    Complete,
    CreateTicket,
    Hold,
    LogTime,
    Recomplete,
    Release,
    Start,
)
from desk.acts.offers import Severity
from desk.model import ItemId, StatusKind
from replica.outbox.effects import NoteCreate, TicketChange, TimeEntryCreate
from tests.desk.acts.bench import REMOTE, SAID, bench
from tests.desk.acts.test_doing import asked, done, problems
from tests.desk.shop import (
    BEN,
    COMPLETE,
    CRITICAL,
    HIGH,
    IN_PROGRESS,
    LENA,
    MEDIUM,
    NORTHWIND,
    ON_HOLD,
    TOM,
    WAITING_CUSTOMER,
    WAITING_VENDOR,
    Shop,
    at,
    ticket,
    ticket_id,
    us,
)
from workflows.completion import ZeroTime
from workflows.holds import HoldKind


async def test_a_hold_is_a_status_and_a_note_that_colleagues_can_read(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        hold = Hold(ticket_id=1, kind=HoldKind.VENDOR, reason="PSU ordered", vendor="Dell", case_number="4711")
        outcome = done(await b.acts.do(hold))
        assert outcome.says.startswith("T20261124.0001 on hold (vendor) until Fri 08:01")
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.WAITING_VENDOR
        assert item.hold_release == us(at("08:01", 27))
        status, note = b.outbox.live
        assert isinstance(note.effect, NoteCreate)
        assert isinstance(status.effect, TicketChange)
        assert note.effect.description.splitlines() == [
            "On hold: vendor",
            "Reason: PSU ordered",
            "Until: 2026-11-27 (Fri)",
            "Vendor: Dell",
            "Case: 4711",
            "Owner: Ana Ruiz",
        ]
        assert (note.after, note.effect.tells) == (status.op_id, True)


FIELD = "On hold: vendor | Reason: PSU / rack | Until: 2026-11-27 (Fri) | Vendor: Dell | Owner: Ana Ruiz"


async def test_where_a_shop_has_a_field_for_it_a_hold_is_that_and_a_status_in_one_write(shop: Shop) -> None:
    async with bench(shop, ticket(1), hold_field="On Hold") as b:
        done(await b.acts.do(Hold(ticket_id=1, kind=HoldKind.VENDOR, reason="PSU |\nrack", vendor="Dell")))
        item = await b.item(1)
        assert item is not None
        assert (item.status_kind, item.hold_release) == (StatusKind.WAITING_VENDOR, us(at("08:01", 27)))
        await b.sent()
        (row,) = b.server.truth(Ticket)
        assert row.hold_note == f"{FIELD} | Since: 2026-11-24 09:41:00 UTC"
        assert b.server.truth(TicketNote) == []
        page = await b.desk.detail(1)
        assert page is not None
        assert page.facts.hold == FIELD.replace(" | ", " · ")
        # Another app read it from Autotask and was started after it.
        acts = await b.restarted()
        form = await acts.hold_form(1)
        assert (form.now, form.vendor, form.reason) == (HoldKind.VENDOR, "Dell", "PSU / rack")
        shop.clock.set(us(at("08:05", 27)))
        await b.look()
        await b.sent()
        (row,) = b.server.truth(Ticket)
        assert (row.hold_note, b.server.truth(TicketNote)) == (None, [])
        item = await b.item(1)
        assert item is not None
        assert (item.status_kind, item.hold_release) == (StatusKind.ACTIVE, None)
        await b.later(10)
        assert b.outbox.live == []


async def test_two_who_put_the_same_ticket_on_hold_see_both_holds(shop: Shop) -> None:
    async with bench(shop, ticket(1), hold_field="On Hold") as b:
        done(await b.acts.do(Hold(ticket_id=1, kind=HoldKind.VENDOR, reason="PSU", vendor="Dell")))
        b.server.put(ticket(1, status=WAITING_CUSTOMER, hold_note="On hold: customer | Until: 2026-11-30"))
        await b.sent()
        (op,) = b.outbox.live
        conflict = b.acts.conflict(op.op_id)
        assert conflict is not None
        assert [(line.label, line.theirs) for line in conflict.lines] == [
            ("status", "Waiting Customer"),
            ("hold", "On hold: customer | Until: 2026-11-30"),
        ]
        done(await b.acts.take_theirs(op.op_id))
        await shop.put(*b.server.truth(Ticket))
        item = await b.item(1)
        assert item is not None
        assert item.hold_release == us(at("08:01", 30))


async def test_whatever_ends_the_wait_clears_the_field(shop: Shop) -> None:
    waits = ticket(1, status=WAITING_CUSTOMER, hold_note=FIELD)
    async with bench(shop, waits, hold_field="On Hold") as b:
        done(await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD})))
        done(await b.acts.do(Start(ticket_id=1)))
        assert [dict(op.effect.wanted).get("hold_note", "") for op in b.outbox.live] == ["", None]
        await b.sent()
        assert [row.hold_note for row in b.server.truth(Ticket)] == [None]


async def test_a_hold_from_before_the_field_was_named_is_released_in_both_places(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(Hold(ticket_id=1, kind=HoldKind.CUSTOMER, reason="asked", until=date(2026, 11, 25)))
        await b.sent()
    async with bench(shop, *b.server.truth(Ticket), *b.server.truth(TicketNote), hold_field="On Hold") as b:
        done(await b.acts.do(Release(ticket_id=1, reason="they have called")))
        await b.sent()
        assert b.server.truth(TicketNote)[-1].description == "Hold released: they have called"


async def test_a_hold_that_was_sent_is_turned_round_with_a_note_that_says_so(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(Hold(ticket_id=1, kind=HoldKind.CUSTOMER, reason="asked for a time"))
        await b.sent()
        done(await b.acts.undo())
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert (item.status_kind, item.hold_release) == (StatusKind.ACTIVE, None)
        assert [row.description for row in b.server.truth(TicketNote)][-1] == "Hold released: taken back"


async def test_no_hold_without_a_day(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert problems(await b.acts.do(Hold(ticket_id=1, kind=HoldKind.PARTS, reason="parts"))) == ["until"]
        past = Hold(ticket_id=1, kind=HoldKind.OTHER, reason="later", until=date(2026, 11, 24))
        assert problems(await b.acts.do(past)) == ["until"]


async def test_a_hold_ends_by_itself_in_the_morning_and_only_once(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(Hold(ticket_id=1, kind=HoldKind.CUSTOMER, reason="asked for a time", until=date(2026, 11, 25)))
        await b.sent()
        shop.clock.set(us(at("08:00", 25)))
        await b.look()
        assert b.outbox.live == []
        shop.clock.set(us(at("08:05", 25)))
        await b.look()
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ACTIVE
        await b.later(10)
        assert b.outbox.live == []
        notes = [row.description for row in b.server.truth(TicketNote)]
        assert notes[-1] == "Hold released: its day has come"
        assert b.acts.undoable is None or "released" not in b.acts.undoable.says


async def test_two_apps_that_release_at_the_same_moment_leave_one_note(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(Hold(ticket_id=1, kind=HoldKind.CUSTOMER, reason="asked for a time", until=date(2026, 11, 25)))
        await b.sent()
        shop.clock.set(us(at("08:05", 25)))
        await b.look()
        (change, note) = b.outbox.live
        assert isinstance(note.effect, NoteCreate)
        said = TicketNote(
            id=9001,
            ticket_id=1,
            title=note.effect.title,
            description=note.effect.description,
            note_type=note.effect.note_type,
            publish=note.effect.publish,
            creator_resource_id=BEN,
            create_date_time=b.server.wall(),
        )
        b.server.put(said)
        b.server.put(ticket(1, status=change.effect.wanted["status"]))
        await b.sent()
        released = [row for row in b.server.truth(TicketNote) if "Hold released" in (row.title or "")]
        assert [row.id for row in released] == [9001]
        assert b.outbox.live == []


async def test_a_release_by_itself_gives_way_to_who_has_changed_the_status_and_to_nobody_else(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2)) as b:
        for number in (1, 2):
            hold = Hold(ticket_id=number, kind=HoldKind.CUSTOMER, reason="asked for a time", until=date(2026, 11, 25))
            done(await b.acts.do(hold))
        await b.sent()
        shop.clock.set(us(at("08:05", 25)))
        await b.look()
        b.server.put(ticket(1, status=WAITING_VENDOR))
        b.server.put(ticket(2, status=WAITING_CUSTOMER, title="Outlook is very slow", priority=HIGH))
        await b.sent()
        assert (b.outbox.live, b.acts.standing.attention) == ([], 0)
        assert [(row.status, row.priority) for row in b.server.truth(Ticket)] == [
            (WAITING_VENDOR, MEDIUM),
            (IN_PROGRESS, HIGH),
        ]
        released = [row.ticket_id for row in b.server.truth(TicketNote) if "Hold released" in (row.title or "")]
        assert released == [2]
        assert [remark.says for remark in b.acts.take_remarks()] == [
            f"T20261124.0001: status is {WAITING_VENDOR} by now, set by somebody else: that stays."
        ]


async def test_another_app_leaves_a_hold_to_its_owners_for_some_minutes(shop: Shop) -> None:
    async with bench(shop, ticket(1, assigned_resource_id=BEN)) as b:
        await b.acts.do(Hold(ticket_id=1, kind=HoldKind.CUSTOMER, reason="asked for a time", until=date(2026, 11, 25)))
        await b.sent()
        shop.clock.set(us(at("08:05", 25)))
        await b.look()
        assert b.outbox.live == []
        await b.later(30)
        assert [op.effect.sentence for op in b.outbox.live] == ["status", "note “Hold released: its day has come”"]


async def test_a_person_releases_with_a_reason(shop: Shop) -> None:
    async with bench(shop, ticket(1, status=17)) as b:
        done(await b.acts.do(Release(ticket_id=1, reason="Dell has called")))
        await b.sent()
        assert [row.description for row in b.server.truth(TicketNote)] == ["Hold released: Dell has called"]


async def test_the_gate_names_what_is_missing(shop: Shop) -> None:
    line = TicketChecklistItem(id=71, ticket_id=1, item_name="Tell Lena", is_important=True, is_completed=False)
    async with bench(shop, ticket(1), line) as b:
        form = await b.acts.complete_form(1)
        assert [(each.id, each.severity) for each in form.obstacles if each.severity is Severity.BLOCKS] == [
            ("time", Severity.BLOCKS),
            ("checklist", Severity.BLOCKS),
            ("resolution", Severity.BLOCKS),
        ]
        assert form.says == "offline: the checklist is unchecked"
        assert [line.text for line in form.checklist] == ["Tell Lena"]
        outcome = await b.acts.do(Complete(ticket_id=1))
        assert set(problems(outcome)) == {"override"}


async def test_looking_at_a_completion_asks_autotask_nothing_and_doing_it_reads_the_checklist(shop: Shop) -> None:
    asked_for: list[int] = []

    async def fresh(ticket_id: int) -> list[TicketChecklistItem]:
        asked_for.append(ticket_id)
        return [TicketChecklistItem(id=72, ticket_id=1, item_name="Call Lena", is_important=True, is_completed=False)]

    gone = TicketChecklistItem(id=71, ticket_id=1, item_name="Tell Lena", is_important=True, is_completed=False)
    async with bench(shop, ticket(1), gone, shop.entry(1, at("09:00"), 10), fresh_checklist=fresh) as b:
        await b.acts.complete_form(1)
        await b.acts.check(Complete(ticket_id=1, resolution=SAID))
        assert asked_for == []
        refused = await b.acts.do(Complete(ticket_id=1, resolution=SAID))
        assert refused.says.startswith("Important and not done: Call Lena.")
        assert asked_for == [1]
        assert await b.acts.read_checklist(1)
        form = await b.acts.complete_form(1)
        assert ([line.text for line in form.checklist], form.checklist_read) == (["Call Lena"], True)


async def test_a_completion_is_a_chain_of_time_resolution_and_status(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        time = LogTime(ticket_id=1, start=at("09:10"), end=at("09:35"), work_type_id=REMOTE, summary=SAID)
        outcome = await b.acts.do(Complete(ticket_id=1, time=time, resolution=SAID), agreed=["gap"])
        assert done(outcome).window == 8.0
        first, second, third = b.outbox.live
        assert isinstance(first.effect, TimeEntryCreate)
        assert [op.effect.wanted for op in (second, third)] == [{"resolution": SAID}, {"status": COMPLETE}]
        assert (second.after, third.after) == (first.op_id, second.op_id)
        assert await b.item(1) is None, "a completed ticket leaves the queue at once"
        done(await b.acts.undo())
        assert await b.item(1) is not None


async def test_an_override_needs_a_reason_and_is_kept_as_a_note(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        done(
            await b.acts.do(Complete(ticket_id=1, resolution=SAID, override="Ben has entered it on the parent ticket"))
        )
        note = b.outbox.live[0].effect
        assert isinstance(note, NoteCreate)
        assert note.description.startswith("completed although nobody has entered time on it. Reason: Ben has entered")


async def test_a_known_reason_needs_no_time(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        done(await b.acts.do(Complete(ticket_id=1, resolution=SAID, zero_time=ZeroTime.VENDOR_FIXED)))
        await b.sent()
        assert b.acts.marks() == {}


async def test_the_resolution_starts_with_my_last_summary(shop: Shop) -> None:
    async with bench(shop, ticket(1), shop.entry(1, at("09:00"), 10, summary_notes=SAID)) as b:
        assert (await b.acts.complete_form(1)).resolution == SAID


async def test_a_call_becomes_a_ticket_that_is_mine_before_it_has_a_number(shop: Shop) -> None:
    async with bench(shop) as b:
        assert [choice.id for choice in await b.acts.companies("nor")] == [NORTHWIND]
        (lena,) = await b.acts.contacts("len nor")
        assert (lena.contact_id, lena.company_id, lena.phone) == (LENA, NORTHWIND, "+1 555 0100")
        outcome = done(await b.acts.do(CreateTicket(title="Printer is dead", contact_id=LENA, picked_up=at("09:35"))))
        assert outcome.ticket_id is not None
        item = await b.item(outcome.ticket_id)
        assert item is not None
        assert (item.number, item.company, item.owner, item.status_kind) == (
            "new",
            "Northwind",
            "Ana Ruiz",
            StatusKind.ACTIVE,
        )
        later = LogTime(ticket_id=item.id.id, start=at("09:35"), end=at("09:41"), work_type_id=REMOTE, summary=SAID)
        done(await b.acts.do(replace(later, from_timer=True), agreed=["gap"]))
        await b.sent()
        assert await b.item(outcome.ticket_id) is None
        (entry,) = b.server.truth(TimeEntry)
        real = await b.item(entry.ticket_id)
        assert real is not None
        assert real.title == "Printer is dead"
        made = (await b.acts.log())[-1]
        assert (made.item, made.ticket) == (real.id, real.number)


async def test_a_ticket_that_may_be_the_same_is_shown(shop: Shop) -> None:
    rows = [
        ticket(1, title="Printers at front desk are dead", contact_id=None),
        ticket(2, title="VPN drops", contact_id=TOM),
        ticket(3, title="The printer is out of paper"),
        ticket(4, title="Mail is slow", create_date=at("09:00", 20)),
    ]
    async with bench(shop, *rows) as b:

        async def offered(contact: int | None, title: str) -> list[tuple[ItemId, str]]:
            return [(each.item, each.says) for each in await b.acts.duplicates(NORTHWIND, contact, title)]

        assert await offered(None, "front desk printer dead") == [
            (ticket_id(1), "also “printers front desk dead”, opened 09:00")
        ]
        assert await offered(LENA, "printer at my desk") == [
            (ticket_id(1), "also “printers desk”, opened 09:00"),
            (ticket_id(3), "same contact, opened 09:00"),
        ]
        assert await offered(LENA, "") == [(ticket_id(3), "same contact, opened 09:00")]
        assert await offered(LENA, "My chair is broken") == []


async def test_a_duplicate_takes_what_was_said_along(shop: Shop) -> None:
    rows = [ticket(1), ticket(2, title="Outlook hangs", description="since the update")]
    async with bench(shop, *rows, shop.note(2, "It hangs again and again", at("09:20"))) as b:
        done(await b.acts.do(CloseAsDuplicate(ticket_id=2, of_id=1)))
        await b.sent()
        note = next(row for row in b.server.truth(TicketNote) if row.ticket_id == 1)
        assert "It hangs again and again" in note.description
        assert "lena@northwind.example" in note.description
        assert await b.item(2) is None
        assert await b.item(1) is not None


async def test_a_duplicate_of_another_company_is_asked_about(shop: Shop) -> None:
    async with bench(shop, ticket(1, company_id=102), ticket(2)) as b:
        assert asked(await b.acts.do(CloseAsDuplicate(ticket_id=2, of_id=1))) == ["company"]


async def test_thanks_that_opened_a_ticket_close_it_again_with_one_key(shop: Shop) -> None:
    opened = ticket(1, status=15, completed_date=at("09:20"))
    async with bench(shop, opened, shop.note(1, "Thanks, works now!", at("09:30"))) as b:
        (thanks,) = b.acts.thanks()
        assert (thanks.who, thanks.reopened, thanks.sure) == ("Lena Ortiz", True, True)
        done(await b.acts.do(Recomplete(ticket_id=1)))
        assert await b.item(1) is None
        done(await b.acts.undo())
        await b.item(1)
        done(await b.acts.not_thanks(thanks.key))
        item = await b.item(1)
        assert item is not None
        assert item.reply_at == us(at("09:30"))
        again = await b.restarted()
        (real,) = again.thanks(thanks.item)
        assert real.decided is False
        done(await again.is_thanks(thanks.key))
        (turned_round,) = again.thanks()
        assert turned_round.decided is True


async def test_thanks_on_a_critical_incident_stay_a_reply(shop: Shop) -> None:
    rows = [ticket(1, priority=CRITICAL, title="Server is down, nobody can work"), shop.note(1, "Thanks!", at("09:30"))]
    async with bench(shop, *rows) as b:
        item = await b.item(1)
        assert item is not None
        assert item.reply_at == us(at("09:30"))
        assert b.acts.thanks() == []


async def test_nothing_is_done_to_a_ticket_that_is_not_here(shop: Shop) -> None:
    async with bench(shop) as b:
        outcome = await b.acts.do(Complete(ticket_id=404))
        assert isinstance(outcome, NotDone)
        assert outcome.says == "There is no ticket 404 here."
