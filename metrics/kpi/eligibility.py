"""Which tickets the figures leave out, and to whom a ticket is laid: the rules that all KPIs share.

A source of a merge is set to Complete without work and would fake every figure of outcome. The own company is no
client. Recurring visits, project work and alerts that close by themselves say nothing about how well the desk resolves.
"""

from metrics.contribution import Dimensions
from metrics.facts import TicketFact

MERGED = "merged"
OWN_COMPANY = "own company"
AUTO_CLOSED = "alert that closed by itself"
NO_OUTCOME = {"project": "project work", "recurring": "recurring visit"}


def no_work_of_a_client(ticket: TicketFact) -> str:
    """Why no figure counts the ticket; empty where it counts."""
    if ticket.merged:
        return MERGED
    return OWN_COMPANY if ticket.internal else ""


def no_outcome(ticket: TicketFact) -> str:
    """Why no figure of outcome counts the ticket; empty where it counts."""
    if ticket.auto_closed:
        return no_work_of_a_client(ticket) or AUTO_CLOSED
    return no_work_of_a_client(ticket) or NO_OUTCOME.get(ticket.family, "")


def laid_to(ticket: TicketFact, tech: int) -> Dimensions:
    """The dimensions of a ticket that counts for a tech, or for nobody (0)."""
    return Dimensions(
        tech=tech,
        company=ticket.company_id,
        contract=ticket.contract_id,
        workflow=ticket.workflow,
        team=ticket.queue_id,
    )


def owner(ticket: TicketFact) -> Dimensions:
    """The dimensions of a ticket that counts for whom it is assigned to."""
    return laid_to(ticket, ticket.assigned_resource_id)


def completer(ticket: TicketFact) -> Dimensions:
    """The dimensions of a ticket that counts for who completed it, or has it if that is not known."""
    return laid_to(ticket, ticket.completed_by_resource_id or ticket.assigned_resource_id)
