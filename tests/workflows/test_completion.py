"""The gate before a ticket is completed: an hour of mine, a good resolution and nothing open lets it through."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.completion import (
    Check,
    ChecklistItem,
    CompletionFacts,
    Finding,
    Severity,
    Summary,
    ZeroTime,
    decide,
    findings,
    prefilled_resolution,
    says_something,
)

HOUR = 3_600_000_000
GOOD = CompletionFacts("W04", HOUR, HOUR, touched_by_me=True, resolution="Replaced the fuser, test page is fine")


def found(**facts: object) -> list[tuple[Check, Severity]]:
    return [(each.check, each.severity) for each in findings(replace(GOOD, **facts))]  # type: ignore[arg-type]


def test_a_ticket_with_time_and_resolution_goes_through_without_a_word() -> None:
    assert findings(GOOD) == ()
    assert decide(findings(GOOD)).allowed


def test_no_time_from_anyone_blocks() -> None:
    assert found(worked_us=0, mine_us=0) == [(Check.TIME, Severity.BLOCKS)]


@pytest.mark.parametrize(
    "why", [each for each in ZeroTime if each not in (ZeroTime.ALERT_CLEARED, ZeroTime.NO_OP_VISIT)]
)
def test_no_time_is_needed_with_an_explicit_reason_and_it_is_said(why: ZeroTime) -> None:
    assert found(worked_us=0, mine_us=0, zero_time=why) == [(Check.TIME, Severity.TELLS)]


def test_a_cleared_alert_and_an_empty_visit_are_reasons_only_in_their_own_lane() -> None:
    for why, lane in ((ZeroTime.ALERT_CLEARED, "A"), (ZeroTime.NO_OP_VISIT, "W10")):
        assert found(worked_us=0, mine_us=0, zero_time=why, workflow=lane) == [(Check.TIME, Severity.TELLS)]
        assert found(worked_us=0, mine_us=0, zero_time=why, workflow="W02") == [(Check.TIME, Severity.BLOCKS)]


def test_my_time_is_asked_for_only_where_i_touched_it() -> None:
    assert found(mine_us=0) == [(Check.MY_TIME, Severity.ASKS)]
    assert found(mine_us=0, touched_by_me=False) == []


def test_a_timer_that_is_not_saved_is_asked_about_and_counts_as_time() -> None:
    assert found(worked_us=0, mine_us=0, timer_us=HOUR) == [(Check.TIMER, Severity.ASKS)]


def test_important_items_block_and_the_others_are_told() -> None:
    items = (ChecklistItem("revoke access", True, False), ChecklistItem("tidy up", False, False),
             ChecklistItem("call", True, True))  # fmt: skip
    assert found(checklist=items) == [(Check.CHECKLIST, Severity.BLOCKS), (Check.CHECKLIST, Severity.TELLS)]
    assert findings(replace(GOOD, checklist=items))[0].said == "important and not done: revoke access"


def test_many_items_are_counted_and_not_all_named() -> None:
    items = tuple(ChecklistItem(f"step {number}", True, False) for number in range(1, 6))
    assert findings(replace(GOOD, checklist=items))[0].said == (
        "important and not done: step 1, step 2, step 3 and 2 more"
    )


@pytest.mark.parametrize(
    ("resolution", "severity"),
    [
        ("", Severity.BLOCKS),
        ("  \n ", Severity.BLOCKS),
        ("x" * 32_001, Severity.BLOCKS),
        ("done", Severity.ASKS),
        ("Fixed. Done. OK. Solved.", Severity.ASKS),
    ],
)
def test_a_resolution_is_there_fits_and_says_something(resolution: str, severity: Severity) -> None:
    assert found(resolution=resolution) == [(Check.RESOLUTION, severity)]


def test_open_children_are_asked_about() -> None:
    assert found(open_children=("T1", "T2")) == [(Check.CHILDREN, Severity.ASKS)]
    assert findings(replace(GOOD, open_children=("T1",)))[0].said == "1 ticket under it still open: T1"


def test_offline_it_says_that_it_is_unchecked() -> None:
    offline = findings(replace(GOOD, checked=False, read_before="14:02"))
    assert offline == (
        Finding(Check.UNCHECKED, Severity.TELLS, "unchecked: the server could not be asked, last read 14:02"),
    )
    assert decide(offline).allowed


def test_what_asks_needs_a_yes() -> None:
    asked = findings(replace(GOOD, mine_us=0))
    assert not decide(asked).allowed
    assert decide(asked).open == asked
    assert decide(asked, confirmed=True).allowed


def test_what_blocks_needs_a_reason_and_no_yes_is_enough() -> None:
    blocked = findings(replace(GOOD, resolution=""))
    assert not decide(blocked, confirmed=True).allowed
    assert not decide(blocked, reason="ok").allowed
    assert not decide(blocked, reason="done done done done").allowed
    passed = decide(blocked, reason="customer\ncancelled the order")
    assert passed.allowed
    assert passed.audit == "completed although it has no resolution. Reason: customer cancelled the order"


def test_nothing_is_kept_where_nothing_was_overridden() -> None:
    assert decide(findings(GOOD), reason="a reason that nobody asked for").audit == ""


def test_the_resolution_starts_as_my_last_summary_that_says_something() -> None:
    summaries = [
        Summary(1, True, "Checked the tunnel, found a timer mismatch"),
        Summary(2, True, " Aligned the lifetimes, tested with Lena \n"),
        Summary(3, True, "done"),
        Summary(4, False, "Looked over Ana's shoulder for a while"),
    ]
    assert prefilled_resolution(summaries) == "Aligned the lifetimes, tested with Lena"
    assert prefilled_resolution(summaries, "Written before") == "Written before"
    assert prefilled_resolution(summaries[2:]) == ""


@given(
    st.builds(
        CompletionFacts,
        workflow=st.sampled_from(["A", "W04", "W10"]),
        worked_us=st.integers(0, HOUR),
        mine_us=st.integers(0, HOUR),
        touched_by_me=st.booleans(),
        timer_us=st.integers(0, HOUR),
        zero_time=st.none() | st.sampled_from(ZeroTime),
        checklist=st.lists(st.builds(ChecklistItem, st.just("step"), st.booleans(), st.booleans())).map(tuple),
        resolution=st.text(max_size=30),
        open_children=st.lists(st.just("T1"), max_size=2).map(tuple),
        checked=st.booleans(),
    ),
    st.booleans(),
    st.text(max_size=30),
)
def test_nothing_that_blocks_gets_through_without_a_reason(
    facts: CompletionFacts, confirmed: bool, reason: str
) -> None:
    all_found = findings(facts)
    decision = decide(all_found, confirmed=confirmed, reason=reason)
    blocked = any(each.severity is Severity.BLOCKS for each in all_found)
    if blocked and decision.allowed:
        assert says_something(reason, 10)
        assert decision.audit
    assert decision.allowed == (not decision.open)
    assert decide(all_found, confirmed=True, reason="the customer is gone for good").allowed
