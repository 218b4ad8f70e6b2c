"""The filter language: a plain evaluator over Python values says what SQLite must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.definitions import packaged
from sandbox.errors import Refused
from sandbox.filters import compiled
from sandbox.store import Store
from sandbox.values import instant_json, milliseconds
from tests.sandbox.tenant import Tenant, condition, errors

STORE = Store()
ENTITY = "TimeEntries"
START = datetime(2026, 11, 24, tzinfo=UTC)

TEXTS = st.text(st.sampled_from("aAbBé%_'\"\\ ß"), max_size=4)
NUMBERS = st.integers(-3, 3)
DECIMALS = st.integers(-8, 8).map(lambda quarters: quarters / 4)
INSTANTS = st.integers(0, 5).map(lambda half: START + timedelta(milliseconds=500 * half))
FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    "summaryNotes": TEXTS,
    "ticketID": NUMBERS,
    "hoursWorked": DECIMALS,
    "startDateTime": INSTANTS,
    "isNonBillable": st.booleans(),
}
ROWS = st.lists(st.fixed_dictionaries({name: st.none() | values for name, values in FIELDS.items()}), max_size=8)
ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda held, asked: held == asked,
    "noteq": lambda held, asked: held != asked,
    "gt": lambda held, asked: held > asked,
    "gte": lambda held, asked: held >= asked,
    "lt": lambda held, asked: held < asked,
    "lte": lambda held, asked: held <= asked,
}
PATTERNS: Mapping[str, Callable[[str, str], bool]] = {
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": str.__contains__,
}


def _leaf(name: str) -> st.SearchStrategy[dict[str, Any]]:
    values = FIELDS[name]
    base = st.fixed_dictionaries({"field": st.sampled_from([name, name.lower(), name.upper()])})
    kinds = [
        st.builds(lambda b, op, v: {**b, "op": op, "value": v}, base, st.sampled_from(list(ORDERED)), values),
        st.builds(lambda b, op: {**b, "op": op}, base, st.sampled_from(["exist", "notExist", "noteExist"])),
        st.builds(
            lambda b, op, v: {**b, "op": op, "value": v},
            base,
            st.sampled_from(["in", "notIn"]),
            st.lists(values, max_size=3),
        ),
    ]
    if name == "summaryNotes":
        kinds.append(
            st.builds(lambda b, op, v: {**b, "op": op, "value": v}, base, st.sampled_from(list(PATTERNS)), values)
        )
    return st.one_of(kinds)


LEAVES = st.one_of([_leaf(name) for name in FIELDS])
FILTERS = st.lists(
    st.recursive(
        LEAVES,
        lambda inner: st.builds(
            lambda op, items: {"op": op, "items": items},
            st.sampled_from(["and", "or"]),
            st.lists(inner, max_size=3),
        ),
        max_leaves=6,
    ),
    min_size=1,
    max_size=3,
)


def _folded(value: object) -> object:
    """Fold ASCII letters only, as the engine's collation does."""
    if not isinstance(value, str):
        return value
    return "".join(letter.lower() if letter.isascii() else letter for letter in value)


def _holds(entry: Mapping[str, Any], row: Mapping[str, Any]) -> bool | None:
    """Whether a row fits; None where the entry says nothing."""
    op = entry["op"]
    if op in {"and", "or"}:
        said = [answer for item in entry["items"] if (answer := _holds(item, row)) is not None]
        return None if not said else all(said) if op == "and" else any(said)
    held = row[next(name for name in FIELDS if name.lower() == entry["field"].lower())]
    if op == "noteExist":
        return None
    if op in {"exist", "notExist"}:
        return bool((held is not None) == (op == "exist"))
    if op in {"in", "notIn"}:
        found = _folded(held) in [_folded(value) for value in entry["value"]]
        if held is None:
            return bool(op == "notIn" and not entry["value"])
        return bool(found == (op == "in"))
    if held is None:
        return False
    test: Callable[[Any, Any], bool] = ORDERED.get(op) or PATTERNS[op]
    return test(_folded(held), _folded(entry["value"]))


def _wire(entry: Mapping[str, Any]) -> dict[str, Any]:
    if "items" in entry:
        return {"op": entry["op"], "items": [_wire(item) for item in entry["items"]]}
    value = entry.get("value")
    values = [_text(v) for v in value] if isinstance(value, list) else _text(value)
    return {**entry, "value": values}


def _text(value: object) -> object:
    return instant_json(milliseconds(value)).strip('"') if isinstance(value, datetime) else value


@settings(max_examples=400, deadline=None)
@given(rows=ROWS, entries=FILTERS)
def test_query_finds_what_a_plain_reading_of_the_filter_finds(
    rows: list[dict[str, Any]], entries: list[dict[str, Any]]
) -> None:
    for record in STORE.select(ENTITY):
        STORE.delete(ENTITY, record["id"])
    ids = STORE.insert_many(ENTITY, rows)

    found = compiled(packaged().entities[ENTITY], (), [_wire(entry) for entry in entries])
    got = [record["id"] for record in STORE.select(ENTITY, found.sql, found.params)]

    assert got == [
        row_id
        for row_id, row in zip(ids, rows, strict=True)
        if all(_holds(entry, row) is not False for entry in entries)
    ]
    assert STORE.count(ENTITY, found.sql, found.params) == len(got)


