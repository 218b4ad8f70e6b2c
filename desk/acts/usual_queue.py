"""Into which queue a new ticket of a person goes where nobody says: where such tickets lie."""

from collections import Counter
from collections.abc import Callable

from autotask.entities import Ticket
from desk.acts.known import Known

ENOUGH = 3
"""Open tickets from which a company, or an issue, is said to have a queue of its own."""
Alike = Callable[[Ticket], bool]


def usual_queue(
    known: Known, company_id: int | None = None, issue_type: int | None = None, sub_issue_type: int | None = None
) -> int | None:
    """The active queue of most open tickets of the same sub-issue, else of the same issue, the same company, of all.

    Only tickets of people count: what monitors and contracts make lies in queues where nobody puts a call. Where there
    is none of them, it is the tenant's default, or the middle one of its list.
    """
    state = known.state
    queues = [choice.id for choice in known.choices("queue_id")]
    of_people = [
        ticket
        for ticket in state.records.tickets.values()
        if ticket.contact_id is not None and ticket.queue_id in queues and not state.tenant.labels.is_alert(ticket)
    ]
    narrowing: tuple[tuple[int | None, Alike], ...] = (
        (sub_issue_type, lambda ticket: ticket.sub_issue_type == sub_issue_type),
        (issue_type, lambda ticket: ticket.issue_type == issue_type),
        (company_id, lambda ticket: ticket.company_id == company_id),
    )
    groups = [[ticket for ticket in of_people if alike(ticket)] for said, alike in narrowing if said is not None]
    group = next((group for group in groups if len(group) >= ENOUGH), of_people)
    lying = Counter(ticket.queue_id for ticket in group)
    most = max(queues, key=lambda queue: lying[queue], default=None)
    return most if most is not None and lying[most] else known.usual("queue_id")
