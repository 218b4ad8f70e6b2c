"""No text of a stranger reaches the terminal as anything but text, whatever screen it is on."""

import re

from sandbox.announcement import Announcement
from tests.whole.program import TRACEBACK, Program
from tests.whole.screen import Screen
from tests.whole.strange_texts import FORBIDDEN, MARK
from tests.whole.terminal import Terminal

TABS = ("[Notes", "[Time", "[Checklist", "[SLA", "[Info")
BACK = "\x1b"
PALETTE = "\x10"
END = "G"
SWITCHED = (7, 25, 1000, 1003, 1004, 1006, 1015, 1049, 2004)
"""Wrapping, the cursor, mouse, focus, the other screen, pasting."""
DRAWING = {
    *(f"CSI ?{mode}{way}" for mode in SWITCHED for way in "hl"),
    *("CSI H", "CSI m", "CSI ?$p", "CSI >u", "CSI <u", "OSC 22"),
}
"""The control sequences of harmless data: places, colours, what the terminal can do, its keys, the pointer's shape.
None touches the clipboard, a link or a title."""
FIRST_ROW = 4
"""The line of the screen on which the list begins. Messages lie over its lower edge, so that no count is read there."""


def walk(terminal: Terminal) -> None:
    """Look at every screen, pane and tab, and leave."""
    terminal.until("[Mine")
    terminal.until("● live")
    terminal.press("g")
    _stands_on(terminal, 0)
    for place in range(1, 6):
        terminal.press("j")
        _stands_on(terminal, place)
    terminal.press(END)
    terminal.until(lambda screen: not screen.lines[FIRST_ROW + 5].startswith("┃>"), what="a move to the end")
    terminal.press("g")
    _stands_on(terminal, 0)
    for view in ("[Team", "[Unassigned"):
        terminal.press("l")
        terminal.until(view)
        terminal.settled()
    terminal.press("h")
    terminal.until("[Team")
    _open_tickets(terminal)
    _look_over_the_list(terminal)
    terminal.press("q")


def _open_tickets(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.until("/words or client:acme")
    terminal.press("client:[red")
    terminal.until("filter client:[red")
    _escape(terminal, "client:[red")
    terminal.press("G\r")
    terminal.until(" Ticket ")
    for _ in range(2):
        for tab in TABS:
            terminal.until(tab)
            terminal.settled(0.05)
            terminal.press("Gl")
        terminal.press("[")
        terminal.settled(0.05)
    terminal.press("q")
    terminal.until("[Team")


def _look_over_the_list(terminal: Terminal) -> None:
    terminal.settled()
    found = re.search(r"┃>[^.\n]{1,12}\.(\d{4})", terminal.screen.text)
    assert found is not None, terminal.screen.text
    terminal.press("w")
    terminal.until("Full ranking")
    terminal.press("Gkkkw")
    terminal.until(lambda screen: "Full ranking" not in screen.text)
    terminal.press("?")
    terminal.until("Keys of this screen")
    terminal.press("view")
    terminal.settled()
    _escape(terminal, "Keys of this screen")
    terminal.press(PALETTE)
    terminal.until("a command, or the number")
    terminal.press(found[1])
    terminal.until(lambda screen: any(line.startswith("  T2") and found[1] in line for line in screen.lines))
    _escape(terminal, f" >  {found[1]}")
    terminal.press("p")
    terminal.until("PAUSED")
    terminal.press("p")
    terminal.until(lambda screen: "PAUSED" not in screen.text, what="end of the pause")
    terminal.press(" ")
    terminal.until("┃>*")
    for key in "WWPPr":
        terminal.press(key)
        terminal.settled(0.05)


def _stands_on(terminal: Terminal, row: int) -> None:
    """Wait until the cursor of the list is on a row, counted from the top of the window."""
    terminal.until(lambda screen: screen.lines[FIRST_ROW + row].startswith("┃>"), what=f"cursor on row {row}")


def _escape(terminal: Terminal, leaving: str) -> None:
    """Press escape, and wait until what it closes is gone: with a key right behind it, it would be another key."""
    terminal.until(leaving)
    terminal.press(BACK)
    terminal.until(lambda screen: leaving not in screen.text, what=f"end of {leaving!r}")


def walked(program: Program, about: Announcement) -> Screen:
    """Walk through a tenant; the program leaves in good order and says nothing of a fault."""
    program.configure(about)
    with program.open(columns=120, rows=36) as terminal:
        walk(terminal)
        assert terminal.ended() == 0, terminal.screen.text
        assert not (program.data / "crash.txt").exists()
        return terminal.screen


def test_every_screen_shows_strange_texts_as_texts(program: Program, strange_tenant: Announcement) -> None:
    seen = walked(program, strange_tenant)
    shown, hidden = "".join(seen.shown), "".join(seen.hidden)
    assert MARK in shown
    assert MARK not in hidden
    assert seen.sequences <= DRAWING
    assert sorted(set(FORBIDDEN.findall(shown))) == []
    assert TRACEBACK not in shown
