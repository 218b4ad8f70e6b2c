"""Pages of a query while others write: what stands behind the last row seen, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from sandbox.definitions import packaged
from sandbox.queries import Reader, Search
from sandbox.store import Store

STORE = Store()
SKILLS = packaged().entities["Skills"]
READER = Reader(STORE, "http://sandbox.test/ATServicesRest/", {})

NAMES = st.sampled_from(["Mail", "Voice", "Calm"])
"""Two of them have an A in them."""

WRITES = st.lists(st.tuples(st.integers(0, 11), st.none() | NAMES), max_size=3)
"""What others write between two pages: a row by its place, removed or renamed; beyond the last one it is added."""


def written(rows: dict[int, str], writes: list[tuple[int, str | None]]) -> None:
    """Write into the store and into a plain dictionary."""
    for place, name in writes:
        ids = sorted(rows)
        if place < len(ids) and name is None:
            STORE.delete(SKILLS.name, ids[place])
            del rows[ids[place]]
        elif place < len(ids):
            STORE.update(SKILLS.name, ids[place], {"name": name})
            rows[ids[place]] = str(name)
        elif name is not None:
            rows[STORE.insert(SKILLS.name, {"name": name})] = name


def pages(search: Search) -> Iterator[tuple[list[dict[str, Any]], dict[str, Any]]]:
    answer = READER.query(SKILLS, search)
    while True:
        page = json.loads(answer)
        yield page["items"], page["pageDetails"]
        following = page["pageDetails"]["nextPageUrl"]
        if following is None:
            return
        answer = READER.next_page(SKILLS, search, parse_qs(urlsplit(following).query)["paging"][0])


@given(names=st.lists(NAMES, max_size=12), size=st.integers(1, 5), meanwhile=st.lists(WRITES, max_size=8))
def test_each_page_shows_what_fits_behind_the_last_row_seen_however_others_write(
    names: list[str], size: int, meanwhile: list[list[tuple[int, str | None]]]
) -> None:
    wanted = {"op": "contains", "field": "name", "value": "A"}
    search = Search.of(
        json.dumps({"filter": [wanted], "MaxRecords": size, "IncludeFields": ["NAME", "id"]}), in_address=False
    )
    turns = iter(meanwhile)
    with STORE.reverted():
        rows = dict(zip(STORE.insert_many(SKILLS.name, [{"name": name} for name in names]), names, strict=True))
        after = 0
        for items, details in pages(search):
            fitting: list[dict[str, Any]] = [
                {"id": row, "name": name} for row, name in sorted(rows.items()) if "a" in name
            ]
            behind = [item for item in fitting if item["id"] > after]

            assert items == behind[:size]
            assert (details["count"], details["requestCount"]) == (len(items), size)
            assert (details["nextPageUrl"] is None) == (len(behind) <= size)
            assert json.loads(READER.count(SKILLS, search)) == {"queryCount": len(fitting)}
            after = items[-1]["id"] if items else after
            written(rows, next(turns, []))
