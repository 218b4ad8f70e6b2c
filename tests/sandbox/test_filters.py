"""The filter language: a plain evaluator over Python values says what SQLite must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.definitions import packaged
from sandbox.errors import Refused
from sandbox.filters import compiled
from sandbox.store import Store
from sandbox.values import instant_json, milliseconds
from tests.sandbox.tenant import TICKET_FIELDS, Tenant, condition, errors, furnished

STORE = Store()
furnished(STORE)
ENTITY = packaged().entities["Tickets"]
START = datetime(2026, 11, 24, tzinfo=UTC)

TEXTS = st.text(st.sampled_from("aAbBé%_'\"\\ ß"), max_size=4)
NUMBERS = st.integers(-3, 3)
DECIMALS = st.integers(-8, 8).map(lambda quarters: quarters / 4)
INSTANTS = st.integers(0, 5).map(lambda half: START + timedelta(milliseconds=500 * half))


@dataclass(frozen=True)
class Sort:
    """What a field holds, and the ways in which a filter may spell a value of it."""

    values: st.SearchStrategy[Any]
    spellings: Sequence[Callable[[Any], object]]


TEXT = Sort(TEXTS, [str])
DECIMAL = Sort(DECIMALS, [float, str])
INSTANT = Sort(
    INSTANTS,
    [
        lambda at: instant_json(milliseconds(at)).strip('"'),
        lambda at: at.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat(),
        lambda at: at.replace(tzinfo=None).isoformat(),
    ],
)
FIELDS: Mapping[str, Sort] = {
    "title": TEXT,
    "status": Sort(NUMBERS, [int, float, str]),
    "contractServiceID": Sort(NUMBERS.map(lambda n: n * 2**40), [int, str]),
    "estimatedHours": DECIMAL,
    "dueDateTime": INSTANT,
    "serviceLevelAgreementHasBeenMet": Sort(st.booleans(), [bool, str]),
}
USER_FIELDS: Mapping[str, Sort] = {"Site code": TEXT, "Seats": DECIMAL, "Move": INSTANT}


def _rows(sorts: Mapping[str, Sort]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: st.none() | sort.values for name, sort in sorts.items()})


ROWS = st.lists(st.tuples(_rows(FIELDS), _rows(USER_FIELDS)).map(lambda both: {**both[0], **both[1]}), max_size=8)
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


@dataclass(frozen=True)
class Leaf:
    """One condition as it is meant, and as it is sent."""

    op: str
    field: str
    value: Any
    sent: Mapping[str, object]

    @property
    def counts_as_user_field(self) -> bool:
        return self.field in USER_FIELDS and self.op != "noteExist"


@dataclass(frozen=True)
class Group:
    op: str
    items: Sequence[Leaf | Group]


def _named(name: str) -> st.SearchStrategy[dict[str, object]]:
    spelt = st.sampled_from([name, name.lower(), name.upper()])
    more: dict[str, object] = {"udf": True} if name in USER_FIELDS else {}
    return st.builds(lambda field: {"field": field, **more}, spelt)


def _leaf(name: str, sort: Sort) -> st.SearchStrategy[Leaf]:
    one = st.tuples(sort.values, st.sampled_from(sort.spellings)).map(lambda pair: (pair[0], pair[1](pair[0])))
    several = st.lists(one, max_size=3).map(lambda pairs: ([v for v, _ in pairs], [spelt for _, spelt in pairs]))
    scalars = [*ORDERED, *(PATTERNS if sort is TEXT else ())]

    def asked(op: str, base: dict[str, object], pair: tuple[Any, object]) -> Leaf:
        return Leaf(op, name, pair[0], {**base, "op": op, "value": pair[1]})

    return st.one_of(
        st.builds(asked, st.sampled_from(scalars), _named(name), one),
        st.builds(asked, st.sampled_from(["in", "notIn"]), _named(name), several),
        st.builds(
            lambda op, base: Leaf(op, name, None, {**base, "op": op}),
            st.sampled_from(["exist", "notExist", "noteExist"]),
            _named(name),
        ),
    )


def _leaves(sorts: Mapping[str, Sort]) -> st.SearchStrategy[Leaf]:
    return st.one_of([_leaf(name, sort) for name, sort in sorts.items()])


def _entries(leaves: st.SearchStrategy[Leaf]) -> st.SearchStrategy[Leaf | Group]:
    return st.recursive(
        leaves,
        lambda inner: st.builds(Group, st.sampled_from(["and", "or"]), st.lists(inner, max_size=3)),
        max_leaves=6,
    )


FILTERS = st.one_of(
    st.lists(_entries(_leaves(FIELDS)), min_size=1, max_size=3),
    st.tuples(_entries(_leaves(FIELDS)), _leaves(USER_FIELDS)).map(list),
    st.lists(_entries(_leaves({**FIELDS, **USER_FIELDS})), min_size=1, max_size=2),
)


def _folded(value: object) -> object:
    """Fold ASCII letters only, as the engine's collation does."""
    if not isinstance(value, str):
        return value
    return "".join(letter.lower() if letter.isascii() else letter for letter in value)


