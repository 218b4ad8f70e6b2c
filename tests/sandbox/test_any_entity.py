"""What holds for the writes of every entity, read from its metadata: each law is held against all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.access import Author
from sandbox.definitions import EntityDef, FieldDef, FieldType, packaged
from sandbox.drafts import Rules
from sandbox.errors import Refused
from sandbox.picklists import shipped
from sandbox.rules import rules_of
from sandbox.settings import Settings
from sandbox.stamps import STAMPED
from sandbox.store import Store
from sandbox.trade_rules import PurchaseOrderRules, QuoteItemRules
from sandbox.values import ValueRefused, sent
from sandbox.writing import Writer
from tests.sandbox.tenant import ANNA, API, AT, BOB, StillWorld

ENTITIES = packaged().entities
LENIENT = (Rules, PurchaseOrderRules, QuoteItemRules)
"""Rules that refuse nothing."""

PLAIN = [e for e in ENTITIES.values() if e.takes("POST") and type(rules_of(e)) in LENIENT and not e.like]
CHOICES = shipped(packaged())
FITTING: dict[FieldType, object] = {
    FieldType.INTEGER: 1,
    FieldType.LONG: 1,
    FieldType.DECIMAL: 1.5,
    FieldType.BOOLEAN: True,
    FieldType.STRING: "x",
    FieldType.DATETIME: "2026-11-24T09:30:00Z",
}


CREATORS = ("creatorResourceID", "createdByResourceID", "creatorUserID", "createdBy", "createdByPersonID")
NOTE_MARKS = {"notetype": 1, "publish": 1}
"""What a note wants to be sent again with each change."""


def writable(entity: EntityDef, name: str) -> bool:
    return not entity.by_name[name].read_only


def written_by_clients(entity: EntityDef) -> Iterator[FieldDef]:
    """Fields that a creation may send, but for the one that the path gives."""
    for field in entity.fields:
        by_path = entity.under is not None and field.name == entity.under.key
        if field.name != "id" and not by_path and (field.required or not field.read_only):
            yield field


def fitting(entity: EntityDef, field: FieldDef) -> object:
    choices = CHOICES.get(f"{entity.name}.{field.name}")
    return choices[0].value if choices else FITTING[field.type]


def whole(entity: EntityDef) -> dict[str, Any]:
    return {field.name.lower(): fitting(entity, field) for field in written_by_clients(entity)}


def parent(entity: EntityDef) -> int | None:
    return 1 if entity.under and "POST" in entity.under.collection else None


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A tenant with one blank row of everything, for references to point at."""
    made = Store()
    with made.filling():
        for entity in ENTITIES.values():
            made.insert(entity.name, {"id": 1})
    yield made
    made.close()


@pytest.fixture
def writer(store: Store) -> Iterator[Writer]:
    with store.reverted():
        yield Writer(store, CHOICES, Author(API), AT, StillWorld().noticed, Settings())


def refusal(writer: Writer, entity: EntityDef, body: dict[str, Any]) -> tuple[str, ...]:
    try:
        writer.create(entity, parent(entity), body)
    except Refused as refused:
        return refused.texts
    return ()


def test_a_whole_record_is_kept_as_it_was_sent(store: Store, writer: Writer) -> None:
    astray = []
    for entity in PLAIN:
        row = store.get(entity.name, writer.create(entity, parent(entity), whole(entity))) or {}
        shown = {name.lower(): value for name, value in row.items() if name not in STAMPED}
        sent = {name: value for name, value in whole(entity).items() if name in shown}
        instants = {name for name, value in sent.items() if value == FITTING[FieldType.DATETIME]}
        kept = {name: AT.replace(minute=30) if name in instants else value for name, value in sent.items()}
        astray += [f"{entity.name}.{name}" for name, value in kept.items() if shown[name] != value]

    assert len(PLAIN) == 130
    assert astray == []


def test_all_required_fields_are_asked_for_at_once(writer: Writer) -> None:
    for entity in PLAIN:
        texts = [f"Missing Required Field: {field.name}" for field in written_by_clients(entity) if field.required]

        assert refusal(writer, entity, {}) == tuple(texts), entity.name


def test_a_reference_must_exist(writer: Writer) -> None:
    for entity in PLAIN:
        for field in written_by_clients(entity):
            if field.reference and not field.picklist:
                target = packaged().by_legacy[field.reference]
                text = (
                    f"Reference value on field: {field.name} of type: {target.singular} does not exist or is invalid."
                )

                assert refusal(writer, entity, {**whole(entity), field.name.lower(): 4711}) == (text,), entity.name


def test_a_text_has_its_length(writer: Writer) -> None:
    for entity in PLAIN:
        for field in written_by_clients(entity):
            if field.max_length and field.type is FieldType.STRING and not field.picklist:
                text = f"{field.name} must be less than or equal to {field.max_length} characters"
                long = "x" * (field.max_length + 1)

                assert refusal(writer, entity, {**whole(entity), field.name.lower(): long}) == (text,), entity.name


