"""The tenant's words as the acts need them: which status means what, what can be chosen, what is usual."""

from abc import ABC, abstractmethod

from autotask.entities import Ticket
from desk.acts.offers import Choice
from desk.labels import Labels
from desk.model import StatusKind
from desk.state import State
from replica.outbox.effects.values import Value


class Vocabulary(ABC):
    """Questions about the tenant's picklists."""

    @property
    @abstractmethod
    def state(self) -> State:
        """All that the desk knows now."""

    @property
    def labels(self) -> Labels:
        return self.state.tenant.labels

    def kind_of_status(self, status: int | None) -> StatusKind:
        return self.labels.status_kind(Ticket, status)

    def status_of(self, *wanted: StatusKind, saying: str = "") -> int | None:
        """The tenant's first active status of these kinds, one whose label says a word before the others."""
        active = [value for value in self.labels.picklist(Ticket, "status").active if isinstance(value.id, int)]
        for kind in wanted:
            of_kind = [value for value in active if self.kind_of_status(int(value.id)) is kind]
            of_kind.sort(key=lambda value: saying not in value.label.casefold())
            if of_kind:
                return int(of_kind[0].id)
        return None

    @property
    def in_progress(self) -> int | None:
        return self.status_of(StatusKind.ACTIVE, saying="in progress")

    @property
    def complete(self) -> int | None:
        return self.status_of(StatusKind.COMPLETE, saying="complete")

    def word(self, attr: str, value: int | None) -> str:
        return self.labels.word(Ticket, attr, value)

    def choices(self, field: str, now: Value = None) -> tuple[Choice, ...]:
        """The active values of a ticket's field in the tenant's order, with the one that stands."""
        found = self.labels.picklist(Ticket, field)
        if field == "ticket_category" and not len(found):
            return tuple(Choice(id_, name) for id_, name in self.state.tenant.categories.items())
        values = [value for value in found if value.is_active or value.id == now]
        return tuple(
            Choice(value.id, value.label, value.parent if isinstance(value.parent, int) else None)
            for value in values
            if isinstance(value.id, int)
        )

    def status_choices(self) -> tuple[Choice, ...]:
        """Statuses that a ticket may get along with something else: all that do not complete it."""
        return tuple(each for each in self.choices("status") if self.kind_of_status(each.id) is not StatusKind.COMPLETE)

    def usual(self, field: str) -> int | None:
        """The tenant's default of a list, else its middle one."""
        active = [value for value in self.labels.picklist(Ticket, field).active if isinstance(value.id, int)]
        chosen = [value for value in active if value.is_default] or active[len(active) // 2 :]
        return int(chosen[0].id) if chosen else None
