"""Any text comes out at exactly the width asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.hostile import HOSTILE
from tui.widgets.cells import fit, printable, wrap

TEXT = st.text(st.characters(codec=None), max_size=80)


@given(TEXT, st.integers(0, 30), st.booleans())
def test_fitted_text_has_the_width_asked_for(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, right=right)) == width


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [1, 2, 7, 80])
def test_hostile_text_has_the_width_asked_for_and_can_be_written(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) == width
    assert fitted.encode("utf-8")
    assert "\x1b" not in fitted
    assert "\x9b" not in fitted


def test_cut_text_ends_in_an_ellipsis() -> None:
    assert fit("Server room UPS alarm", 12) == "Server room…"


def test_a_wide_letter_is_never_halved() -> None:
    assert fit("漢字漢字", 4) == "漢… "


def test_text_that_fits_is_padded() -> None:
    assert fit("P1", 4) == "P1  "
    assert fit("0:41", 6, right=True) == "  0:41"
    assert fit("漢", 4, right=True) == "  漢"


def test_what_a_terminal_acts_on_is_replaced() -> None:
    assert printable("a\x1b[2Jb\ud800\nc") == "a\ufffd[2Jb\ufffd c"


@given(TEXT, st.integers(2, 20), st.integers(1, 4))
def test_wrapped_text_stays_in_its_lines(text: str, width: int, lines: int) -> None:
    rows = wrap(text, width, lines=lines)
    assert len(rows) <= lines
    assert all(cell_len(row) <= width for row in rows)


def test_words_left_over_show_as_an_ellipsis() -> None:
    assert wrap("Still dropping, now also for Tom and Priya", 16, lines=2) == ["Still dropping,", "now also for To…"]
