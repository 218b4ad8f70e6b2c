"""User-defined fields: what a tenant adds to an entity, and which texts fit them.

Their values travel as text or null, whatever the kind; they are named by their display name, in any case of letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sandbox.definitions import FieldDef, FieldType
from sandbox.errors import Refused
from sandbox.values import ValueRefused, instant_json, sent

_LONGEST = 8_000


class Kind(StrEnum):
    """What a user-defined field holds."""

    TEXT = "string"
    NUMBER = "decimal"
    DATE = "datetime"


@dataclass(frozen=True, slots=True)
class UserField:
    """One user-defined field, by its display name."""

    name: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    """The values of a list; empty where any value of the kind fits."""
    length: int = _LONGEST

    def text(self, value: object) -> str | None:
        """Give the text that is kept of a value; nothing at all is null.

        Raises:
            Refused: it is no value of the list or of the kind, or too long.
        """
        if value is None or value == "":
            return None
        try:
            held = str(sent(FieldDef(self.name, FieldType(self.kind)), value))
        except ValueRefused as refusal:
            raise Refused(str(refusal)) from None
        if self.kind is Kind.DATE:
            return instant_json(int(held)).strip('"')
        if self.choices and held not in self.choices:
            raise Refused(f"Picklist value [{held}] does not exist for {self.name}")
        if len(held) > self.length:
            raise Refused(f"{self.name} must be less than or equal to {self.length} characters")
        return held


def by_folded_name(fields: Iterable[UserField]) -> dict[str, UserField]:
    """Fields by lower-case name."""
    return {field.name.lower(): field for field in fields}
