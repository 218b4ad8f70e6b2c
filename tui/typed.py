"""What was typed into the forms that were saved last: `u` takes the act back, and the words stay for their form."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desk.acts.surface import Acts
    from desk.model import ItemId

KEPT = 20
"""Acts that can still be taken back while others are done."""


class Filled(NamedTuple):
    """What stood in a form."""

    form: str
    item: "ItemId | None"
    values: Mapping[str, object]


class Typed:
    """Forms of this session by the act that they came to."""

    def __init__(self) -> None:
        self._forms: dict[str, Filled] = {}

    def saved(self, act_id: str, filled: Filled) -> None:
        """A form has become an act."""
        self._forms[act_id] = filled
        for old in list(self._forms)[:-KEPT]:
            del self._forms[old]

    async def taken_back(self, act_id: str, acts: "Acts") -> bool:
        """Keep as a draft what the act was made of; whether there is such a form."""
        filled = self._forms.pop(act_id, None)
        return filled is not None and not await acts.keep_draft(*filled)