def _holds(entry: Leaf | Group, row: Mapping[str, Any]) -> bool | None:
    """Whether a row fits; None where the entry says nothing."""
    if isinstance(entry, Group):
        said = [answer for item in entry.items if (answer := _holds(item, row)) is not None]
        return None if not said else all(said) if entry.op == "and" else any(said)
    held, op = row[entry.field], entry.op
    if op == "noteExist":
        return None
    if op in {"exist", "notExist"}:
        return (held is not None) == (op == "exist")
    if op in {"in", "notIn"}:
        if held is None:
            return op == "notIn" and not entry.value
        return (_folded(held) in [_folded(value) for value in entry.value]) == (op == "in")
    if held is None:
        return False
    test: Callable[[Any, Any], bool] = ORDERED.get(op) or PATTERNS[op]
    return test(_folded(held), _folded(entry.value))


def _wire(entry: Leaf | Group) -> dict[str, Any]:
    if isinstance(entry, Group):
        return {"op": entry.op, "items": [_wire(item) for item in entry.items]}
    return dict(entry.sent)


def _user_conditions(entry: Leaf | Group) -> int:
    if isinstance(entry, Group):
        return sum(_user_conditions(item) for item in entry.items)
    return entry.counts_as_user_field


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row as the tenant keeps it, nothing at all in a user-defined field being null."""
    fields = {field.name: field for field in TICKET_FIELDS}
    texts = {name: fields[name].text(row[name]) for name in USER_FIELDS}
    return {**{name: row[name] for name in FIELDS}, "userDefinedFields": texts}


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, entries=FILTERS)
def test_query_finds_what_a_plain_reading_of_the_filter_finds(
    rows: list[dict[str, Any]], entries: list[Leaf | Group]
) -> None:
    with STORE.reverted():
        for record in STORE.select(ENTITY.name):
            STORE.delete(ENTITY.name, record["id"])
        ids = STORE.insert_many(ENTITY.name, [_kept(row) for row in rows])
        try:
            found = compiled(ENTITY, TICKET_FIELDS, [_wire(entry) for entry in entries])
        except Refused:
            assert sum(map(_user_conditions, entries)) > 1
            return
        got = [record["id"] for record in STORE.select(ENTITY.name, found.sql, found.params)]
        count = STORE.count(ENTITY.name, found.sql, found.params)

    assert sum(map(_user_conditions, entries)) <= 1
    held = [{**row, "Site code": row["Site code"] or None} for row in rows]
    assert got == [
        row_id
        for row_id, row in zip(ids, held, strict=True)
        if all(_holds(entry, row) is not False for entry in entries)
    ]
    assert count == len(got)


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
        found = compiled(ENTITY, TICKET_FIELDS, entry)
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
