"""What the administrator of a tenant has switched on or off, as far as clients of the API feel it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


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
    impersonates: tuple[str, ...] | None = None
    """Entities that the API user may write in another's name; None for all."""
    never_impersonated: tuple[int, ...] = ()
    """Resources whose security level does not let others write in their name."""

    def changed(self, raw: Mapping[str, Any]) -> Settings:
        """Give the settings with some others, named as in `shown`.

        Raises:
            SettingsError: one has no such name, or not the kind of value that it has by default.
        """
        known = {field.name.replace("_", ""): field.name for field in fields(self)}
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
    if name == "impersonates":
        if value is None:
            return None
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    elif name == "never_impersonated":
        fits = isinstance(value, list) and all(type(item) is int for item in value)
    else:
        fits = isinstance(value, bool)
    if not fits:
        raise SettingsError(f"{value!r} is no value for {_camel(name)!r}.")
    return tuple(value) if isinstance(value, list) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
