"""Writing: create, PATCH, PUT and delete, with the checks that every entity shares.

Answers carry the id alone. A field that may not be written is passed over without a word, as are the few that look
writable and are not; everything else that does not fit is refused with the texts that live tenants answer. That a value
of a picklist is refused once it is inactive, and a record that ends before it begins, is ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sandbox import values
from sandbox.access import Author
from sandbox.definitions import EntityDef, FieldDef, packaged
from sandbox.drafts import Draft, Noticed, Told
from sandbox.errors import Refused
from sandbox.picklists import PicklistValue
from sandbox.rules import rules_of
from sandbox.settings import Settings
from sandbox.stamps import stamp
from sandbox.store import UDF, Record, Store
from sandbox.user_fields import by_folded_name
from sandbox.worked_out import number, work_out

_PASSED_OVER = {
    "Projects": frozenset({"status"}),
    "TicketNotes": frozenset({"createdByContactID"}),
    "TimeEntries": frozenset({"ticketID", "taskID"}),
}
"""Fields that an update answers with 200 and leaves alone."""

_IN_ORDER = (("startDate", "endDate"), ("startDateTime", "endDateTime"), ("effectiveDate", "expirationDate"))
"""Fields of which the first is not later than the second."""

_KEPT_AS_SENT = frozenset({"internalNotes"})
_ONE_LINE = 255
"""Longest of the texts that have but one line."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_RIGHTS = (
    "No matching records found. The logged in Resource may not have the required permissions to {verb} the data."
)


