"""To what and whom a time entry is laid."""

from metrics.contribution import Dimensions
from metrics.facts import EntryFact


def of_work(entry: EntryFact) -> Dimensions:
    """The dimensions of work on a ticket or a task; its team is the queue of the ticket."""
    return Dimensions(
        tech=entry.resource_id,
        company=entry.company_id,
        contract=entry.contract_id,
        workflow=entry.workflow,
        team=entry.queue_id,
        role=entry.role_id,
    )


def of_person(entry: EntryFact) -> Dimensions:
    """The dimensions of somebody's time; its team is theirs."""
    return Dimensions(
        tech=entry.resource_id,
        company=entry.company_id,
        contract=entry.contract_id,
        workflow=entry.workflow,
        team=entry.team_id,
        role=entry.role_id,
    )
