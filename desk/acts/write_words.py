"""Writes and their values in the tenant's words, for the log, marks and conflicts."""

from collections.abc import Callable
from datetime import datetime

from autotask.entities import Ticket
from desk.acts.known import Known
from desk.acts.planning_ticket import LISTED, label_of
from desk.acts.wording import clock, moment
from replica.outbox.effects import Effect, NoteCreate, TicketChange, TimeEntryCreate, TimeEntryEdit
from replica.outbox.effects.values import Value


def told(effect: Effect, value: Callable[[str, Value], str]) -> str:
    """What a write does; `value` says a field's value as a person reads it."""
    match effect:
        case TicketChange():
            # A role comes with the person who has it, and says nothing by itself.
            fields = [at for at in effect.changes if at != _ROLE] or effect.changes
            return ", ".join(f"{label_of(at)} {value(at, effect.changes[at])}".strip() for at in fields)
        case NoteCreate():
            whom = "for the customer" if effect.publish == 1 else "inside"
            return f"note {whom} “{effect.title}”"
        case TimeEntryEdit():
            return f"entry changed: {', '.join(label_of(at) for at in effect.changes)}"
    return effect.sentence


_ROLE = "assigned_resource_role_id"
_WRITTEN = {
    "title": "title",
    "description": "text",
    "summary_notes": "summary",
    "internal_notes": "internal notes",
    "resolution": "resolution",
    "item_name": "line",
}


def typed(effect: Effect) -> tuple[tuple[str, str], ...]:
    """The texts of a write that a person has written, each under its label."""
    said = {**getattr(effect, "values", {}), **effect.wanted}
    texts = [(label, str(said.get(field) or getattr(effect, field, ""))) for field, label in _WRITTEN.items()]
    # The title of a note is the first words of its text, unless somebody wrote another.
    repeated = {
        label
        for label, text in texts
        if label == "title" and any(other.startswith(text) for name, other in texts if name != label)
    }
    return tuple((label, text) for label, text in texts if text and label not in repeated)


class Words:
    """Says what writes do."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def what(self, effect: Effect) -> str:
        """What a write does, in the tenant's words."""
        said = told(effect, self.value)
        if not isinstance(effect, TimeEntryCreate) or effect.start_date_time is None or effect.end_date_time is None:
            return said
        begins = moment(effect.start_date_time, self._known.now, self._known.zone)
        length, _, on = said.partition(" on ")
        return f"{length} {begins}-{clock(effect.end_date_time, self._known.zone)} on {on}"

    def value(self, field: str, value: Value) -> str:
        """A field's value as a person reads it."""
        match field, value:
            case _, None:
                return "none"
            case _, bool():
                return "yes" if value else "no"
            case _, datetime():
                return moment(value, self._known.now, self._known.zone)
            case _, int() if field in LISTED:
                return self._known.labels.word(Ticket, field, value)
            case (("assigned_resource_id" | "resource_id"), int()):
                return self._known.state.tenant.name_for(value, self._known.me)
            case "contact_id", int():
                return self._known.state.tenant.contact_name(value)
        return str(value)
