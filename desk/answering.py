"""What is known of a customer's reply when it is judged whether anybody waits for an answer."""

from autotask.entities import Ticket
from desk.entries import sane
from desk.model import Micros, StatusKind
from desk.tenant import Tenant
from desk.traces import NoteTrace
from sla.instants import MINUTE
from workflows.classify import Classification
from workflows.responses import ReplyFacts


def reply_facts(
    tenant: Tenant, ticket: Ticket, found: Classification, reply: NoteTrace, completed: Micros | None
) -> ReplyFacts:
    """A reply and its ticket, for `workflows.responses.respond`.

    Args:
        completed: when the ticket was completed first, where we saw that it was opened again since; else what Autotask
            says counts.
    """
    contact = tenant.contacts.get(ticket.contact_id or -1)
    names = (tenant.name_of(ticket.assigned_resource_id), "" if contact is None else contact.name)
    first = sane(ticket.completed_date) if completed is None else completed
    return ReplyFacts(
        text=reply.text,
        written=reply.at,
        workflow=found.workflow,
        # Autotask's own stamp of a completion may be some seconds behind the mail that answers it.
        completed=first if first is not None and first - MINUTE <= reply.at else None,
        waiting=tenant.labels.status_kind(Ticket, ticket.status) is StatusKind.WAITING_CUSTOMER,
        security=found.security,
        names=tuple(name for name in names if name),
    )
