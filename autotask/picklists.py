"""What a tenant's numbers mean.

Statuses, priorities, queues and most else are picklists: numbers in the records, labels in the metadata of the tenant.
The numbers differ from tenant to tenant and are no rank (priority 4 is often the critical one), so the desk resolves
by label and orders by `sort_order`. Inactive values stay, to label old records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from autotask.kinds import kind_of

PicklistId: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One value of a picklist.

    Attributes:
        id: What records hold: nearly always an int; a few fields (a resource's type) hold text.
        parent: For a child picklist, the id of the parent value it belongs to.
    """

    id: PicklistId
    label: str
    sort_order: int = 0
    is_active: bool = True
    is_default: bool = False
    is_system: bool = False
    parent: PicklistId | None = None


@dataclass(frozen=True)
class Picklist:
    """The values of one field, in the tenant's own order."""

    values: tuple[PicklistValue, ...] = ()
    parent_field: str = ""
    _by_id: Mapping[PicklistId, PicklistValue] = field(init=False, repr=False, compare=False)
    _by_label: Mapping[str, PicklistValue] = field(init=False, repr=False, compare=False)
    _ranks: Mapping[PicklistId, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.values, key=lambda value: (value.sort_order, str(value.id))))
        by_label: dict[str, PicklistValue] = {}
        for value in ordered:
            known = by_label.get(_folded(value.label))
            if known is None or (value.is_active and not known.is_active):
                by_label[_folded(value.label)] = value
        object.__setattr__(self, "values", ordered)
        object.__setattr__(self, "_by_id", {value.id: value for value in ordered})
        object.__setattr__(self, "_by_label", by_label)
        object.__setattr__(self, "_ranks", {value.id: rank for rank, value in enumerate(ordered)})

    def __iter__(self) -> Iterator[PicklistValue]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def active(self) -> tuple[PicklistValue, ...]:
        """The values a person may choose from."""
        return tuple(value for value in self.values if value.is_active)

    def get(self, value_id: PicklistId | None) -> PicklistValue | None:
        """The value of an id."""
        return None if value_id is None else self._by_id.get(value_id)

    def label(self, value_id: PicklistId | None) -> str:
        """The label of an id; nothing for no value, and the bare number for one the tenant no longer names."""
        if value_id is None:
            return ""
        value = self._by_id.get(value_id)
        return str(value_id) if value is None else value.label

    def by_label(self, label: str) -> PicklistValue | None:
        """The value with a label, whatever its case; an active one before an inactive one."""
        return self._by_label.get(_folded(label))

    def rank(self, value_id: PicklistId | None) -> int:
        """The place of an id in the tenant's order, from 0; what the tenant does not name comes last."""
        if value_id is None:
            return len(self.values)
        return self._ranks.get(value_id, len(self.values))


_NONE = Picklist()


class Picklists:
    """The picklists of one or more kinds."""

    def __init__(self, lists: Mapping[tuple[str, str], Picklist] | None = None) -> None:
        """`lists` are by collection and JSON field name; fields are matched whatever their case."""
        self._lists: dict[tuple[str, str], Picklist] = {
            (kind, name.lower()): values for (kind, name), values in (lists or {}).items()
        }

    def of(self, entity: type[Any], attr: str) -> Picklist:
        """The picklist of an entity's attribute; an empty one when it is none.

        Raises:
            KeyError: The entity has no such attribute.
        """
        kind = kind_of(entity)
        return self._lists.get((kind.name, kind.wire(attr).lower()), _NONE)

    def __or__(self, other: "Picklists") -> "Picklists":
        return Picklists({**self._lists, **other._lists})

    def __iter__(self) -> Iterator[tuple[str, str, Picklist]]:
        """Collection, field (in lower case) and picklist of each."""
        for (kind, name), values in self._lists.items():
            yield kind, name, values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picklists) and self._lists == other._lists

    __hash__ = None  # type: ignore[assignment]


def picklist_id(value: Any) -> PicklistId | None:
    """The id as records hold it. Metadata writes it as text (`"8"`), an empty one meaning none."""
    if isinstance(value, int):
        return value
    text = str(value or "").strip()
    if not text:
        return None
    return int(text) if text.removeprefix("-").isdecimal() else text


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
