"""How the lists and forms of a ticket look. A picture that differs is either a fault or a new baseline."""

import pytest

from tests.tui.handed import Handed
from tests.tui.pictures import SMALL, Pictures
from tui.settings import ScreenSettings

SHOWN = {
    "assign": ("j", "a"),
    "status": ("j", "c", *"wait"),
    "skip": ("z", *"at lunch"),
    "duplicate": ("D",),
    "duplicate-asked": ("D", *"printer", "enter"),
    "note": ("j", "n", *"Checked the tunnel: lifetimes differ."),
    "note-public": ("j", "n", *"We found the cause and change it now.", "ctrl+t"),
    "hold": ("j", "H", "tab", *"asked for a time that suits", "tab", *"fri"),
    "hold-vendor": ("j", "H", *"vendor", "enter", "enter"),
    "release": ("G", "k", "H"),
    "edit": ("j", "e", "tab", "tab", "tab", "tab", "tab", *"fri 14:00"),
    "bulk-asked": ("space", "j", "space", "j", "space", "c", *"progr", "enter"),
    "bulk-edit": ("space", "j", "space", "e", *"low", "enter"),
    "checklist": ("j", "enter", "l", "l", "j", "j"),
}


@pytest.mark.parametrize("name", SHOWN)
async def test_forms(pictures: Pictures, name: str) -> None:
    await pictures(Handed(), *SHOWN[name])


@pytest.mark.parametrize("theme", ["light", "mono", "contrast"])
async def test_that_the_customer_reads_a_note_is_seen_in_every_theme(pictures: Pictures, theme: str) -> None:
    world = Handed(settings=ScreenSettings.model_validate({"theme": theme}))
    await pictures(world, *SHOWN["note-public"], sizes=(SMALL,))
