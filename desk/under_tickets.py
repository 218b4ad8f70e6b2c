"""What hangs under open tickets: notes, time, second hands, and how Autotask says that milestones were kept."""

from collections.abc import Callable, Container, Mapping
from typing import Any, TypeAlias

from autotask.entities import ServiceLevelAgreementResult, TicketNote, TicketSecondaryResource, TimeEntry
from desk.families import Family
from desk.labels import Labels
from desk.letting_go import Held
from desk.model import ItemId, ItemKind
from desk.traces import NoteTrace, WorkTrace, note_trace, work_trace
from sla.clock import Verdicts

Take: TypeAlias = Callable[[int, Any], set[ItemId]]
"""Takes in a row, None where it is gone. Returns the items that may look different now."""


class UnderTickets:
    """Rows by the ticket that they hang under; those of a ticket that is not open are passed over."""

    def __init__(self, labels: Callable[[], Labels], tickets: Container[int]) -> None:
        """
        Args:
            labels: as they are known by now.
            tickets: those that are open, now and later.
        """
        self._labels = labels
        self._tickets = tickets
        self.notes: Family[NoteTrace] = Family()
        self.work: Family[WorkTrace] = Family()
        self.helpers: Family[int] = Family()
        self.verdicts: Family[Verdicts] = Family()
        """Whether milestones that are over were met in time, by Autotask's own record."""

    @property
    def takes(self) -> Mapping[str, Take]:
        """Who takes in which kind of row."""
        return {
            "TicketNotes": self.note,
            "TimeEntries": self.entry,
            "TicketSecondaryResources": self.helper,
            "ServiceLevelAgreementResults": self.result,
        }

    def forget(self, ticket_id: int) -> None:
        """A ticket is not open any more."""
        for family in (self.notes, self.work, self.helpers, self.verdicts):
            family.forget(ticket_id)

    def held(self) -> tuple[Held, ...]:
        """What rows are held in."""
        return tuple(held for family in (self.notes, self.work, self.helpers) for held in family.held())

    def note(self, row_id: int, row: TicketNote | None) -> set[ItemId]:
        trace = None if row is None else note_trace(row, self._labels().system_notes)
        return self._put(self.notes, row_id, None if row is None else row.ticket_id, trace)

    def entry(self, row_id: int, row: TimeEntry | None) -> set[ItemId]:
        trace = None if row is None else work_trace(row)
        return self._put(self.work, row_id, None if row is None else row.ticket_id, trace)

    def helper(self, row_id: int, row: TicketSecondaryResource | None) -> set[ItemId]:
        helper = None if row is None else row.resource_id
        return self._put(self.helpers, row_id, None if row is None else row.ticket_id, helper)

    def result(self, row_id: int, row: ServiceLevelAgreementResult | None) -> set[ItemId]:
        if row is None:
            return self._put(self.verdicts, row_id, None, None)
        verdicts = (row.is_first_response_met, row.is_resolution_plan_met, row.is_resolution_met)
        return self._put(self.verdicts, row_id, row.ticket_id, verdicts)

    def _put(self, family: Family[Any], row_id: int, parent: int | None, value: object | None) -> set[ItemId]:
        if parent is None or value is None or parent not in self._tickets:
            parents = family.drop(row_id)
        else:
            parents = family.put(row_id, parent, value)
        return {ItemId(ItemKind.TICKET, id_) for id_ in parents}
