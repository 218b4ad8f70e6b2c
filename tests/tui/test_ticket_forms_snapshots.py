"""How the lists and forms of a ticket look. A picture that differs is either a fault or a new baseline."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.handed import Handed
from tests.tui.seeing import press, settled
from tui.settings import ScreenSettings

Compare = Callable[..., bool]
SIZES = [(80, 24), (120, 36), (200, 50)]

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


@pytest.fixture(autouse=True)
def _the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


def pressing(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Fill the screen, then press keys."""

    async def run_before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, *keys)

    return run_before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOWN)
def test_forms(snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    assert snap_compare(Handed().app(demo=True), terminal_size=size, run_before=pressing(*SHOWN[name]))


@pytest.mark.parametrize("theme", ["light", "mono", "contrast"])
def test_that_the_customer_reads_a_note_is_seen_in_every_theme(snap_compare: Compare, theme: str) -> None:
    world = Handed(settings=ScreenSettings.model_validate({"theme": theme}))
    assert snap_compare(world.app(demo=True), terminal_size=(80, 24), run_before=pressing(*SHOWN["note-public"]))
