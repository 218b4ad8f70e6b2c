"""The draft of one form: put back when it opens, kept while somebody types, dropped when it is done or thrown away."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from desk.acts.surface import Acts
from desk.model import ItemId


class Drafting:
    """A form without a name keeps none."""

    def __init__(self, acts: Acts, name: str, item: ItemId | None) -> None:
        self._acts = acts
        self._name = name
        self._item = item
        self.opened_with: Mapping[str, object] = {}
        """What the desk proposed: where nothing else stands in the form, there is nothing to be kept."""
        self.says = ""
        """Where the values come from, for the lower edge; "" where they are the desk's own."""

    def begin(self, values: Mapping[str, object], zone: ZoneInfo) -> Mapping[str, object]:
        """What was kept of the form before; nothing where nothing was.

        Args:
            values: as it opens without a draft.
        """
        self.opened_with = values
        draft = self._acts.draft(self._name, self._item) if self._name else None
        if draft is None:
            return {}
        at = "" if draft.saved is None else f" of {draft.saved.astimezone(zone):%H:%M}"
        self.says = f"draft{at}, ^n anew"
        return draft.values

    async def keep(self, values: Mapping[str, object], act_id: str) -> str:
        """Keep what stands in the form, where that is anything new; says why it could not be kept, else nothing."""
        if not self._name or (values == self.opened_with and not self.says):
            return ""
        return await self._acts.keep_draft(self._name, self._item, values, act_id)

    async def drop(self) -> None:
        """It is done, or not wanted any more."""
        self.says = ""
        if self._name:
            await self._acts.drop_draft(self._name, self._item)
