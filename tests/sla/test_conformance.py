"""All 723 cases of the business-time study, under one choice per question that libraries answer differently."""

from __future__ import annotations

from collections import Counter

from sla.conformance import judge
from tests.sla.cases import cases, policy


def test_the_calendar_answers_as_expected_or_by_its_documented_choice_the_same_throughout() -> None:
    verdicts = [(case["id"], policy(case), judge(case)) for case in cases()]
    assert [(name, verdict) for name, _, verdict in verdicts if verdict.outcome == "wrong"] == []
    taken = Counter((choice, verdict.outcome) for _, choice, verdict in verdicts)
    assert taken == {
        (None, "expected"): 649,  # all agree
        ("dst_edge", "alternative"): 25,  # each edge is converted to UTC once, with fold=0 ...
        ("dst_edge", "expected"): 2,  # ... and a date that the zone skips opens nothing (Pacific/Apia)
        ("holiday_overnight", "expected"): 31,  # a shift belongs to the day on which it opens
        ("boundary", "expected"): 11,  # a deadline may be a closing
        ("reversed", "expected"): 5,  # elapsed time is signed
    }


def test_an_answer_that_never_comes_is_none() -> None:
    never = {"op": "next_open", "schedule": {"zone": "UTC", "weekly": {}}, "start": "2026-01-05T09:00Z"}
    assert judge({**never, "expected": None}).outcome == "expected"
    assert judge({**never, "expected": "2026-01-05T09:00Z"}).given is None
