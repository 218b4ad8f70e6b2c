"""The line above the intervention list: its headings with their counts to the left, news to the right."""

from collections.abc import Sequence

from desk.interventions.model import Tab
from tui.screens.context_line import ContextLine
from tui.screens.need_list import NeedList
from tui.seat import Seat
from tui.widgets.parts import Part
from tui.words.needs import TONES, tab_name

SHORT_BELOW = 100
ALWAYS = (Tab.ALL, Tab.LATE, Tab.RISK, Tab.UNASSIGNED)
"""Headings that stand there even when nothing is under them: their zero says something."""


class NeedTabs(ContextLine):
    """Headings in place of views."""

    def __init__(self, seat: Seat, needs: NeedList) -> None:
        super().__init__(seat, needs)
        self.needs = needs

    @property
    def there(self) -> Sequence[Tab]:
        """The headings that are shown: all that have something, and the weighty ones."""
        counts, shown = self.needs.counts, self.needs.tab
        return [tab for tab in Tab if tab in ALWAYS or tab is shown or counts.get(tab, 0)]

    def _tabs(self, *, bare: bool = False) -> list[Part]:
        return [self._heading(tab) for tab in self.there if not bare or tab is self.needs.tab or tab in ALWAYS]

    def _tab_shown(self) -> Part:
        return self._heading(self.needs.tab)

    def _heading(self, tab: Tab) -> Part:
        count = self.needs.counts.get(tab, 0)
        said = tab_name(tab, count, short=self.size.width < SHORT_BELOW)
        action = f"screen.show('{tab.value}')"
        if tab is self.needs.tab:
            return Part(f"[{said}]", "strong", action)
        return Part(f" {said} ", TONES.get(tab, "quiet") if count else "quiet", action)
