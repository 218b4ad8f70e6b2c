"""Which workflow a ticket belongs to, and what says so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """What the classifier reads of a ticket. Picklist values come as the tenant's own labels, "" where empty.

    Attributes:
        first_note: text of the first note a customer or a monitor wrote.
        project: the ticket has a project.
        recurring: the ticket comes from a recurring ticket master.
        rmm_alert: the ticket carries the id of an RMM alert.
        estimated_hours: hours of work, None when not estimated.
        has_quote_or_charge: a quote, charge or purchase order hangs on it.
    """

    id: int = 0
    title: str = ""
    description: str = ""
    first_note: str = ""
    source: str = ""
    priority: str = ""
    category: str = ""
    type: str = ""
    issue: str = ""
    sub_issue: str = ""
    queue: str = ""
    project: bool = False
    recurring: bool = False
    rmm_alert: bool = False
    estimated_hours: float | None = None
    has_quote_or_charge: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing read: where, what, what it says, and its weight for the outcome (negative when against it)."""

    field: str
    value: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Classification:
    """The outcome.

    Attributes:
        workflow: id of the workflow; "U" where nothing is known.
        rule: short, stable name of what decided.
        confidence: 0 to 1.
        evidence: everything read that speaks for or against, in the order it is read.
        offboarding: a person's access is to end (domain 1.5, rung 5).
        security: an active or suspected security event; such tickets are never closed by themselves.
    """

    workflow: str
    rule: str
    confidence: float
    evidence: tuple[Evidence, ...]
    offboarding: bool = False
    security: bool = False
