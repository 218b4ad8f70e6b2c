"""Bytes to entities, the short way and row by row."""

import json
from datetime import UTC, date, datetime
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from autotask import pages
from autotask.entities import Contact, Phase, Ticket, TimeEntry
from autotask.kinds import KINDS, kind_of
from autotask.pages import Quarantined, Unreadable, read_item, read_rows
from autotask.text import clean, raw_of

TICKETS = kind_of(Ticket)
ENTRIES = kind_of(TimeEntry)
MOMENT = datetime(2026, 6, 3, 10, 11, 12, 500_000, tzinfo=UTC)


def _body(*rows: Any, next_url: str | None = None, ascii_only: bool = True) -> bytes:
    content = {"items": list(rows), "pageDetails": {"count": len(rows), "nextPageUrl": next_url}}
    return json.dumps(content, ensure_ascii=ascii_only).encode()


def test_a_ticket_is_read_in_autotasks_words() -> None:
    row = {
        "id": 4711,
        "assignedResourceID": 29682885,
        "createDate": "2026-06-03T10:11:12.5Z",
        "estimatedHours": 3.5000,
        "problemTicketId": 12,
        "serviceLevelAgreementHasBeenMet": None,
        "title": "Printer",
        "unheardOf": {"a": [1]},
        "userDefinedFields": [{"name": "x", "value": None}],
    }
    ticket = read_rows(TICKETS, _body(row)).items[0]
    assert ticket == Ticket(
        id=4711,
        assigned_resource_id=29682885,
        create_date=MOMENT,
        estimated_hours=3.5,
        problem_ticket_id=12,
        title="Printer",
    )
    assert ticket.create_date is not None
    assert ticket.create_date.utcoffset() is not None


@pytest.mark.parametrize("written", ["2026-06-03T10:11:12.5", "2026-06-03T10:11:12.5Z", "2026-06-03T12:11:12.5+02:00"])
def test_an_instant_is_utc_however_it_is_written(written: str) -> None:
    assert read_rows(TICKETS, _body({"id": 1, "createDate": written})).items[0].create_date == MOMENT


def test_a_zone_is_added_by_the_row_and_in_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    naive = {"id": 1, "createDate": "2026-06-03T10:11:12.5", "title": "2026-06-03T10:11:12.5"}
    beside_an_odd_row = read_rows(TICKETS, _body(naive, None)).items
    monkeypatch.delattr(pages, "_row_by_row")
    rows = read_rows(TICKETS, _body(naive, {"id": 2, "createDate": "2026-06-03T10:11:12.5Z"}))
    assert rows.items[:1] == beside_an_odd_row
    assert [item.create_date for item in rows.items] == [MOMENT, MOMENT]
    assert rows.items[0].title == naive["title"]


