"""What the administrator of a tenant has switched on or off, as far as clients of the API feel it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sandbox.definitions import packaged
from sandbox.values import milliseconds

_VERBS = frozenset({"query", "create", "update", "delete"})

_LOGGED = 30 * 86_400_000
"""Milliseconds that the log of lost events is kept."""


class SettingsError(ValueError):
    """There is no such setting, or it takes another kind of value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """System settings, and the rights of the API user. The defaults are those of most tenants."""

    spans_midnight: bool = False
    """Whether a time entry may pass midnight, which for the API is midnight UTC."""
    requires_summary: bool = True
    """Whether time on a ticket needs summary notes."""
    sees_non_billable: bool = True
    """Whether the API user sees entries that are not billed; without the right they are left out without a word."""
    sees_time_off: bool = True
    """Whether the API user sees what others asked for in time off, as Proxy Time Entry lets it; else there is none."""
    forbidden: tuple[str, ...] = ()
    """What the API user's security level keeps from it: entities such as `TimeEntries`, or `TimeEntries.delete`."""
    impersonates: tuple[str, ...] | None = None
    """What the API user may write in another's name, such as `Tickets` or `TimeEntries.create`; None for all."""
    never_impersonated: tuple[int, ...] = ()
    """Resources whose security level does not let others write in their name."""
    required_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields that a ticket needs because of its category, by the id of that: no metadata tells of them."""
    without_queue: tuple[int, ...] = ()
    """Ticket categories that need neither a queue nor an assignment."""
    most_webhooks: int = 50
    """How many webhooks a resource may own, as its security level says; 0 lets it have none."""

    def hidden(self, now: datetime) -> Mapping[str, str]:
        """Give the SQL condition of the rows that the API user sees, by entity, where those are not all."""
        kept = {"WebhookEventErrorLogs": f"createDateTime > {milliseconds(now) - _LOGGED}"}
        billed = {} if self.sees_non_billable else {"TimeEntries": "isNonBillable IS NOT 1"}
        return kept | billed | ({} if self.sees_time_off else {"TimeOffRequests": "0"})

    def permits(self, entity: str, verb: str) -> bool:
        """Whether the API user may `query`, `create`, `update` or `delete` records of an entity."""
        return not _names(self.forbidden, entity, verb)

    def may_impersonate(self, entity: str, verb: str) -> bool:
        """Whether the API user may do so to an entity in another's name."""
        return self.impersonates is None or _names(self.impersonates, entity, verb)

    def changed(self, raw: Mapping[str, Any]) -> Settings:
        """Give the settings with some others, named as in `shown`.

        Raises:
            SettingsError: one has no such name, or not the kind of value that it has by default.
        """
        known = {own.name.replace("_", ""): own.name for own in fields(self)}
        changes: dict[str, Any] = {}
        for key, value in raw.items():
            name = known.get(key.lower())
            if name is None:
                raise SettingsError(f"There is no setting {key!r}.")
            changes[name] = _fitting(name, value)
        return replace(self, **changes)

    def shown(self) -> dict[str, Any]:
        """Give every setting by its name in camel case."""
        return {_camel(name): value for name, value in asdict(self).items()}


def _fitting(name: str, value: object) -> object:
    match name, value:
        case "impersonates", None:
            return None
        case (("impersonates" | "forbidden"), list()) if all(map(_is_right, value)):
            return tuple(value)
        case (("never_impersonated" | "without_queue"), list()) if all(type(item) is int for item in value):
            return tuple(value)
        case "required_fields", dict() if all(map(_are_fields_of_tickets, value.values())):
            return {category: tuple(names) for category, names in value.items()}
        case (("spans_midnight" | "requires_summary" | "sees_non_billable" | "sees_time_off"), bool()):
            return value
        case "most_webhooks", int() if type(value) is int and value >= 0:
            return value
    raise SettingsError(f"{value!r} is no value for {_camel(name)!r}.")


def _is_right(raw: object) -> bool:
    """Whether it names an entity, and a verb if any."""
    entity, point, verb = str(raw).lower().partition(".")
    return isinstance(raw, str) and entity in packaged().by_folded and (not point or verb in _VERBS)


def _are_fields_of_tickets(raw: object) -> bool:
    known = packaged().entities["Tickets"].by_folded
    return isinstance(raw, list) and all(isinstance(name, str) and name.lower() in known for name in raw)


def _names(rights: Sequence[str], entity: str, verb: str) -> bool:
    """Whether a list of rights names an entity, whole or with a verb behind a point."""
    return not {entity.lower(), f"{entity}.{verb}".lower()}.isdisjoint(right.lower() for right in rights)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