def test_a_value_of_a_picklist_must_be_on_it(writer: Writer) -> None:
    for entity in PLAIN:
        for field in written_by_clients(entity):
            if f"{entity.name}.{field.name}" in CHOICES:
                text = f"Picklist value [4711] does not exist for {field.name}"

                assert refusal(writer, entity, {**whole(entity), field.name.lower(): 4711}) == (text,), entity.name


def test_a_put_empties_what_it_is_not_sent(store: Store, writer: Writer) -> None:
    for entity in PLAIN:
        if not entity.takes("PUT"):
            continue
        row_id = writer.create(entity, parent(entity), whole(entity))
        required = {f.name.lower(): fitting(entity, f) for f in written_by_clients(entity) if f.required}
        writer.update(entity, parent(entity), {**required, "id": row_id}, whole=True)
        row = store.get(entity.name, row_id) or {}
        kept = [
            field.name
            for field in written_by_clients(entity)
            if not field.required and row[field.name] is not None and field.name not in STAMPED
        ]

        assert kept == [], entity.name


@pytest.mark.parametrize(("name", "field"), [("Projects", "status"), ("TicketNotes", "createdByContactID")])
def test_a_change_of_some_fields_is_answered_and_not_made(store: Store, writer: Writer, name: str, field: str) -> None:
    entity = ENTITIES[name]
    row_id = writer.create(entity, 1 if entity.under else None, {**whole(entity), field.lower(): 1})
    body = {"id": row_id, field.lower(): 8, "publish": 2, "notetype": 1}

    assert writer.update(entity, 1 if entity.under else None, body, whole=False) == row_id
    assert (store.get(name, row_id) or {})[field] == 1


def test_who_is_impersonated_is_the_author_and_who_impersonates_stands_beside(store: Store) -> None:
    with store.reverted():
        own, other = (
            Writer(store, CHOICES, Author(person, API), AT, StillWorld().noticed, Settings()) for person in (ANNA, BOB)
        )
        for entity in PLAIN:
            row_id = own.create(entity, parent(entity), whole(entity))
            made = store.get(entity.name, row_id) or {}
            if entity.takes("PATCH"):
                other.update(entity, parent(entity), {"id": row_id, **NOTE_MARKS}, whole=False)
            changed = store.get(entity.name, row_id) or {}

            creators = {made[name] for name in CREATORS if name in made and not writable(entity, name)}
            assert creators <= {ANNA}, entity.name
            assert {changed[name] for name in CREATORS if name in made and not writable(entity, name)} == creators
            assert made.get("impersonatorCreatorResourceID", API) == API, entity.name
            assert made.get("impersonatorUpdaterResourceID") is None, entity.name
            if entity.takes("PATCH"):
                assert changed.get("impersonatorUpdaterResourceID", API) == API, entity.name
                assert changed.get("lastModifiedBy", BOB) == BOB, entity.name


def test_an_amount_that_is_worked_out_may_outgrow_what_a_client_may_send(store: Store, writer: Writer) -> None:
    charges = ENTITIES["TicketCharges"]
    sent = {**whole(charges), "unitquantity": 9e14, "unitcost": 9e14}
    row = store.get("TicketCharges", writer.create(charges, 1, sent)) or {}

    assert row["extendedCost"] == 9e14 * 9e14
    assert refusal(writer, charges, {**sent, "unitcost": 1e15}) == (
        "Error converting value 1000000000000000.0 to type 'decimal'. Path 'unitCost'.",
    )


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        (FieldType.INTEGER, {"1": 1, " +2 ": 2, 3.0: 3, -(2**31): -(2**31)}, ["", "1.5", 1.5, True, "1_0", "１"]),
        (FieldType.LONG, {2**63 - 1: 2**63 - 1}, [2**63, "0x1", [], {}]),
        (FieldType.DECIMAL, {"1.5": 1.5, 1.23456: 1.2346, "1e3": 1000.0}, ["1,5", "1_0.5", "NaN", 1e15, True]),
        (FieldType.BOOLEAN, {"True": 1, False: 0}, [0, 1, "1", "yes", []]),
        (FieldType.DATETIME, {"2026-11-24 08:00": 1795507200000, "2026-11-24T08:00:00.1Z": 1795507200100},
         ["24.11.2026", "20261124", "2026-W48-2", "2026-02-30", 5, ""]),
        (FieldType.STRING, {5: "5", 1.5: "1.5"}, [[], {}]),
    ],
)  # fmt: skip
def test_a_value_is_taken_in_the_forms_that_json_net_takes(
    kind: FieldType, taken: dict[Any, object], refused: list[object]
) -> None:
    field = FieldDef("it", kind)

    assert {given: sent(field, given) for given in taken} == taken
    for given in refused:
        with pytest.raises(ValueRefused, match="Error converting value"):
            sent(field, given)
