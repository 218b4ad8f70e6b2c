"""What holds for quotes and orders: totals that follow from the items, and the way of an order to its receipt.

An opportunity that uses quote totals takes the sums of the items of its primary quote that are not optional; a
percentage is one of a hundred. An order is received in part until each of its items is received as often as ordered.
Both are ours, as is the one text of a refusal.
"""

from __future__ import annotations

from sandbox.drafts import Draft, Rules
from sandbox.errors import Refused
from sandbox.store import Record, Store

SUBMITTED, IN_PART, RECEIVED, CANCELLED = 2, 3, 4, 5
"""Values of `PurchaseOrders.status`."""

_STAMPS = {SUBMITTED: "submitDateTime", CANCELLED: "cancelDateTime"}


class QuoteItemRules(Rules):
    """Rules of the items of a quote, which its opportunity may take its totals from."""

    def written(self, draft: Draft) -> None:
        """Sum the items up."""
        _sum_up(draft.store, draft.record["quoteID"])

    def delete(self, draft: Draft) -> None:
        """Sum up those that are left."""
        _sum_up(draft.store, draft.record["quoteID"], without=draft.record["id"])


class PurchaseOrderRules(Rules):
    """Rules of orders."""

    def complete(self, draft: Draft) -> None:
        """Say when it was submitted or cancelled."""
        name = _STAMPS.get(draft.record.get("status") or 0)
        if name is not None and draft.changed("status"):
            draft.record[name] = draft.now


class ReceivingRules(Rules):
    """Rules of receipts: each counts what came before it, and what is still to come."""

    def complete(self, draft: Draft) -> None:
        """Count, and say who received it and when where the request does not."""
        record = draft.record
        item = draft.store.get("PurchaseOrderItems", record.get("purchaseOrderItemID") or 0) or {}
        before = _received(draft.store, item.get("id") or 0)
        ahead = (item.get("quantity") or 0) - before - (record.get("quantityNowReceiving") or 0)
        record |= {"quantityPreviouslyReceived": before, "quantityBackOrdered": max(0, ahead)}
        if record.get("receiveDate") is None:
            record["receiveDate"] = draft.now
        if record.get("receivedByResourceID") is None:
            record["receivedByResourceID"] = draft.by.resource_id

    def check(self, draft: Draft) -> None:
        """Check that anything is received.

        Raises:
            Refused: nothing is.
        """
        if (draft.record.get("quantityNowReceiving") or 0) <= 0:
            raise Refused("quantityNowReceiving must be greater than 0")

    def written(self, draft: Draft) -> None:
        """Say how far the order is."""
        store = draft.store
        item = store.get("PurchaseOrderItems", draft.record["purchaseOrderItemID"]) or {}
        items = store.select("PurchaseOrderItems", "orderID = ?", (item.get("orderID"),))
        whole = all(_received(store, row["id"]) >= (row["quantity"] or 0) for row in items)
        if item.get("orderID") is not None:
            store.update("PurchaseOrders", item["orderID"], {"status": RECEIVED if whole else IN_PART})


def _received(store: Store, item: int) -> int:
    receipts = store.select("PurchaseOrderItemReceiving", "purchaseOrderItemID = ?", (item,))
    return sum(row["quantityNowReceiving"] or 0 for row in receipts)


def _sum_up(store: Store, quote: int, *, without: int | None = None) -> None:
    """Carry the totals of a quote into its opportunity, where that uses them."""
    standing = store.get("Quotes", quote) or {}
    opportunity = store.get("Opportunities", standing.get("opportunityID") or 0)
    if opportunity is None or not opportunity["useQuoteTotals"] or not standing["primaryQuote"]:
        return
    items = store.select("QuoteItems", "quoteID = ? AND isOptional IS NOT 1 AND id IS NOT ?", (quote, without))
    amount = sum(map(_price, items))
    cost = sum((item["quantity"] or 0.0) * (item["unitCost"] or 0.0) for item in items)
    store.update("Opportunities", opportunity["id"], {"amount": round(amount, 2), "cost": round(cost, 2)})


def _price(item: Record) -> float:
    """What an item of a quote comes to after its discounts."""
    each = (item["unitPrice"] or 0.0) - (item["unitDiscount"] or 0.0)
    whole = (item["quantity"] or 0.0) * each - (item["lineDiscount"] or 0.0)
    return float(whole * (1 - (item["percentageDiscount"] or 0.0) / 100))
