"""What carries a workflow in this tenant, and what a priority is by impact and urgency.

A workflow is no field of Autotask's: it is read from priority, category, type and queue, each in the tenant's own words
(`workflows.classify`). So "this is a High incident" means: set what makes the classifier say so. Every active value is
tried on the ticket as it would stand, one field before two. Only labels that speak for the workflow by themselves are
set for it: a type Alert does not make a critical incident, even where it would tip the scales.
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
from workflows.phrases import label_key

CARRIERS = {"priority": "priority", "ticket_category": "category", "ticket_type": "type", "queue_id": "queue"}
"""The fields in the order in which the classifier reads them, and its tables of labels."""
MAPPED = 100.0
"""What an explicit map weighs against all that labels say."""
SEVERITIES = ("critical", "urgent", "high", "medium", "normal", "low")
"""What the catalogue calls the meanings of priorities that tell how urgent a fault is, the most urgent first."""
TOGETHER = ("priority", "ticket_category", "ticket_type")
"""Of which two may carry a workflow together that neither carries alone."""
IMPACTS = ("everybody", "several people", "one person")
URGENCIES = ("cannot work", "works badly", "can wait")


@dataclass(frozen=True, slots=True)
class Carried:
    """What would make a ticket one of a workflow."""

    changes: Mapping[str, int]
    weight: tuple[float, float]
    """How much the labels speak for it by themselves, then how sure the classifier is of the whole."""


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
                speaks = [self._speaks(field, value, workflow) for field, value in changes.items()]
                weight = (sum(speaks), confidence)
                best = of_these.get(workflow)
                if workflow != now and min(speaks) > 0 and (best is None or weight > best.weight):
                    of_these[workflow] = Carried(changes, weight)
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

    def _speaks(self, field: str, value: int, workflow: str) -> float:
        """How much a label speaks for a workflow by itself."""
        catalogue, label, table = self._known.desk.catalogue, self._named(field, value), CARRIERS[field]
        if catalogue.maps.get(table, {}).get(label_key(label)) == workflow:
            return MAPPED
        phrases = catalogue.labels.get(table)
        cue = None if phrases is None else phrases.longest(label)
        return 0.0 if cue is None else cue.points.get(workflow, 0.0)

    def says(self, changes: Mapping[str, Value]) -> str:
        """ "priority High, type Incident"."""
        return ", ".join(f"{label_of(field)} {self._named(field, value)}" for field, value in changes.items())

    def _named(self, field: str, value: Value) -> str:
        return next((choice.label for choice in self._known.choices(field) if choice.id == value), str(value))

    def priorities(self) -> tuple[PriorityOffer, ...]:
        """A priority for each impact and urgency, by the matrix of the settings."""
        marks = self._known.labels.ticket_priorities
        choices = self._known.choices("priority")
        found = []
        for impact, row in zip(IMPACTS, self._known.settings.priority_matrix, strict=True):
            for urgency, word in zip(URGENCIES, row, strict=True):
                meant = self._meant(word.casefold(), choices)
                if meant is not None:
                    found.append(PriorityOffer(impact, urgency, meant, marks.get(meant.id, "")))
        return tuple(found)

    def _meant(self, word: str, choices: tuple[Choice, ...]) -> Choice | None:
        """The priority of a label; else the one that means so much, or comes nearest to it."""
        found = next((choice for choice in choices if choice.label.casefold() == word), None)
        phrases = self._known.desk.catalogue.labels.get("priority")
        if found is not None or phrases is None or word not in SEVERITIES:
            return found
        cues = [(choice, cue.name) for choice in choices if (cue := phrases.longest(choice.label)) is not None]
        severe = [(_far(name, word), choice) for choice, name in cues if name in SEVERITIES]
        return min(severe, key=lambda each: each[0])[1] if severe else None


def _far(severity: str, word: str) -> tuple[int, int]:
    """How far two severities are apart; of two equally far the more urgent one is nearer."""
    place, wanted = SEVERITIES.index(severity), SEVERITIES.index(word)
    return abs(place - wanted), place