class Writer:
    """Writes for one author at one instant of world time."""

    def __init__(
        self,
        store: Store,
        picklists: Mapping[str, Sequence[PicklistValue]],
        by: Author,
        now: datetime,
        noticed: Noticed,
        settings: Settings,
        *,
        told: Told | None = None,
    ) -> None:
        self._store = store
        self._picklists = picklists
        self._by = by
        self._now = now
        self._noticed = noticed
        self._settings = settings
        self._told = told

    def create(self, entity: EntityDef, parent_id: int | None, body: Mapping[str, Any]) -> int:
        """Add a record, under its parent where it has one, and give its id.

        Raises:
            Refused: the record does not hold.
        """
        given = self._given(entity, body, creating=True)
        if entity.under and parent_id is not None:
            given[entity.under.key] = parent_id
        record = {**self._defaults(entity), **given}
        draft = self._draft(entity, None, record, given)
        rules = rules_of(entity)
        rules.complete(draft)
        self._check(draft)
        rules.check(draft)
        stamp(draft)
        work_out(draft)
        row_id = self._store.insert(entity.name, draft.record)
        draft.record["id"] = row_id
        number(draft, row_id)
        rules.written(draft)
        self._tell(draft)
        return row_id

    def update(self, entity: EntityDef, parent_id: int | None, body: Mapping[str, Any], *, whole: bool) -> int:
        """Change a record: the fields sent, or with `whole` every writable field, those not sent to null.

        Raises:
            Refused: there is no such record (under that parent), or the change does not hold.
        """
        before = self._standing(entity, parent_id, _row_id(body.get("id")), verb="update")
        given = self._given(entity, body, creating=False)
        if entity.under:
            given.pop(entity.under.key, None)
        changes = {**_emptied(entity), **given} if whole else dict(given)
        for name in _PASSED_OVER.get(entity.name, ()):
            changes.pop(name, None)
        if UDF in changes:
            changes[UDF] = {**before[UDF], **changes[UDF]}
        after = {**before, **changes}
        draft = self._draft(entity, before, after, given)
        rules = rules_of(entity)
        rules.complete(draft)
        self._check(draft)
        rules.check(draft)
        stamp(draft)
        work_out(draft)
        changed = {name: value for name, value in draft.record.items() if value != before.get(name)}
        row_id = int(before["id"])
        self._store.update(entity.name, row_id, changed)
        rules.written(draft)
        self._tell(draft)
        return row_id

    def delete(self, entity: EntityDef, parent_id: int | None, row_id: int) -> int:
        """Remove a record and give its id.

        Raises:
            Refused: there is none (under that parent), or it may not go.
        """
        before = self._standing(entity, parent_id, row_id, verb="delete")
        draft = self._draft(entity, before, dict(before), {})
        rules_of(entity).delete(draft)
        self._store.delete(entity.name, row_id)
        return row_id

    def _tell(self, draft: Draft) -> None:
        if self._told is not None:
            self._told(draft.entity.name, draft.before, draft.record, self._now)

    def _draft(self, entity: EntityDef, before: Record | None, record: Record, given: Mapping[str, Any]) -> Draft:
        return Draft(
            self._store,
            entity,
            self._by,
            self._now,
            before,
            record,
            self._noticed,
            self._settings,
            self._picklists,
            frozenset(given),
        )

    def _standing(self, entity: EntityDef, parent_id: int | None, row_id: int, *, verb: str) -> Record:
        found = self._store.get(entity.name, row_id)
        strayed = entity.under and parent_id is not None and found and found[entity.under.key] != parent_id
        if found is None or strayed:
            raise Refused(_NO_RIGHTS.format(verb=verb))
        return found

    def _given(self, entity: EntityDef, body: Mapping[str, Any], *, creating: bool) -> Record:
        """Read the fields of a request; unknown and read-only ones are passed over.

        A field that is both read-only and required, such as a contract's company, is set once, on creation.
        """
        given: Record = {}
        for key, raw in body.items():
            if key == UDF.lower() and entity.user_defined:
                given[UDF] = self._user_defined(entity, raw)
            field = entity.by_folded.get(key)
            if field is None or field.name == "id":
                continue
            if field.read_only and not (creating and field.required):
                continue
            value = _value(field, raw)
            given[field.name] = _settled(field, value) if isinstance(value, str) else value
        return given

    def _user_defined(self, entity: EntityDef, raw: object) -> dict[str, str | None]:
        known = by_folded_name(self._store.user_fields(entity.name))
        held: dict[str, str | None] = {}
        if not isinstance(raw, list | None):
            raise Refused(f"Error converting value to type 'list'. Path '{UDF}'.")
        for item in raw or []:
            name = str(item.get("name", "")) if isinstance(item, dict) else ""
            field = known.get(name.lower())
            if field is None:
                raise Refused(f"Unable to find {name} in the {entity.singular} Entity.")
            held[field.name] = field.text(item.get("value"))
        return held

    def _defaults(self, entity: EntityDef) -> Record:
        """Give the values that the tenant's picklists name as their default."""
        record: Record = {}
        for field in entity.fields:
            if field.picklist and not field.read_only:
                for choice in self._picklists.get(f"{entity.name}.{field.name}", ()):
                    if choice.is_default and choice.is_active and choice.parent is None:
                        record[field.name] = choice.value
        return record

    def _check(self, draft: Draft) -> None:
        """Check what metadata can tell: required fields, lengths, picklists, references."""
        draft.require(*(f.name for f in draft.entity.fields if f.required and f.name != "id"))
        for field in draft.entity.fields:
            value = draft.record.get(field.name)
            if value is None or not draft.changed(field.name, field.picklist_parent or field.name):
                continue
            if field.max_length and isinstance(value, str) and len(value) > field.max_length:
                raise Refused(f"{field.name} must be less than or equal to {field.max_length} characters")
            if field.picklist:
                self._check_choice(draft, field, value)
            elif field.reference:
                self._check_reference(field, value)

        _check_order(draft)

    def _check_choice(self, draft: Draft, field: FieldDef, value: object) -> None:
        choices = self._picklists.get(f"{draft.entity.name}.{field.name}", ())
        fitting = [choice for choice in choices if str(choice.value) == str(value)]
        if choices and not fitting:
            raise Refused(f"Picklist value [{value}] does not exist for {field.name}")
        if draft.changed(field.name) and fitting and not any(choice.is_active for choice in fitting):
            raise Refused(f"Picklist value [{value}] is not active for {field.name}")
        parent = draft.record.get(field.picklist_parent) if field.picklist_parent else None
        if fitting and field.picklist_parent and all(choice.parent != parent for choice in fitting):
            raise Refused(f"Value does not exist for child picklist: {field.name}")

    def _check_reference(self, field: FieldDef, value: object) -> None:
        target = packaged().by_legacy.get(field.reference or "")
        if target and not self._store.count(target.name, "id = ?", (value,)):
            raise Refused(
                f"Reference value on field: {field.name} of type: {target.singular} does not exist or is invalid."
            )


def _check_order(draft: Draft) -> None:
    """Check that what begins does not end before; a record that stands so and is changed elsewhere stays."""
    for first, last in _IN_ORDER:
        begin, end = draft.record.get(first), draft.record.get(last)
        if begin is not None and end is not None and end < begin and draft.changed(first, last):
            raise Refused(f"{last} must be later than {first}")


def _emptied(entity: EntityDef) -> Record:
    """Give every writable field as null, as PUT leaves what it is not sent; the number of a ticket is no such field."""
    kept = {entity.under.key} if entity.under else {"ticketNumber"}
    return {f.name: None for f in entity.fields if not f.read_only and f.name not in kept}


def _value(field: FieldDef, raw: object) -> values.Value:
    try:
        return values.from_sql(field, values.sent(field, raw))
    except values.ValueRefused as refusal:
        raise Refused(str(refusal)) from None


def _settled(field: FieldDef, text: str) -> str:
    """Give a text as the server keeps it: trimmed, and long ones with the line ends of Windows."""
    if field.name in _KEPT_AS_SENT:
        return text
    trimmed = text.strip()
    return _LINE_END.sub("\r\n", trimmed) if (field.max_length or 0) > _ONE_LINE else trimmed


def _row_id(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not -(2**63) <= raw < 2**63:
        raise Refused("Missing Required Field: id")
    return raw
