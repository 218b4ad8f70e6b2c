from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.definitions import packaged
from sandbox.store import Store, StoreError
from sandbox.user_fields import UserField
from sandbox.values import ValueRefused, instant_json, milliseconds

STORE = Store()
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.fixed_dictionaries(
    {
        "ticketID": st.none() | st.integers(-(2**31), 2**31 - 1),
        "contractServiceID": st.none() | st.integers(-(2**63), 2**63 - 1),
        "hoursWorked": st.none() | st.integers(-(10**9), 10**9).map(lambda n: n / 10_000),
        "isNonBillable": st.none() | st.booleans(),
        "startDateTime": st.none() | INSTANTS,
        "summaryNotes": st.none() | TEXTS,
    }
)


@settings(max_examples=300, deadline=None)
@given(record=ENTRIES)
def test_what_is_written_is_read_and_shown_as_json(record: dict[str, Any]) -> None:
    row_id = STORE.insert("TimeEntries", record)

    read = STORE.get("TimeEntries", row_id)
    ((shown_id, text),) = STORE.json_rows("TimeEntries", "id = ?", (row_id,))

    assert read is not None
    assert {name: read[name] for name in record} == record
    shown = json.loads(text)
    start = record["startDateTime"]
    expected = {**record, "startDateTime": start and json.loads(instant_json(milliseconds(start)))}
    assert {name: shown[name] for name in record} == expected
    assert (shown_id, shown["id"]) == (row_id, row_id)
    assert list(shown) == [field.name for field in packaged().entities["TimeEntries"].fields]


def is_a_name(text: str) -> bool:
    return text.isprintable() and '"' not in text and "\\" not in text


@settings(max_examples=100, deadline=None)
@given(
    names=st.lists(TEXTS.filter(is_a_name), min_size=1, max_size=4, unique=True),
    value=st.none() | TEXTS,
)
def test_user_defined_fields_may_have_odd_names(names: list[str], value: str | None) -> None:
    STORE.define_udfs("Projects", [UserField(name) for name in names])
    row_id = STORE.insert("Projects", {"userDefinedFields": {names[-1]: value}})

    ((_, text),) = STORE.json_rows("Projects", "id = ?", (row_id,))

    shown = json.loads(text)["userDefinedFields"]
    assert [field["name"] for field in shown] == names
    assert [field["value"] for field in shown] == [*[None] * (len(names) - 1), value and value.replace("\0", "")]


def test_an_entity_bears_three_hundred_user_defined_fields() -> None:
    names = [f"{number} % of what" for number in range(300)]
    STORE.define_udfs("Contacts", [UserField(name) for name in names])
    row_id = STORE.insert("Contacts", {"userDefinedFields": {names[-1]: "all"}})

    ((_, text),) = STORE.json_rows("Contacts", "id = ?", (row_id,))

    shown = json.loads(text)["userDefinedFields"]
    assert ([field["name"] for field in shown], shown[-1]["value"]) == (names, "all")


def test_ids_ascend_from_the_ones_that_records_bring() -> None:
    store = Store()

    assert store.insert_many("Roles", [{"id": 40}, {}, {"name": "x"}]) == [40, 41, 42]
    assert store.insert("Roles", {}) == 43


def test_an_id_stays_used_when_its_row_and_the_store_are_gone(tmp_path: Any) -> None:
    store = Store(tmp_path / "world.db")
    store.insert_many("Roles", [{}, {}])
    store.delete("Roles", 2)
    store.close()

    assert Store(tmp_path / "world.db").insert("Roles", {}) == 3


def test_a_transaction_is_all_or_nothing_and_nests() -> None:
    store = Store()

    def half_done() -> None:
        with store.transaction():
            store.insert("Roles", {"name": "x"})
            with store.transaction():
                store.insert("Roles", {"name": "y"})
            store.update("Roles", 7, {"name": "z"})

    with pytest.raises(StoreError, match="no row 7"):
        half_done()
    assert store.count("Roles") == 0


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.insert("Nothing", {}),
        lambda store: store.insert("Roles", {"colour": "red"}),
        lambda store: store.insert("Roles", {"Name": "x"}),
        lambda store: store.update("Roles", 1, {"name": "x"}),
        lambda store: store.define_udfs("Roles", [UserField("x")]),
        lambda store: store.define_udfs("Tickets", [UserField('say "x"')]),
        lambda store: store.define_udfs("Tickets", [UserField(str(number)) for number in range(301)]),
    ],
)
def test_what_is_not_there_is_named_in_an_error(write: Any) -> None:
    with pytest.raises(StoreError):
        write(Store())


def test_a_value_that_does_not_fit_is_named_in_an_error() -> None:
    with pytest.raises(ValueRefused, match="status"):
        Store().insert("Tickets", {"status": "open"})


def test_a_full_page_of_tickets_is_cheap_and_what_is_new_is_found_by_index() -> None:
    store = Store()
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    fields = packaged().entities["Tickets"].fields
    filled: dict[str, Any] = {"string": "x" * 40, "integer": 7, "long": 7, "boolean": True, "decimal": 3.5}
    row = {f.name: filled.get(f.type, now) for f in fields if f.name != "id"}
    rows = [{**row, "lastActivityDate": now - timedelta(minutes=minute)} for minute in range(3000)]
    with store.transaction():
        store.insert_many("Tickets", rows)

    def processor_time(where: str, params: tuple[object, ...]) -> float:
        start = time.process_time()
        store.json_rows("Tickets", where, params, after_id=1000, limit=500)
        return time.process_time() - start

    page = min(processor_time("id >= ?", (0,)) for _ in range(5))
    poll = min(processor_time("likelihood(lastActivityDate >= ?, 0.001)", (now,)) for _ in range(5))

    assert page < 0.060, "a page with every field filled; most tickets fill a third"
    assert poll < 0.005


def test_what_is_written_is_told_of_the_entities_that_are_watched_unless_it_was_taken_back() -> None:
    store = Store()
    first, second = (store.insert("Skills", {"name": name}) for name in ("Networks", "Dutch"))
    store.touched.watch(["Skills"])
    store.insert("Roles", {"name": "Unwatched"})
    store.update("Skills", second, {"name": "Frisian"})
    store.delete("Skills", first)
    told = [store.touched.taken(), store.touched.taken()]
    with store.reverted():
        third = store.insert("Skills", {"name": "Welsh"})
    told.append(store.touched.taken())
    store.touched.watch([])
    store.insert("Skills", {"id": third, "name": "Unseen"})
    store.touched.watch(["Skills"])

    assert [*told, store.touched.taken()] == [{"Skills": [first, second]}, {}, {}, {}]
