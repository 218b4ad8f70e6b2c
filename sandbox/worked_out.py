"""What the server works out of a record: amounts of charges, amounts in the tenant's own currency, and numbers.

The tenant has one currency, so that an amount in its own is the amount. The forms of the numbers are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.drafts import Draft

_OWN = "internalCurrency"

_NUMBERS: Mapping[str, tuple[str, Callable[[Draft, int], object]]] = {
    "Projects": ("projectNumber", lambda draft, row_id: f"P{draft.now:%Y%m%d}.{row_id % 10_000:04}"),
    "Phases": ("phaseNumber", lambda draft, row_id: f"P{draft.record['projectID']}.{row_id}"),
    "Tasks": ("taskNumber", lambda draft, row_id: f"T{draft.record['projectID']}.{row_id}"),
    "PurchaseOrders": ("purchaseOrderNumber", lambda _, row_id: f"PO{2_000 + row_id}"),
    "Quotes": ("quoteNumber", lambda _, row_id: 1_000 + row_id),
}
"""Field that is read-only and holds a number, and how it follows from the record and its id."""


def work_out(draft: Draft) -> None:
    """Write what follows from other fields of a record."""
    entity, record = draft.entity, draft.record
    if "extendedCost" in entity.by_name:
        amount = record.get("unitQuantity") or 0.0
        record["extendedCost"] = round(amount * (record.get("unitCost") or 0.0), 4)
        billed = amount * (record.get("unitPrice") or 0.0) if record.get("isBillableToCompany") else 0.0
        record["billableAmount"] = round(billed, 4)
    for field in entity.fields:
        if field.name.startswith(_OWN) and field.read_only:
            plain = field.name.removeprefix(_OWN)
            name = plain[0].lower() + plain[1:]
            if name in entity.by_name:
                record[field.name] = record.get(name)


def number(draft: Draft, row_id: int) -> None:
    """Give a new record the number that people call it by."""
    found = _NUMBERS.get(draft.entity.name)
    if found is not None:
        name, made = found
        draft.record[name] = made(draft, row_id)
        draft.store.update(draft.entity.name, row_id, {name: draft.record[name]})
