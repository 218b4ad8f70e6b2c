"""What the screens see of the intervention list: all frozen, so that a screen can hold on to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk.model import Micros, WorkItem
from workflows.intervention import Need
from workflows.intervention_kinds import NeedKind, SuggestedAct, Tab, tab_of

__all__ = ["Intervention", "InterventionSnapshot", "Need", "NeedKind", "SuggestedAct", "Tab", "tab_of"]


@dataclass(frozen=True, slots=True)
class Intervention:
    """A ticket or a task that needs a hand. It is another object when the item or a need has changed, else the same."""

    item: WorkItem
    needs: tuple[Need, ...]
    """Why, the gravest first; at least one, each kind at most once."""
    key: tuple[int, ...]
    """Its place in the order of need; total."""

    @property
    def tabs(self) -> frozenset[Tab]:
        """The headings that it stands under."""
        return frozenset({Tab.ALL, *(tab_of(need.kind) for need in self.needs)})

    def first_of(self, tab: Tab) -> Need:
        """The gravest need that belongs under a heading; the gravest of all where none does."""
        return next((need for need in self.needs if tab_of(need.kind) is tab), self.needs[0])


@dataclass(frozen=True, slots=True)
class InterventionSnapshot:
    """One heading of the list at an instant."""

    tab: Tab
    at: Micros
    rows: tuple[Intervention, ...]
    """In their order of need."""
    counts: Mapping[Tab, int] = field(default_factory=dict)
    """Items under each heading, unfiltered; one with several needs counts under each of theirs, once under all."""
    filter_text: str = ""
    next_change_at: Micros | None = None
    """When the filter next changes by time alone; the desk announces it itself."""

    @property
    def total(self) -> int:
        """How many the heading has before the filter."""
        return self.counts.get(self.tab, 0)
