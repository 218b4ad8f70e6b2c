"""What was read out of texts, kept as long as the texts say the same.

Classifying a ticket costs more than everything else about it together. A judgement holds while exactly the same words
go into it, whatever else of the ticket changes, so it is kept by ticket and compared by what it was made of. It
outlives a rebuild of the desk, and may be asked from the loop and from a reading thread: at worst something is judged
twice.
"""

from collections.abc import Iterable

from desk.traces import NoteTrace
from sla.instants import Micros
from workflows.catalog import Catalogue
from workflows.classify import Classification, TicketFacts, classify
from workflows.replies import is_thanks


class Judgements:
    """Classifications and thank-yous by ticket, under one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._classified: dict[int, tuple[TicketFacts, Classification]] = {}
        self._thanks: dict[int, tuple[NoteTrace, bool]] = {}
        self.said: dict[tuple[int, Micros], bool] = {}
        """Whether a reply is thanks, where a person has said so: by ticket and instant of the note."""

    def classify(self, facts: TicketFacts) -> Classification:
        """The workflow of a ticket."""
        kept = self._classified.get(facts.id)
        if kept is not None and kept[0] == facts:
            return kept[1]
        found = classify(facts, self.catalogue)
        self._classified[facts.id] = facts, found
        return found

    def is_thanks(self, ticket_id: int, reply: NoteTrace, names: Iterable[str]) -> bool:
        """Whether a customer's reply is nothing but a thank-you."""
        if (said := self.said.get((ticket_id, reply.at))) is not None:
            return said
        kept = self._thanks.get(ticket_id)
        if kept is not None and kept[0] == reply:
            return kept[1]
        found = is_thanks(reply.text, names=names)
        self._thanks[ticket_id] = reply, found
        return found

    def forget(self, ticket_id: int) -> None:
        """Drop what is kept of a ticket that has left."""
        self._classified.pop(ticket_id, None)
        self._thanks.pop(ticket_id, None)
