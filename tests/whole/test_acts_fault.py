"""A fault of ours while keys act: the person reads it, a report is kept, and the code of the program tells."""

import sys

from tests.whole.program import Program
from tests.whole.terminal import Terminal

FAULT = """
import sys
from cli.main import main
from tui.screens.base import DeskScreen

def fail(screen):
    raise ZeroDivisionError

DeskScreen.action_copy = fail
sys.exit(main(sys.argv[1:]))
"""


def test_a_fault_ends_the_program_with_a_code_that_tells(filled: Program) -> None:
    command = [sys.executable, "-c", FAULT, *filled.command()[1:]]
    with Terminal(command, filled.surroundings(), columns=120, rows=36) as terminal:
        terminal.until("● live")
        terminal.press("y")
        assert terminal.ended() == 1
        assert "ended by a fault of their own" in "".join(terminal.screen.shown)
    assert "ZeroDivisionError" in (filled.data / "crash.txt").read_text()
