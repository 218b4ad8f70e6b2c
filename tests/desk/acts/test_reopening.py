"""What was refused or still waits, back in its form and entered anew in place of what was there."""

from dataclasses import replace
from datetime import date

from autotask.entities import Ticket, TicketNote
from desk.acts.commands import Assign, ChangeTicket, Hold
from desk.acts.told import Stage
from desk.model import StatusKind
from tests.desk.acts.bench import LEAD, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import BEN, HIGH, ON_HOLD, WAITING_CUSTOMER, Shop, ticket
from tests.replica.outbox.psa import Fault
from workflows.holds import HoldKind


async def test_a_refused_status_assignment_or_hold_comes_back_as_the_command_of_its_form(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2), ticket(3)) as b:
        commands = (
            ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}),
            Assign(ticket_id=2, resource_id=BEN, role_id=LEAD),
            Hold(
                ticket_id=3,
                kind=HoldKind.VENDOR,
                reason="PSU ordered",
                until=date(2026, 11, 27),
                vendor="Dell",
                case_number="4711",
                next_call=date(2026, 11, 25),
            ),
        )
        b.server.planned = [Fault.REFUSED] * 3
        for command in commands:
            done(await b.acts.do(command))
        await b.sent()
        refused = [entry for entry in await b.acts.log() if entry.stage is Stage.REFUSED]
        again = {entry.ticket: await b.acts.reopen(entry.op_id) for entry in refused}
        reopened = [again[f"T20261124.000{number}"] for number in (1, 2, 3)]
        assert [command and replace(command, act_id="") for command in reopened] == list(commands)


async def test_a_refused_hold_is_entered_anew_with_another_reason_and_then_another_kind(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        b.server.planned = [Fault.REFUSED, Fault.REFUSED]
        done(await b.acts.do(Hold(ticket_id=1, kind=HoldKind.VENDOR, reason="PSU", vendor="Dell")))
        await b.sent()
        for kind in (HoldKind.VENDOR, HoldKind.CUSTOMER):
            refused = next(entry for entry in await b.acts.log() if entry.stage is Stage.REFUSED)
            again = await b.acts.reopen(refused.op_id)
            assert isinstance(again, Hold)
            done(await b.acts.do(replace(again, kind=kind, reason="a disk")))
            await b.sent()
        assert b.acts.standing.attention == 0
        assert [row.title for row in b.server.truth(TicketNote)] == ["On hold: customer"]
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.WAITING_CUSTOMER


async def test_a_change_that_waits_is_made_another_without_meeting_itself(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        done(await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD})))
        (op,) = b.outbox.live
        again = await b.acts.reopen(op.op_id)
        assert isinstance(again, ChangeTicket)
        done(await b.acts.do(replace(again, changes={"status": WAITING_CUSTOMER})))
        await b.sent()
        assert b.acts.standing.attention == 0
        assert [row.status for row in b.server.truth(Ticket)] == [WAITING_CUSTOMER]


async def test_what_a_change_that_waits_sets_beside_stays_when_it_is_entered_anew(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2), hold_field="On Hold") as b:
        done(await b.acts.do(Hold(ticket_id=1, kind=HoldKind.VENDOR, reason="PSU", vendor="Dell")))
        done(await b.acts.do(ChangeTicket(ticket_id=2, changes={"priority": HIGH, "title": "Fans are loud"})))
        hold, change = [await b.acts.reopen(op.op_id) for op in b.outbox.live]
        assert isinstance(hold, Hold)
        assert isinstance(change, ChangeTicket)
        done(await b.acts.do(replace(hold, reason="two PSUs")))
        done(await b.acts.do(replace(change, changes={"title": "Fans"})))
        await b.sent()
        first, second = b.server.truth(Ticket)
        assert first.hold_note.startswith("On hold: vendor | Reason: two PSUs")
        assert (second.title, second.priority) == ("Fans", HIGH)
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.WAITING_VENDOR
