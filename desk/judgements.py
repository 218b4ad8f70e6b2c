"""What was read out of texts, kept as long as the texts say the same.

Classifying a ticket costs more than everything else about it together. A judgement holds while exactly the same words
go into it, whatever else of the ticket changes, so it is kept by ticket and compared by what it was made of. It
outlives a rebuild of the desk, and may be asked from the loop and from a reading thread: at worst something is judged
twice.
"""

from desk.interventions.foreseen import ForeseenMisses
from sla.instants import Micros
from workflows.catalog import Catalogue
from workflows.classify import Classification, TicketFacts, classify
from workflows.responses import ReplyFacts, respond


class Judgements:
    """Classifications and thank-yous by ticket, under one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._classified: dict[int, tuple[TicketFacts, Classification]] = {}
        self._needless: dict[int, tuple[ReplyFacts, bool]] = {}
        self.said: dict[tuple[int, Micros], bool] = {}
        """Whether a reply is thanks, where a person has said so: by ticket and instant of the note."""
        self.completed: dict[int, Micros] = {}
        """When a ticket was completed that has been opened again since: Autotask forgets it."""
        self.foreseen = ForeseenMisses()
        """What the forecasts expect to be missed; not read out of texts, but as long-lived."""

    def classify(self, facts: TicketFacts) -> Classification:
        """The workflow of a ticket."""
        kept = self._classified.get(facts.id)
        if kept is not None and kept[0] == facts:
            return kept[1]
        found = classify(facts, self.catalogue)
        self._classified[facts.id] = facts, found
        return found

    def needs_no_answer(self, ticket_id: int, reply: ReplyFacts) -> bool:
        """Whether nobody waits for an answer to a customer's reply: it says no more than thanks (domain 6.1)."""
        if (said := self.said.get((ticket_id, reply.written))) is not None:
            return said
        kept = self._needless.get(ticket_id)
        if kept is not None and kept[0] == reply:
            return kept[1]
        found = respond(reply).suppresses
        self._needless[ticket_id] = reply, found
        return found

    def forget(self, ticket_id: int) -> None:
        """Drop what is kept of a ticket that has left."""
        self._classified.pop(ticket_id, None)
        self._needless.pop(ticket_id, None)
