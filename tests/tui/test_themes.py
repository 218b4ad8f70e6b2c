"""Our themes can be read by everybody, also without colour."""

from itertools import product

import pytest
from textual.theme import Theme

from tests.tui.seeing import lines, running, text
from tests.tui.world import World
from tui.settings import ScreenSettings
from tui.themes import THEMES

ON_ROWS = ("late", "soon", "active", "quiet", "strong", "key")
GROUNDS = ("cursor-ground", "hover-ground")


def luminance(colour: str) -> float:
    """Relative luminance of sRGB as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_every_text_stands_out_on_every_ground(theme: Theme) -> None:
    colours = theme.variables
    assert theme.background is not None
    assert theme.foreground is not None
    grounds = [theme.background, *(colours[name] for name in GROUNDS)]
    texts = [theme.foreground, *(colours[name] for name in ON_ROWS)]
    for words, ground in product(texts, grounds):
        assert contrast(words, ground) >= 4.5, (words, ground)
    assert contrast(colours["badge-text"], colours["badge-ground"]) >= 4.5
    assert contrast(colours["alarm-text"], colours["alarm-ground"]) >= 4.5


def test_all_themes_colour_the_same_parts() -> None:
    assert len({frozenset(theme.variables) for theme in THEMES.values()}) == 1


@pytest.mark.parametrize("name", THEMES)
async def test_every_state_has_a_word_or_a_glyph_in_every_theme(name: str) -> None:
    async with running(World(settings=ScreenSettings.model_validate({"theme": name}))) as (app, _):
        shown = text(app)
        for sign in ("!! ", "LATE", "@", "paused", "● live"):
            assert sign in shown


async def test_without_colour_the_theme_that_needs_none_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(World()) as (app, _):
        assert app.theme == "mono"
        assert "LATE 0:12" in text(app)


async def test_ascii_leaves_no_other_glyph_of_ours() -> None:
    async with running(World(settings=ScreenSettings(ascii=True))) as (app, pilot):
        await pilot.press("j", "enter")
        await pilot.pause()
        assert "+- Work on next" not in text(app)
        assert all(line.isascii() for line in lines(app)), [line for line in lines(app) if not line.isascii()]
        assert all(len(line) == 120 for line in lines(app))
