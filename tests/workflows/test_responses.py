"""What the desk does about a thank-you, and when it leaves it to a person; the ticket was completed an hour before."""

from dataclasses import replace

import pytest

from sla.instants import DAY, HOUR
from workflows.responses import FALSE_ALARM, ReplyFacts, Response, false_share, respond

COMPLETED = ReplyFacts("Thanks!", written=100 * DAY, workflow="W04", completed=100 * DAY - HOUR)
OPEN = replace(COMPLETED, completed=None)


def to(facts: ReplyFacts, **other: object) -> Response:
    return respond(replace(facts, **other)).response  # type: ignore[arg-type]


def test_a_thank_you_leaves_a_completed_ticket_complete() -> None:
    verdict = respond(COMPLETED)
    assert (verdict.response, verdict.suppresses) == (Response.STAYS_COMPLETE, True)
    assert verdict.why == "thanks and nothing else"


def test_on_an_open_ticket_it_only_needs_no_reply() -> None:
    assert to(OPEN) is Response.NEEDS_NO_REPLY


def test_a_real_reply_is_answered_wherever_it_comes() -> None:
    for facts in (COMPLETED, OPEN):
        assert to(facts, text="Thanks, but it's still broken") is Response.ANSWER


def test_a_doubtful_one_is_looked_at() -> None:
    assert to(COMPLETED, text="Thank you so much for your help, mouse") is Response.LOOK


@pytest.mark.parametrize("facts", [COMPLETED, OPEN])
def test_critical_and_security_tickets_are_never_left_to_it(facts: ReplyFacts) -> None:
    assert to(facts, workflow="W01") is Response.LOOK
    assert to(facts, security=True) is Response.LOOK


def test_two_weeks_after_completion_a_person_looks() -> None:
    assert to(COMPLETED, completed=86 * DAY) is Response.STAYS_COMPLETE
    assert to(COMPLETED, completed=86 * DAY - 1) is Response.LOOK


def test_somebody_new_copied_in_is_a_reason_to_answer() -> None:
    verdict = respond(replace(COMPLETED, new_people=("karen@northwind.example",)))
    assert (verdict.response, verdict.why) == (Response.ANSWER, "brings in karen@northwind.example")


def test_files_count_unless_they_are_pictures_of_a_signature() -> None:
    assert to(COMPLETED, files=("image001.png", "image002.png")) is Response.STAYS_COMPLETE
    assert to(COMPLETED, files=("image001.png", "screenshot.png")) is Response.ANSWER


def test_leave_to_close_offers_the_completion_of_an_open_ticket() -> None:
    text = "All good now, you can close it. Thanks"
    assert to(OPEN, text=text, waiting=True) is Response.OFFER_COMPLETION
    assert to(OPEN, text=text) is Response.OFFER_COMPLETION
    assert to(COMPLETED, text=text) is Response.STAYS_COMPLETE
    assert to(OPEN, text=text, security=True) is Response.LOOK


def test_a_yes_may_be_the_answer_that_a_waiting_ticket_waits_for() -> None:
    assert to(OPEN, text="Yes, thanks", waiting=True) is Response.LOOK
    assert to(OPEN, text="Ok thanks", waiting=True) is Response.LOOK
    for agreed in ("Perfect, thanks", "Thanks, works for me", "Danke, passt so", "Super, bedankt", "Merci, c'est bon"):
        assert to(OPEN, text=agreed, waiting=True) is Response.LOOK
        assert to(OPEN, text=agreed) is Response.NEEDS_NO_REPLY
    assert to(OPEN, text="Thanks, works now", waiting=True) is Response.LOOK
    assert to(OPEN, text="Thank you so much for your help!", waiting=True) is Response.NEEDS_NO_REPLY
    assert to(OPEN, text="Yes, thanks") is Response.NEEDS_NO_REPLY


def test_somebody_who_is_named_as_well_may_have_the_same_trouble() -> None:
    assert to(OPEN, text="Thanks, Anna too", names=("Anna Bauer",)) is Response.LOOK
    assert to(OPEN, text="Thank you Anna, and a great weekend to you too", names=("Anna Bauer",)) is (
        Response.NEEDS_NO_REPLY
    )


def test_something_forwarded_is_answered() -> None:
    assert to(COMPLETED, title="FW: printer") is Response.ANSWER


def test_names_on_the_ticket_are_known() -> None:
    assert to(COMPLETED, text="thanks dee", names=("Dee Fox",)) is Response.STAYS_COMPLETE


def test_the_share_of_false_suppressions_has_no_value_without_any() -> None:
    assert false_share(0, 0) is None
    assert (false_share(200, 1) or 0) < FALSE_ALARM < (false_share(200, 3) or 0)