@given(st.datetimes(), st.sampled_from([" ", "T"]))
def test_a_moment_without_a_zone_is_that_moment_of_utc(moment: datetime, between: str) -> None:
    (ticket,) = read_rows(TICKETS, _body({"id": 1, "createDate": moment.isoformat(between)})).items
    assert ticket.create_date == moment.replace(tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused_where_it_does_not_come_from_autotask() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Ticket(id=1, create_date=MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize("written", ["2026-06-03T00:00:00Z", "2026-06-03T00:00:00", "2026-06-03", "2026-06-03T09:30Z"])
def test_a_day_is_a_date(written: str) -> None:
    assert read_rows(ENTRIES, _body({"id": 1, "dateWorked": written})).items[0].date_worked == date(2026, 6, 3)


def test_numbers_where_text_is_meant_are_text() -> None:
    odd = {"id": 2, "createDate": "2026-06-03T10:11:12.5", "phaseNumber": 7}
    assert [
        phase.phase_number for phase in read_rows(kind_of(Phase), _body({"id": 1, "phaseNumber": 7}, odd)).items
    ] == [
        "7",
        "7",
    ]


def test_a_contacts_active_flag_is_a_number() -> None:
    assert read_rows(kind_of(Contact), _body({"id": 1, "isActive": 1})).items[0].is_active == 1


@pytest.mark.parametrize(
    ("row", "row_id", "reason"),
    [
        ({"id": 2, "priority": "high"}, 2, "priority"),
        ({"id": 2, "createDate": "yesterday"}, 2, "createDate"),
        ({"id": 2, "title": ["a"]}, 2, "title"),
        ({"id": "x"}, None, "id"),
        ({"title": "no id"}, None, "id"),
        (None, None, "not an object"),
        ("row", None, "not an object"),
    ],
)
def test_an_odd_row_is_quarantined_and_the_rest_is_read(row: Any, row_id: int | None, reason: str) -> None:
    rows = read_rows(TICKETS, _body({"id": 1}, row, {"id": 3}))
    assert [item.id for item in rows.items] == [1, 3]
    (odd,) = rows.quarantined
    assert (odd.kind, odd.id) == ("Tickets", row_id)
    assert reason in odd.reason
    assert json.loads(odd.raw) == row
    assert (rows.last_id, len(rows)) == (3, 3)


def test_an_infinite_number_of_hours_is_odd() -> None:
    rows = read_rows(ENTRIES, b'{"items":[{"id":1,"hoursWorked":NaN},{"id":2,"hoursWorked":1e999}]}')
    assert [odd.id for odd in rows.quarantined] == [1, 2]


def test_the_last_id_counts_odd_rows_too() -> None:
    assert read_rows(TICKETS, _body({"id": 1}, {"id": 9, "priority": "high"})).last_id == 9


def test_whether_more_follows_is_the_servers_word() -> None:
    assert read_rows(TICKETS, _body({"id": 1}, next_url="https://x/")).more
    assert read_rows(TICKETS, _body({"id": 1, "priority": "high"}, next_url="https://x/")).more
    assert not read_rows(TICKETS, _body({"id": 1})).more
    assert not read_rows(TICKETS, b'{"items": []}').more


@pytest.mark.parametrize("next_url", [None, "https://next"])
@given(
    titles=st.lists(
        st.sampled_from(['},{"id":', "},{", '"', "\\", 'a"},{"id":9', "Printer", "\x1b[2J"]) | st.text(), max_size=9
    )
)
def test_a_page_read_in_pieces_is_the_page(titles: list[str], next_url: str | None) -> None:
    rows = [{"id": row_id, "title": title} for row_id, title in enumerate(titles, 1)]
    content = {"items": rows, "pageDetails": {"count": len(rows), "nextPageUrl": next_url}}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    with mock.patch.object(pages, "_PIECE", 1):
        pieces = read_rows(TICKETS, body)
    assert pieces == read_rows(TICKETS, body)
    assert [ticket.id for ticket in pieces.items] == [row["id"] for row in rows]
    assert pieces.more == (next_url is not None)


def test_rows_that_hold_objects_with_an_id_are_not_cut_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PIECE", 1)
    rows = [{"id": row_id, "children": [{"id": 7}, {"id": 8}], "title": "Printer"} for row_id in (1, 2)]
    body = json.dumps({"items": rows}, separators=(",", ":")).encode()
    assert read_rows(TICKETS, body).items == (Ticket(id=1, title="Printer"), Ticket(id=2, title="Printer"))


def test_an_odd_row_of_a_long_page_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PIECE", 1)
    rows = [{"id": 1}, {"id": 2, "createDate": "soon"}, {"id": 3}]
    read = read_rows(TICKETS, json.dumps({"items": rows}, separators=(",", ":")).encode())
    assert (read.items, [row.id for row in read.quarantined]) == ((Ticket(id=1), Ticket(id=3)), [2])


def test_a_lone_surrogate_costs_neither_page_nor_row() -> None:
    rows = read_rows(TICKETS, b'{"items":[{"id":5,"title":"a\\ud800b"},{"id":6,"title":"fine"}]}')
    assert [item.title for item in rows.items] == ["a\ufffdb", "fine"]
    assert raw_of(rows.items[0].title or "") == "a\ud800b"
    assert rows.quarantined == ()


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5), st.booleans())
def test_every_text_arrives_cleaned_whatever_its_escapes(titles: list[str], ascii_only: bool) -> None:
    rows = [{"id": n, "title": title} for n, title in enumerate(titles)]
    read = read_rows(TICKETS, _body(*rows, ascii_only=ascii_only)).items
    assert [item.title for item in read] == [clean(title) for title in titles]
    assert [raw_of(item.title) for item in read if item.title is not None] == titles


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "cut short"),
        (b'{"items":[{"id":1},{"id"', "cut short"),
        (b'{"items":[{"id":1,"title":"ha', "cut short"),
        (b"<html>", "not JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[1]", "not a JSON object"),
        (b'{"a":1}', "no items"),
        (b'{"items":{"id":1}}', "no items"),
        (b"[" * 200_000, "too deeply"),
        (b'{"items":[{"id":' + b"9" * 5_000 + b"}]}", "too long"),
    ],
)
def test_what_is_no_page_says_why(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_rows(TICKETS, body)


def test_a_single_record_is_read_like_a_row() -> None:
    assert read_item(TICKETS, b'{"item":null}') is None
    assert read_item(TICKETS, b'{"item":{"id":1,"title":"a\\u0007"}}') == Ticket(id=1, title="a␇")
    assert isinstance(read_item(TICKETS, b'{"item":{"id":1,"status":"x"}}'), Quarantined)
    with pytest.raises(Unreadable, match="no item"):
        read_item(TICKETS, b'{"items":[]}')


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_both_ways_read_the_same(kind: Any) -> None:
    values = {
        int: 5,
        float: 1.5,
        bool: True,
        str: "text",
        datetime: "2026-06-03T10:11:12Z",
        date: "2026-06-03T00:00:00Z",
    }
    row = {spec.wire: values[spec.type] for spec in kind.fields}
    if "userDefinedFields" in row:
        row["userDefinedFields"] = [{"name": "On Hold", "value": "text"}]
    fast = read_rows(kind, _body(row)).items
    slow = read_rows(kind, _body(row, None)).items
    assert fast == slow
    assert all(getattr(fast[0], spec.attr) is not None for spec in kind.fields)


@pytest.mark.parametrize("written", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_an_instant_that_utc_cannot_say_is_quarantined(written: str) -> None:
    rows = read_rows(TICKETS, _body({"id": 1, "createDate": written}, {"id": 2}))
    assert [item.id for item in rows.items] == [2]
    assert "createDate" in rows.quarantined[0].reason


@pytest.mark.parametrize("written", ["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00", "0001-01-01T02:00:00+02:00"])
def test_the_first_and_the_last_instant_of_utc_are_read(written: str) -> None:
    assert len(read_rows(TICKETS, _body({"id": 1, "createDate": written})).items) == 1
