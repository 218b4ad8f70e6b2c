"""Where no screens can be drawn, nothing is drawn, and what works there is named."""

import sys

import pytest

from cli.exits import Exit, Stop
from cli.screens import needs_terminal


class Stream:
    """Something that a program reads or writes."""

    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("redirected", "said"),
    [
        (["stderr"], "its error output is redirected"),
        (["stdin", "stdout"], "its input and output are redirected"),
        (["stdin", "stdout", "stderr"], "its input, output and error output are redirected"),
    ],
    ids=["one", "two", "all"],
)
def test_redirected_streams_are_named(monkeypatch: pytest.MonkeyPatch, redirected: list[str], said: str) -> None:
    _refused(monkeypatch, redirected, "xterm", said)


def test_a_terminal_that_knows_only_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _refused(monkeypatch, [], "dumb", "TERM=dumb")


def test_any_other_terminal_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    _surround(monkeypatch, [], "xterm")
    needs_terminal()


def _surround(monkeypatch: pytest.MonkeyPatch, redirected: list[str], term: str) -> None:
    monkeypatch.setenv("TERM", term)
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Stream(name not in redirected))


def _refused(monkeypatch: pytest.MonkeyPatch, redirected: list[str], term: str, said: str) -> None:
    with monkeypatch.context() as patch:
        _surround(patch, redirected, term)
        with pytest.raises(Stop) as stopped:
            needs_terminal()
    assert stopped.value.code is Exit.WRONG_USE
    assert said in stopped.value.message
    assert "servicedeck next --json" in stopped.value.message
