"""What a dispatcher does: sorts tickets, promises anew, nudges, makes one of a storm; and two do so at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from autotask.entities import Ticket, TicketHistory, TicketNote
from desk.acts.answers import NotDone, Outcome
from desk.acts.commands import Absorb, Assign, ChangeTicket, NewPromise, Nudge, SetWorkflow
from desk.acts.settings import ActSettings
from desk.pages import Audience
from replica.outbox.effects import NoteCreate, TicketChange
from tests.desk.acts.bench import Bench, bench
from tests.desk.acts.test_doing import asked, done, problems
from tests.desk.shop import (
    ACME,
    ANA,
    BEN,
    CHI,
    COMPLETE,
    CRITICAL,
    HIGH,
    LOW,
    MEDIUM,
    NEW,
    NOW,
    TOM,
    Shop,
    at,
    ticket,
)


def says(outcome: Outcome) -> str:
    """What is asked, or why it cannot be done."""
    assert isinstance(outcome, NotDone)
    return outcome.says


def sent(b: Bench) -> Sequence[object]:
    """What waits in the outbox, in its order."""
    return [op.effect for op in b.outbox.live]


# Two dispatchers, one list --------------------------------------------------------------------------------------------


async def test_an_assignment_that_a_colleague_was_faster_with_is_asked_about(shop: Shop) -> None:
    mine = ticket(1, assigned_resource_id=None, status=NEW)
    async with bench(shop, mine, rereads=True) as b:
        theirs = replace(
            mine,
            assigned_resource_id=BEN,
            last_activity_resource_id=BEN,
            last_activity_date=NOW - timedelta(seconds=20),
        )
        b.server.put(theirs)
        give = Assign(ticket_id=1, resource_id=ANA)
        outcome = await b.acts.do(give)
        said = "T20261124.0001 was changed, last active Ben Cole 20 s ago: owner Ben Cole, was nobody. Go on?"
        assert says(outcome) == said, "no line of its trail tells who it was, and nobody is accused"
        done(await b.acts.do(give, asked(outcome)))
        await b.sent()
        assert [row.assigned_resource_id for row in b.server.truth(Ticket)] == [ANA]
        assert b.acts.standing.attention == 0, "who said yes has no conflict to decide as well"


async def test_who_changed_it_is_who_its_trail_names_and_not_who_wrote_on_it_last(shop: Shop) -> None:
    def line(id_: int, seconds_ago: int, who: int, detail: str) -> TicketHistory:
        date = NOW - timedelta(seconds=seconds_ago)
        return TicketHistory(id=id_, ticket_id=1, date=date, action="Edited", detail=detail, resource_id=who)

    async with bench(shop, ticket(1), ticket(2), rereads=True) as b:
        b.server.put(replace(ticket(1), priority=LOW, last_activity_resource_id=BEN, last_activity_date=NOW))
        b.server.put(line(1, 9000, BEN, "Priority changed from High to Low"))
        b.server.put(line(2, 8000, ANA, "Priority changed from Low to Medium"))
        requests = b.server.requests
        raised = ChangeTicket(ticket_id=1, changes={"priority": HIGH})
        unsaid = "T20261124.0001 was changed, last active Ben Cole 0 s ago: priority Low, was Medium. Go on?"
        assert says(await b.acts.do(raised)) == unsaid, "the newest line tells of another change"
        assert says(await b.acts.do(raised)) == unsaid
        assert b.server.requests == requests + 2, "the ticket and its trail, once each"
        b.server.put(line(3, 30, CHI, "Priority: Medium -> Low"))
        b.server.put(replace(ticket(1), priority=LOW, last_activity_resource_id=ANA, last_activity_date=NOW))
        b.machine.seconds += 10
        told = says(await b.acts.do(replace(raised, seen={"priority": MEDIUM})))
        assert told == "T20261124.0001 was changed by Chi Wu 30 s ago: priority Low, was Medium. Go on?"


async def test_nobody_is_asked_about_what_concerns_no_dispatcher_or_cannot_be_read(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2), rereads=True) as b:
        b.server.put(replace(ticket(1), title="Outlook is very slow", last_activity_resource_id=BEN))
        done(await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": HIGH}, seen={"priority": MEDIUM})))
    async with bench(shop, ticket(1)) as b:
        done(await b.acts.do(Assign(ticket_id=1, resource_id=BEN)))


async def test_what_the_person_saw_counts_too_and_many_are_looked_at_in_one_request(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2), rereads=True) as b:
        b.server.put(replace(ticket(2), priority=LOW))
        requests = b.server.requests
        await b.acts.look_again([1, 2])
        assert b.server.requests == requests + 1
        commands = [
            ChangeTicket(ticket_id=id_, changes={"priority": HIGH}, seen={"priority": MEDIUM}) for id_ in (1, 2)
        ]
        verdict = await b.acts.check_all(commands)
        assert [question.says for question in verdict.questions] == [
            "T20261124.0002 was changed: priority Low, was Medium. Go on?"
        ]
        finished = await b.acts.do_all(commands, {question.id for question in verdict.questions})
        assert (len(finished.done), finished.failed) == (2, ())


# Triage ---------------------------------------------------------------------------------------------------------------


async def test_a_workflow_is_set_by_what_carries_it_in_this_tenant(shop: Shop) -> None:
    async with bench(shop, ticket(1, title="Printer", priority=LOW)) as b:
        form = await b.acts.triage_form(1)
        offered = {offer.id: offer.carried for offer in form.workflows}
        assert form.workflow == "W05"
        assert offered["W02"] == "priority High"
        assert offered["W11"] == "", "a project is a link, which no field of a ticket carries"
        outcome = done(await b.acts.do(SetWorkflow(ticket_id=1, workflow="W02")))
        assert outcome.says.startswith("T20261124.0001 is W02 High incident: priority High")
        item = await b.item(1)
        assert item is not None
        assert item.workflow == "W02"
        refused = await b.acts.do(SetWorkflow(ticket_id=1, workflow="W11"))
        assert problems(refused) == ["workflow"]


async def test_a_priority_follows_from_impact_and_urgency_in_the_tenants_own_order(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        offers = (await b.acts.triage_form(1)).priorities
        chosen = {(offer.impact, offer.urgency): offer.priority.id for offer in offers}
        assert chosen["everybody", "cannot work"] == CRITICAL
        assert chosen["several people", "works badly"] == HIGH
        assert chosen["one person", "can wait"] == LOW
    own = (("Critical", "urgent", "low"), ("nonsense", "medium", "normal"), ("high", "high", "high"))
    async with bench(shop, ticket(1), priority_matrix=own) as b:
        offers = (await b.acts.triage_form(1)).priorities
        assert [offer.priority.id for offer in offers[:5]] == [CRITICAL, CRITICAL, LOW, MEDIUM, MEDIUM]


# A new promise --------------------------------------------------------------------------------------------------------


async def test_a_promise_is_a_date_and_then_the_note_that_tells_of_it(shop: Shop) -> None:
    async with bench(shop, ticket(1, due_date_time=at("09:00"))) as b:
        word = NewPromise(ticket_id=1, due=at("17:00"), text="The part comes at noon.", audience=Audience.PUBLIC)
        outcome = done(await b.acts.do(word))
        assert outcome.says.startswith("T20261124.0001 promised by 17:00 and told to the customer")
        assert outcome.window == 8.0
        date, note = b.outbox.live
        assert isinstance(date.effect, TicketChange)
        assert isinstance(note.effect, NoteCreate)
        assert (note.effect.publish, note.after) == (1, date.op_id)
        await b.sent()
        assert [row.due_date_time for row in b.server.truth(Ticket)] == [at("17:00")]


async def test_a_promise_lies_ahead_and_a_customer_is_told_something(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert problems(await b.acts.do(NewPromise(ticket_id=1, due=at("09:40")))) == ["due"]
        silent = NewPromise(ticket_id=1, due=at("17:00"), audience=Audience.PUBLIC)
        assert problems(await b.acts.do(silent)) == ["text"]


# A nudge --------------------------------------------------------------------------------------------------------------


async def test_a_nudge_is_a_note_inside_that_says_who_and_why(shop: Shop) -> None:
    async with bench(shop, ticket(1, assigned_resource_id=BEN), ticket(2), ticket(3, assigned_resource_id=None)) as b:
        nudge = Nudge(ticket_id=1, why="resolution missed 1:40 ago")
        done(await b.acts.do(nudge))
        (note,) = sent(b)
        assert isinstance(note, NoteCreate)
        assert (note.publish, note.title) == (2, "Nudge for Ben Cole")
        assert note.description == (
            "Ben Cole, a nudge from Ana Ruiz: resolution missed 1:40 ago. What is the next step, and by when?"
        )
        assert asked(await b.acts.do(nudge)) == ["nudged"]
        assert says(await b.acts.do(Nudge(ticket_id=2, why="late"))) == "T20261124.0002 is yours."
        assert "assign it" in says(await b.acts.do(Nudge(ticket_id=3, why="late")))


def test_a_template_without_its_reason_is_refused() -> None:
    for text in ("Please hurry", "{why} {when}", "{"):
        with pytest.raises(ValidationError, match="why"):
            ActSettings(nudge=text)


# A storm --------------------------------------------------------------------------------------------------------------


async def test_a_storm_becomes_one_ticket_that_names_all_the_others(shop: Shop) -> None:
    storm = [ticket(number, title=f"SRV0{number} offline") for number in (1, 2, 3)]
    async with bench(shop, *storm, shop.note(2, "The till is dead too", at("09:20"))) as b:
        outcome = done(await b.acts.do(Absorb(into_id=1, ticket_ids=(1, 2, 3))))
        assert outcome.says.startswith("2 closed as duplicates of T20261124.0001")
        await b.later(1)
        await b.sent()
        rows = {row.id: row for row in b.server.truth(Ticket)}
        assert [rows[id_].status == COMPLETE for id_ in (1, 2, 3)] == [False, True, True]
        assert rows[2].resolution == "Duplicate of T20261124.0001, which goes on."
        (note,) = [row for row in b.server.truth(TicketNote) if row.ticket_id == 1]
        assert note.title == "2 duplicates closed into this"
        assert "Closed into this: T20261124.0002, T20261124.0003" in (note.description or "")
        assert "The till is dead too" in (note.description or "")


async def test_a_storm_over_two_companies_is_doubted_and_taken_back_whole(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2, company_id=ACME, contact_id=TOM)) as b:
        absorb = Absorb(into_id=1, ticket_ids=(2,))
        outcome = await b.acts.do(absorb)
        assert "another company" in says(outcome)
        done(await b.acts.do(absorb, asked(outcome)))
        assert await b.item(2) is None
        done(await b.acts.undo())
        assert await b.item(2) is not None
        assert b.server.writes == 0
        assert says(await b.acts.do(Absorb(into_id=9, ticket_ids=(1,)))) == "There is no ticket 9 here."
