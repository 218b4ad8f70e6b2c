"""Whatever a client sends, the answer is a record or a refusal, and what stands afterwards can be read."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from sandbox.access import Author
from sandbox.definitions import EntityDef, FieldDef, FieldType, packaged
from sandbox.errors import Refused
from sandbox.picklists import shipped
from sandbox.settings import Settings
from sandbox.store import UDF, Store
from sandbox.writing import Writer
from tests.sandbox.tenant import ACME, ANNA, API, AT, SUPPORT, TICKET, WORK, StillWorld, furnished

STORE = Store()
furnished(STORE)
ENTITIES = [entity for entity in packaged().entities.values() if entity.takes("POST")]
STANDING = {
    "Account": ACME,
    "Resource": ANNA,
    "Ticket": TICKET,
    "Role": SUPPORT,
    "AllocationCode": WORK,
    "Contact": 900,
}
FITTING: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.INTEGER: st.integers(0, 9),
    FieldType.LONG: st.integers(0, 9),
    FieldType.DECIMAL: st.integers(1, 100).map(lambda n: n / 8),
    FieldType.BOOLEAN: st.booleans(),
    FieldType.STRING: st.text(min_size=1, max_size=6),
    FieldType.DATETIME: st.sampled_from(["2026-11-24T08:00:00Z", "2026-11-24T08:30:00", "2026-11-25"]),
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=4),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1e400", "\ud800", "٣"]),
)


def fitting(entity: EntityDef, field: FieldDef) -> st.SearchStrategy[Any]:
    """Values that have a chance to hold."""
    choices = packaged().picklists.get(f"{entity.name}.{field.name}")
    if choices:
        return st.sampled_from([value for value, _ in choices])
    return st.just(STANDING[field.reference]) if field.reference in STANDING else FITTING[field.type]


def bodies(entity: EntityDef) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies with every required field, some others, and now and then something odd."""
    required = {f.name.lower(): fitting(entity, f) for f in entity.fields if f.required}
    others = [f for f in entity.fields if not f.required]
    some = st.lists(st.sampled_from(others), max_size=4) if others else st.just([])
    udfs = st.lists(st.fixed_dictionaries({"name": st.just("Badge"), "value": ODD}), max_size=2)
    names = st.sampled_from([UDF.lower(), "nothing", *(f.name.lower() for f in entity.fields)])
    return st.builds(
        lambda base, more, odd: {**base, **more, **odd},
        st.fixed_dictionaries(required),
        some.flatmap(lambda fields: st.fixed_dictionaries({f.name.lower(): fitting(entity, f) for f in fields})),
        st.just({}) | st.dictionaries(names, ODD | udfs, max_size=1),
    )


WRITES = st.sampled_from(ENTITIES).flatmap(lambda entity: st.tuples(st.just(entity), bodies(entity), bodies(entity)))


@settings(max_examples=500, deadline=None)
@given(write=WRITES, whole=st.booleans())
def test_any_write_is_carried_out_or_refused(
    write: tuple[EntityDef, dict[str, Any], dict[str, Any]], whole: bool
) -> None:
    entity, first, second = write
    writer = Writer(STORE, shipped(packaged()), Author(API), AT, StillWorld().noticed, Settings())
    parent = (
        {"Tickets": TICKET, "Companies": ACME, "Resources": ANNA}.get(entity.under.parent, 1) if entity.under else None
    )
    row_id = None
    with suppress(Refused), STORE.transaction():
        row_id = writer.create(entity, parent, first)
    event(f"created: {row_id is not None}")
    if row_id is None:
        return
    if entity.takes("PATCH"):
        with suppress(Refused), STORE.transaction():
            writer.update(entity, parent, {**second, "id": row_id}, whole=whole)

    ((_, text),) = STORE.json_rows(entity.name, "id = ?", (row_id,))
    assert json.loads(text)["id"] == row_id
