"""What carries a workflow in this tenant, and what a priority is by impact and urgency.

A workflow is no field of Autotask's: it is read from priority, category, type and queue, each in the tenant's own words
(`workflows.classify`). So "this is a High incident" means: set what makes the classifier say so. Every active value is
tried on the ticket as it would stand, one field before two, and the surest wins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from autotask.entities import Ticket
from desk.acts.known import Known
from desk.acts.offers import Choice, PriorityOffer, TriageForm, WorkflowOffer
from desk.acts.planning_ticket import label_of
from desk.classifying import facts_of
from desk.model import ItemId, ItemKind
from desk.traces import first_words
from replica.outbox.effects.values import Value
from workflows.catalog import UNCLASSIFIED
from workflows.classify import classify

CARRIERS = ("priority", "ticket_category", "ticket_type", "queue_id")
"""In the order in which the classifier reads them; a queue says where work lies rather than what it is."""
TOGETHER = ("priority", "ticket_category", "ticket_type")
"""Of which two may carry a workflow together that neither carries alone."""
IMPACTS = ("everybody", "several people", "one person")
URGENCIES = ("cannot work", "works badly", "can wait")


@dataclass(frozen=True, slots=True)
class Carried:
    """What would make a ticket one of a workflow."""

    changes: Mapping[str, int]
    confidence: float


class Triaging:
    """Answers what to set."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def form(self, ticket_id: int) -> TriageForm:
        """What triage of a ticket starts with."""
        known = self._known
        ticket = await known.ticket(ticket_id)
        if ticket is None:
            return TriageForm(known.headed(ItemId(ItemKind.TICKET, ticket_id)), (), (), ())
        now, carried = await self.carried(ticket)
        offers = [
            WorkflowOffer(flow.id, flow.name, self.says(each.changes) if (each := carried.get(flow.id)) else "")
            for flow in known.desk.catalogue.workflows.values()
            if flow.enabled and flow.id != UNCLASSIFIED
        ]
        return TriageForm(
            heading=known.headed(ItemId(ItemKind.TICKET, ticket_id)),
            workflows=tuple(offers),
            priorities=self.priorities(),
            queues=known.choices("queue_id", ticket.queue_id),
            workflow=now,
            priority=ticket.priority,
            queue_id=ticket.queue_id,
        )

    async def carried(self, ticket: Ticket) -> tuple[str, Mapping[str, Carried]]:
        """The workflow that a ticket is of, and what to set for each other one; one that nothing carries is left out.

        Off the loop: a hundred readings of one text take some hundredths of a second.
        """
        notes = self._known.state.records.notes.of(ticket.id)
        first_note = first_words(notes.values())
        return await self._known.read(lambda _copy: self._tried(ticket, first_note))

    def _tried(self, ticket: Ticket, first_note: str) -> tuple[str, Mapping[str, Carried]]:
        tenant, catalogue = self._known.state.tenant, self._known.desk.catalogue

        def read(changes: Mapping[str, int]) -> tuple[str, float]:
            found = classify(facts_of(replace(ticket, **changes), tenant, first_note), catalogue)  # type: ignore[arg-type]
            return found.workflow, found.confidence

        now, _ = read({})
        found: dict[str, Carried] = {}
        for several in (self._one(ticket), self._two(ticket)):
            of_these: dict[str, Carried] = {}
            for changes in several:
                workflow, confidence = read(changes)
                best = of_these.get(workflow)
                if workflow != now and (best is None or confidence > best.confidence):
                    of_these[workflow] = Carried(changes, confidence)
            found = {**of_these, **found}
        return now, found

    def _one(self, ticket: Ticket) -> Iterator[Mapping[str, int]]:
        for field in CARRIERS:
            for value in self._values(ticket, field):
                yield {field: value}

    def _two(self, ticket: Ticket) -> Iterator[Mapping[str, int]]:
        for first, second in combinations(TOGETHER, 2):
            for one in self._values(ticket, first):
                for other in self._values(ticket, second):
                    yield {first: one, second: other}

    def _values(self, ticket: Ticket, field: str) -> list[int]:
        """The active values that the ticket does not have."""
        stands = getattr(ticket, field)
        return [choice.id for choice in self._known.choices(field) if choice.id != stands]

    def says(self, changes: Mapping[str, Value]) -> str:
        """ "priority High, type Incident"."""
        return ", ".join(f"{label_of(field)} {self._named(field, value)}" for field, value in changes.items())

    def _named(self, field: str, value: Value) -> str:
        return next((choice.label for choice in self._known.choices(field) if choice.id == value), str(value))

    def priorities(self) -> tuple[PriorityOffer, ...]:
        """A priority for each impact and urgency, by the matrix of the settings; "P2" is the second of the tenant's."""
        marks = self._known.labels.ticket_priorities
        choices = self._known.choices("priority")
        by_word = {choice.label.casefold(): choice for choice in choices}
        by_mark = {marks[choice.id].casefold(): choice for choice in choices if choice.id in marks}
        found = []
        for impact, row in zip(IMPACTS, self._known.settings.priority_matrix, strict=True):
            for urgency, word in zip(URGENCIES, row, strict=True):
                meant = by_word.get(word.casefold()) or by_mark.get(word.casefold()) or _last(word, choices)
                if meant is not None:
                    found.append(PriorityOffer(impact, urgency, meant, marks.get(meant.id, "")))
        return tuple(found)


def _last(word: str, choices: tuple[Choice, ...]) -> Choice | None:
    """A tenant with three priorities has no P4: its last one is meant."""
    return choices[-1] if choices and word.casefold().startswith("p") and word[1:].isdigit() else None
