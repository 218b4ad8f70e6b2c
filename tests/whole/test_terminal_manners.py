"""How the app treats a terminal: small ones, plain ones, none at all, and being told to end."""

import re
import signal

import pytest

from tests.whole.program import TRACEBACK, Program
from tests.whole.screen import Screen
from tests.whole.terminal import PATIENCE, Terminal

COLOUR = re.compile("[34]8;5;([0-9]+)")
GREYS = {16, 59, 102, 145, 188, 231, *range(232, 256)}
"""Of the 256 colours of a terminal, those without a hue."""

MODES = {"1000", "1003", "1004", "1006", "1015", "1049", "2004"}
"""What the app asks of a terminal while it runs: mouse, focus, pasting, the other screen."""


def test_a_tiny_window_says_how_large_it_must_be_and_then_shows_the_queue(filled: Program) -> None:
    with filled.open(columns=40, rows=10) as terminal:
        terminal.until("Make the window at least 60x16.")
        terminal.resize(80, 24)
        terminal.until("Work on next")
        terminal.until("┃>")
        terminal.resize(59, 16)
        terminal.until("Make the window at least 60x16.")
        terminal.resize(60, 16)
        terminal.until("Work on next")
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_an_app_that_is_told_to_end_gives_the_terminal_back(filled: Program, number: signal.Signals, code: int) -> None:
    with filled.open() as terminal:
        terminal.until("Work on next")
        terminal.process.send_signal(number)
        assert terminal.ended() == code
        assert terminal.attributes() == terminal.before
        assert _left_on(terminal.screen) == set()
        assert "CSI ?25h" in terminal.screen.sequences
        assert TRACEBACK not in "".join(terminal.screen.shown)


def test_an_app_whose_terminal_goes_away_without_a_word_ends_in_order(filled: Program) -> None:
    with filled.open() as terminal:
        terminal.until("Work on next")
        terminal.hang_up()
        assert terminal.process.wait(PATIENCE) == 0


def test_without_colour_only_greys_are_written(filled: Program) -> None:
    with filled.open(NO_COLOR="1") as terminal:
        terminal.until("Work on next")
        terminal.press("q")
        assert terminal.ended() == 0
        styles = [part for part in terminal.screen.hidden if part.endswith("m")]
        assert {int(colour) for style in styles for colour in COLOUR.findall(style)} <= GREYS


def test_a_terminal_without_utf8_gets_ascii(filled: Program) -> None:
    with filled.open(LANG="C", LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as terminal:
        terminal.until("Work on next")
        terminal.press("w")
        terminal.until("Full ranking")
        terminal.press("q")
        terminal.until(lambda screen: "Full ranking" not in screen.text, what="end of the ranking")
        terminal.press("q")
        assert terminal.ended() == 0
        assert "".join(terminal.screen.shown).isascii()


def test_a_dumb_terminal_is_told_what_works_on_it(filled: Program) -> None:
    with Terminal(filled.command(), filled.surroundings({"TERM": "dumb"}), columns=300) as terminal:
        assert terminal.ended() == 2
        assert "servicedeck next" in terminal.screen.text
        assert not terminal.screen.hidden


def test_a_pipe_is_told_what_works_without_a_terminal(filled: Program) -> None:
    for arguments in ([], ["demo"]):
        done = filled.run(*arguments)
        assert done.code == 2
        assert done.out == ""
        assert "servicedeck next --json" in done.err
        assert "\x1b" not in done.err


def test_an_error_output_in_a_file_is_not_filled_with_screens(filled: Program) -> None:
    log = filled.folder / "errors.log"
    command = f'exec "$0" "$@" 2>{log}'
    with Terminal(["/bin/sh", "-c", command, *filled.command()], filled.surroundings()) as terminal:
        assert terminal.ended() == 2
    assert "needs a terminal to draw on, but its error output is redirected" in log.read_text()
    assert "\x1b" not in log.read_text()


def _left_on(screen: Screen) -> set[str]:
    """Modes that were set last, and not given back."""
    last = {part[3:-1]: part[-1] for part in screen.hidden if part.startswith("\x1b[?") and part[-1] in "hl"}
    return {mode for mode in MODES if last.get(mode) == "h"}