@settings(max_examples=200, deadline=None)
@given(
    entry=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["op", "field", "value", "items", "udf"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_filter_at_all_is_answered_or_refused(entry: object) -> None:
    try:
        found = compiled(packaged().entities["Tickets"], ("Site code",), entry)
    except Refused:
        return
    STORE.count("Tickets", found.sql, found.params)


async def test_a_misspelt_operator_makes_its_condition_vanish(tenant: Tenant) -> None:
    found = await tenant.items("Companies", condition("noteExist", "companyName"))

    assert len(found) == 4


async def test_an_unknown_field_is_an_error(tenant: Tenant) -> None:
    answer = await tenant.query("Projects", condition("eq", "type", 1))

    assert errors(answer) == ["Unable to find type in the Project Entity."]


async def test_a_field_that_is_returned_but_not_queryable_is_an_error(tenant: Tenant) -> None:
    errors(await tenant.query("Tickets", condition("eq", "creatorType", 1)))


@pytest.mark.parametrize(
    ("field", "value"),
    [("isActive", 1), ("isActive", "yes"), ("companyType", "one"), ("companyType", 2**40), ("createDate", "soon")],
)
async def test_a_value_that_does_not_fit_its_field_is_an_error(tenant: Tenant, field: str, value: object) -> None:
    errors(await tenant.query("Companies", condition("eq", field, value)))


async def test_a_condition_without_its_value_is_an_error(tenant: Tenant) -> None:
    errors(await tenant.query("Companies", condition("gt", "companyName")))


async def test_equality_with_no_value_finds_what_holds_none(tenant: Tenant) -> None:
    items = await tenant.items("Tickets", {"op": "eq", "field": "assignedResourceID"})

    assert items == await tenant.items("Tickets", condition("notExist", "assignedResourceID"))
    assert items


async def test_no_condition_at_all_lets_everything_through(tenant: Tenant) -> None:
    assert await tenant.items("Tickets") == await tenant.items("Tickets", condition("gte", "id", 0))


async def test_an_integer_is_compared_with_the_words_for_truth(tenant: Tenant) -> None:
    active = await tenant.items("Contacts", condition("eq", "isActive", "true"))

    assert active == await tenant.items("Contacts", condition("eq", "isActive", 1))
    assert active


async def test_user_defined_fields_are_found_by_name(tenant: Tenant) -> None:
    found = await tenant.items("Tickets", condition("beginsWith", "site code", "n", udf=True))
    absent = await tenant.items("Tickets", condition("exist", "Badge", udf=True))

    assert (len(found), absent) == (1, [])


async def test_one_condition_may_ask_for_a_user_defined_field(tenant: Tenant) -> None:
    twice = [condition("eq", "Site code", "N4", udf=True), condition("notExist", "Badge", udf=True)]

    errors(await tenant.query("Tickets", *twice))


@pytest.mark.parametrize(
    ("entry", "fits"),
    [
        (condition("in", "id", list(range(500))), True),
        (condition("in", "id", list(range(501))), False),
        ({"op": "or", "items": [condition("eq", "id", n) for n in range(500)]}, True),
        ({"op": "or", "items": [condition("eq", "id", n) for n in range(501)]}, False),
        ({"op": "or", "items": [condition("in", "id", list(range(250)))] * 3}, False),
        ({"op": "and", "items": [condition("gte", "id", n) for n in range(2000)]}, True),
    ],
)
async def test_five_hundred_alternatives_are_the_limit(tenant: Tenant, entry: dict[str, object], fits: bool) -> None:
    answer = await tenant.query("Companies", entry)

    if fits:
        assert answer.status_code == 200
    else:
        assert errors(answer) == ["Queries are limited to 500 or fewer 'OR' conditions"]


@pytest.mark.parametrize(
    "conditions",
    [
        [condition("gte", "id", 0)],
        [condition("in", "ticketID", [7000])],
        [condition("eq", "ticketID", 7000), condition("gte", "date", "2026-01-01")],
        [{"op": "and", "items": [condition("eq", "ticketID", 7000)]}],
    ],
)
async def test_ticket_history_takes_a_ticket_and_nothing_else(
    tenant: Tenant, conditions: list[dict[str, object]]
) -> None:
    errors(await tenant.query("TicketHistory", *conditions))
    assert await tenant.items("TicketHistory", condition("eq", "ticketID", 7000)) == []


async def test_a_filter_nested_without_end_is_refused(tenant: Tenant) -> None:
    entry: dict[str, object] = condition("gte", "id", 0)
    for _ in range(100):
        entry = {"op": "and", "items": [entry]}

    errors(await tenant.query("Tickets", entry))
