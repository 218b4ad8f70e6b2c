"""What a screen tells in the corner, hands to the clipboard and opens in the browser."""

import webbrowser

from textual.screen import Screen

from desk.model import ItemKind, WorkItem
from tui.seat import Seat
from tui.widgets.cells import printable


class Telling(Screen[None]):
    """A screen that stands on an item of the desk."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    @property
    def subject(self) -> WorkItem | None:
        """The item that keys act on."""
        raise NotImplementedError

    def tell(self, text: str, seconds: float = 4) -> None:
        """A short message in the corner, its text taken as it is."""
        self.app.notify(printable(text), markup=False, timeout=seconds)

    def copied(self, text: str) -> None:
        """Put the text on the clipboard and say so."""
        self.app.copy_to_clipboard(text)
        self.tell(f"Copied {text}")

    def action_browser(self) -> None:
        if (url := self._url()) is None:
            return
        try:
            if not self.app.is_web:
                webbrowser.get()
        except webbrowser.Error:
            self.tell(f"This machine has no browser to open. Y copies the address: {url}", seconds=8)
            return
        self.app.open_url(url)
        self.tell(f"Opened in the browser: {url}", seconds=8)

    def action_copy(self) -> None:
        item = self.subject
        if item is not None:
            self.copied(item.short_id)

    def action_copy_link(self) -> None:
        if (url := self._url()) is not None:
            self.copied(url)

    def _url(self) -> str | None:
        """The page of the item in Autotask, as the desk found it fit to be opened; else says that there is none."""
        item = self.subject
        ticket = item if item is not None and item.id.kind is ItemKind.TICKET else None
        url = None if ticket is None else self.seat.desk.browser_url(ticket.id.id)
        if url is None or not url.startswith(("https://", "http://")):
            self.tell(
                "Only a ticket has a page in Autotask that opens from here."
                if ticket is None
                else "The address of Autotask's web pages is not known yet."
            )
            return None
        return url
