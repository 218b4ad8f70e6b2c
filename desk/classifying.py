"""What the classifier reads of a ticket: the tenant's own labels, the texts, and what it is linked to."""

from autotask.entities import Ticket
from desk.tenant import Tenant
from workflows.classify import TicketFacts


def facts_of(ticket: Ticket, tenant: Tenant, first_note: str) -> TicketFacts:
    """The facts of a ticket as it stands, or as it would stand.

    Args:
        first_note: what a customer or a monitor wrote first.
    """

    def word(attr: str, value: int | None) -> str:
        return tenant.labels.word(Ticket, attr, value)

    source = word("source", ticket.source)
    category = tenant.categories.get(ticket.ticket_category or -1)
    return TicketFacts(
        id=ticket.id,
        title=ticket.title or "",
        description=ticket.description or "",
        first_note=first_note,
        source=source,
        priority=word("priority", ticket.priority),
        category=word("ticket_category", ticket.ticket_category) if category is None else category,
        type=word("ticket_type", ticket.ticket_type),
        issue=word("issue_type", ticket.issue_type),
        sub_issue=word("sub_issue_type", ticket.sub_issue_type),
        queue=word("queue_id", ticket.queue_id),
        project=ticket.project_id is not None,
        recurring="recurring" in source.casefold(),
        rmm_alert=bool(ticket.rmm_alert_id) or ticket.monitor_id is not None,
        estimated_hours=ticket.estimated_hours,
        has_quote_or_charge=ticket.opportunity_id is not None,
    )
