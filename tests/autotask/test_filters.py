"""Filters as Autotask's JSON."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from autotask.entities import Company, Resource, Ticket
from autotask.filters import (
    EVERYTHING,
    And,
    BeginsWith,
    Contains,
    Eq,
    Exists,
    Filter,
    Gt,
    Gte,
    In,
    Lt,
    Lte,
    NotEq,
    NotExists,
    NotIn,
    Or,
    changed_since,
    in_blocks,
    on_day,
    query,
    where,
)
from autotask.kinds import kind_of

MOMENT = datetime(2026, 6, 3, 10, 11, 12, 900_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("condition", "json"),
    [
        (Eq("status", 1), {"op": "eq", "field": "status", "value": 1}),
        (NotEq("status", 5), {"op": "noteq", "field": "status", "value": 5}),
        (Gt("id", 5), {"op": "gt", "field": "id", "value": 5}),
        (Lt("id", 5), {"op": "lt", "field": "id", "value": 5}),
        (Lte("id", 5), {"op": "lte", "field": "id", "value": 5}),
        (Eq("isActive", True), {"op": "eq", "field": "isActive", "value": True}),
        (BeginsWith("title", "a"), {"op": "beginsWith", "field": "title", "value": "a"}),
        (Contains("title", "a"), {"op": "contains", "field": "title", "value": "a"}),
        (Exists("queueID"), {"op": "exist", "field": "queueID"}),
        (NotExists("queueID"), {"op": "notExist", "field": "queueID"}),
        (In("id", (1, 2)), {"op": "in", "field": "id", "value": [1, 2]}),
        (NotIn("id", (1, 2)), {"op": "notIn", "field": "id", "value": [1, 2]}),
        (
            Gte("createDate", MOMENT.astimezone(timezone(timedelta(hours=2)))),
            {"op": "gte", "field": "createDate", "value": "2026-06-03T10:11:12Z"},
        ),
        (
            Eq("dateWorked", date(2026, 6, 3)),
            {"op": "eq", "field": "dateWorked", "value": "2026-06-03T00:00:00Z"},
        ),
        (
            Or(Exists("a"), And(Exists("b"), Exists("c"))),
            {
                "op": "or",
                "items": [
                    {"op": "exist", "field": "a"},
                    {"op": "and", "items": [{"op": "exist", "field": "b"}, {"op": "exist", "field": "c"}]},
                ],
            },
        ),
    ],
)
def test_a_condition_says_what_autotask_reads(condition: Filter, json: dict[str, object]) -> None:
    assert condition.json() == json


def test_a_naive_instant_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="aware"):
        Gte("createDate", datetime(2026, 1, 1)).json()  # noqa: DTZ001


@pytest.mark.parametrize("count", [0, 501])
def test_autotasks_limit_of_values_is_kept(count: int) -> None:
    with pytest.raises(ValueError, match="500"):
        In("id", tuple(range(count)))


def test_an_empty_group_means_nothing_and_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a condition"):
        And()


def test_conditions_are_written_in_our_words() -> None:
    assert where(kind_of(Ticket), assigned_resource_id=5) == Eq("assignedResourceID", 5)
    assert where(kind_of(Ticket), queue_id=[1, 2], contact_id=None, title="x") == And(
        In("queueID", (1, 2)), NotExists("contactID"), Eq("title", "x")
    )
    with pytest.raises(KeyError, match="colour"):
        where(kind_of(Ticket), colour=1)


def test_a_day_is_asked_for_by_its_bounds() -> None:
    day = date(2026, 12, 31)
    assert on_day("dateWorked", day) == And(Gte("dateWorked", day), Lt("dateWorked", date(2027, 1, 1)))


def test_changes_are_asked_for_by_the_kinds_own_field() -> None:
    assert changed_since(kind_of(Ticket), MOMENT) == Gte("lastActivityDate", MOMENT)
    assert changed_since(kind_of(Company), MOMENT) == Or(Gte("lastActivityDate", MOMENT), Gte("createDate", MOMENT))
    with pytest.raises(ValueError, match="Resources do not say"):
        changed_since(kind_of(Resource), MOMENT)


def test_many_values_are_asked_for_in_blocks() -> None:
    assert [len(block.values) for block in in_blocks("id", range(450))] == [200, 200, 50]
    assert list(in_blocks("id", [])) == []


def test_a_query_always_has_a_filter() -> None:
    assert query(EVERYTHING) == {"filter": [{"op": "gte", "field": "id", "value": 0}]}
    assert query(Exists("a"), after_id=7, fields=["id"], size=50) == {
        "filter": [{"op": "exist", "field": "a"}, {"op": "gt", "field": "id", "value": 7}],
        "MaxRecords": 50,
        "IncludeFields": ["id"],
    }
