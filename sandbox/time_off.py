"""Time off: asked for under a resource, decided under the request in the name of an approver, counted in the balances.

That a decision has a path of its own and needs impersonation is the vendor's word. Which statuses can still change, and
the texts of the refusals, are ours.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from sandbox.drafts import Draft, Rules
from sandbox.errors import Refused
from sandbox.store import Record, Store

SUBMITTED, APPROVED, REJECTED, CANCELLED = 1, 2, 3, 4
"""Values of `TimeOffRequests.status`."""

_KINDS = {1: "vacation", 2: "sickTime", 3: "personalTime"}
"""What the balances call each `timeOffRequestType`."""

_BALANCES = "ResourceTimeOffBalances"


class TimeOffRules(Rules):
    """Rules of requests: a new one waits for its decision, and by itself can only be taken back."""

    def complete(self, draft: Draft) -> None:
        """Submit a new request, whatever status it names."""
        if draft.creating:
            draft.record["status"] = SUBMITTED

    def check(self, draft: Draft) -> None:
        """Check hours and status.

        Raises:
            Refused: the hours are no part of a day, or the status is one that an approver decides on.
        """
        if not 0 < draft.record["hours"] <= 24:
            raise Refused("hours must be greater than 0 and less than or equal to 24")
        if draft.before is not None and draft.changed("status") and draft.record["status"] != CANCELLED:
            raise Refused("The status of a time off request changes by its approval or rejection")

    def written(self, draft: Draft) -> None:
        """Count it."""
        rebalance(draft.store, draft.now.date(), draft.record["resourceID"])


class DecisionRules(Rules):
    """Rules of approvals and rejections: made once, in the name of somebody who approves for that resource."""

    def __init__(self, status: int) -> None:
        self._status = status

    def check(self, draft: Draft) -> None:
        """Check who decides on what.

        Raises:
            Refused: the request is not waiting, or whoever decides is no approver.
        """
        request = _request(draft)
        if request["status"] != SUBMITTED:
            raise Refused("Only a submitted time off request can be approved or rejected")
        pair = (request["resourceID"], draft.by.resource_id)
        approves = draft.store.count("ResourceTimeOffApprovers", "resourceID = ? AND approverResourceID = ?", pair)
        if draft.by.impersonator_id is None or not approves:
            raise Refused("The impersonated resource is not an approver of the time off request")

    def written(self, draft: Draft) -> None:
        """Carry the decision into the request, and count it."""
        request, approved = _request(draft), self._status == APPROVED
        draft.store.update("TimeOffRequests", request["id"], {
            "status": self._status, "approvedDateTime": draft.now if approved else None,
            "approveRejectResourceID": draft.by.resource_id,
            "impersonatorApproveRejectResourceID": draft.by.impersonator_id,
            "rejectReason": draft.record.get("rejectReason"), "lastApprovedLevel": 1 if approved else None,
            "lastModifiedDateTime": draft.now, "lastModifiedByResourceID": draft.by.resource_id,
        })  # fmt: skip
        rebalance(draft.store, draft.now.date(), request["resourceID"])


def rebalance(store: Store, today: date, resource: int | None = None) -> None:
    """Count anew what a resource, or everybody, has used, planned and asked for, and what is left."""
    mine = ("1", ()) if resource is None else ("resourceID = ?", (resource,))
    hours: Counter[tuple[int, int, str]] = Counter()
    for request in store.select("TimeOffRequests", *mine):
        day, kind = request["requestDate"].date(), _KINDS.get(request["timeOffRequestType"])
        state = {SUBMITTED: "WaitingApproval", APPROVED: "Used" if day <= today else "Planned"}.get(request["status"])
        if kind and state:
            hours[request["resourceID"], day.year, f"{kind}{state}"] += request["hours"]
    for row in store.select(_BALANCES, *mine):
        counted: Record = {}
        for kind in _KINDS.values():
            states = ("Used", "Planned", "WaitingApproval")
            told = {state: hours[row["resourceID"], row["year"], f"{kind}{state}"] for state in states}
            counted |= {f"{kind}{state}": number for state, number in told.items()}
            counted[f"{kind}Balance"] = (row[f"{kind}AnnualAllowance"] or 0.0) - told["Used"] - told["Planned"]
        store.update(_BALANCES, row["id"], counted)


def _request(draft: Draft) -> Record:
    found = draft.store.get("TimeOffRequests", draft.record["timeOffRequestID"])
    if found is None:
        raise Refused("No matching records found.")
    return found
