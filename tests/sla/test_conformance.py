"""All 723 cases of the business-time study, under one choice per question that libraries answer differently."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from sla.conformance import CaseError, judge
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


def test_every_question_may_be_put_with_pauses() -> None:
    asked = {
        "schedule": {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
        "start": "2026-01-05T10:00Z",
        "end": "2026-01-05T16:00Z",
        "seconds": 3_600,
        "count": 1,
        "pauses": [["2026-01-05T09:30Z", "2026-01-05T12:00Z"], ["2026-01-05T14:00Z", "2026-01-05T15:00Z"]],
    }
    answers = {
        "elapsed": 10_800.0,
        "add": "2026-01-05T13:00:00Z",
        "subtract": "2025-12-29T16:30:00Z",
        "is_open": False,
        "next_open": "2026-01-05T12:00:00Z",
        "prev_open": "2026-01-05T09:30:00Z",
        "next_close": "2026-01-05T14:00:00Z",
        "windows": [
            ["2026-01-05T12:00:00Z", "2026-01-05T14:00:00Z"],
            ["2026-01-05T15:00:00Z", "2026-01-05T16:00:00Z"],
        ],
        "windows_after": [["2026-01-05T12:00:00Z", "2026-01-05T14:00:00Z"]],
        "windows_before": [["2026-01-05T09:00:00Z", "2026-01-05T09:30:00Z"]],
    }
    for op, answer in answers.items():
        verdict = judge({**asked, "op": f"{op}_with_pauses", "expected": answer})
        assert (op, verdict.given, verdict.outcome) == (op, answer, "expected")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"op": ["add"]}, "op"),
        ({"seconds": "3600"}, "seconds"),
        ({"seconds": float("nan")}, "seconds"),
        ({"seconds": 1e300}, "seconds"),
        ({"op": "windows_after", "count": -1}, "count"),
        ({"op": "windows_after", "count": True}, "count"),
        ({"pauses": [["2026-01-05T09:30Z"]]}, "pauses"),
        ({"pauses": [["2026-01-05T09:30Z", 5]]}, "pauses[0]"),
        ({"op": "add_with_pauses"}, "pauses"),
        ({"schedule": "UTC"}, "schedule.zone"),
        ({"start": None}, "start"),
    ],
    ids=str,
)
def test_a_case_that_cannot_be_read_is_refused_by_its_key(change: dict[str, Any], key: str) -> None:
    case = {
        "op": "add",
        "schedule": {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
        "start": "2026-01-05T10:00Z",
        "seconds": 3_600,
        "expected": "2026-01-05T11:00Z",
    }
    assert judge(case).outcome == "expected"
    with pytest.raises(CaseError) as refusal:
        judge({**case, **change})
    assert refusal.value.key == key
    assert refusal.value.remedy
