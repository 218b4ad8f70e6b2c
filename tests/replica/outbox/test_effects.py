"""Bodies on disk, and whether what Autotask made of a text is still ours."""

import unicodedata
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replica.outbox.effects import KINDS, TicketChange, TimeEntryCreate
from replica.outbox.effects.comparing import marker_in, same, same_text, with_marker, without_marker
from replica.outbox.effects.frozen import UnknownKind, freeze, packed, thaw, unpacked
from replica.outbox.effects.values import Made
from replica.outbox.op import marker_of, new_op_id

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
texts = st.text(st.characters(codec=None), max_size=80)
op_ids = st.binary(min_size=10, max_size=10).map(lambda entropy: new_op_id(NOW, entropy))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    texts,
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.dictionaries(st.sampled_from(["status", "title", "due_date_time"]), values))
def test_a_body_comes_back_as_it_was_handed_in(changes: dict[str, Any]) -> None:
    effect = TicketChange(ticket_id=Made("an op"), changes=changes, base=changes)
    assert thaw("TicketChange", freeze(effect)) == effect
    assert freeze(effect).isascii()


@given(st.dictionaries(st.text(max_size=5), values))
def test_what_is_kept_comes_back(body: dict[str, Any]) -> None:
    plain = {key: value for key, value in body.items() if not key.startswith("$")}
    assert unpacked(packed(plain)) == plain


def test_a_body_with_a_field_of_a_newer_servicedeck_is_not_misread() -> None:
    with pytest.raises(UnknownKind):
        thaw("NoteCreate", '{"ticket_id":1,"mood":"good"}')
    with pytest.raises(UnknownKind):
        thaw("ExpenseCreate", "{}")


def test_every_kind_is_frozen_and_says_what_it_does() -> None:
    for kind in KINDS.values():
        assert kind.__doc__
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert fields(kind)  # type: ignore[arg-type]


@given(texts, op_ids)
def test_a_marker_rides_along_and_comes_off(text: str, op_id: str) -> None:
    marker = marker_of(op_id)
    marked = with_marker(text, marker)
    assert marker_in(marked) == marker
    assert same_text(text, marked)
    assert without_marker(marked) == without_marker(text).rstrip(" \t\r\n")
    assert with_marker(marked, marker) == marked


@given(st.sets(op_ids, min_size=2, max_size=20))
def test_op_ids_differ_and_are_ordered_by_time(ids: set[str]) -> None:
    assert all(op_id[14] == "7" and op_id[19] in "89ab" for op_id in ids)
    assert max(ids) < new_op_id(NOW + timedelta(milliseconds=1), bytes(10))


@given(texts)
def test_what_autotask_does_to_a_text_leaves_it_ours(text: str) -> None:
    theirs = (
        unicodedata.normalize("NFD", text)
        .strip(" \t\r\n")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\n", "\r\n")
    )
    assert same_text(text, theirs)
    assert same_text(text, f"<p>{theirs}</p>")


@pytest.mark.parametrize(
    ("ours", "theirs", "equal"),
    [
        ("Called back", "called back", False),
        ("Called back", "Called  back ", True),
        ("", None, True),
        (None, 0, False),
        (False, None, True),
        (True, None, False),
        (1 / 6, 0.17, True),
        (0.25, 0.2667, False),
        (5, 5.0, True),
        (NOW, NOW + timedelta(seconds=59), True),
        (NOW, NOW + timedelta(seconds=60), False),
        (date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC), True),
        (date(2026, 11, 23), date(2026, 11, 24), False),
    ],
)
def test_values_are_compared_as_far_as_autotask_keeps_them(ours: Any, theirs: Any, equal: bool) -> None:
    assert same(ours, theirs) is equal


def test_an_entry_says_what_it_is_in_a_few_words() -> None:
    entry = TimeEntryCreate(resource_id=4, ticket_id=11, start_date_time=NOW, end_date_time=NOW + timedelta(minutes=25))
    assert entry.sentence == "25 min on ticket 11"
    assert entry.lane == "ticket:11"
    assert TimeEntryCreate(resource_id=4, internal_billing_code_id=3, hours_worked=0.5).lane == "resource:4"
