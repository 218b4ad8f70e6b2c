"""A paste is text: it presses no key, stays in order, and is cleaned like every text from outside."""

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events

from tests.whole.terminal import Terminal
from tui.paste import BEGIN, END, PasteParser

HOSTILE = "acme \x1b]52;c;QUJD\x07\x1b[31mdental\x1b[0m office"


def read(*pieces: str) -> list[str]:
    """What a program hears of the pieces that a terminal sends: names of keys, and pastes."""
    parser = PasteParser()
    messages = [message for piece in pieces for message in parser.feed(piece)]
    return [message.text if isinstance(message, events.Paste) else message.key for message in messages
            if isinstance(message, events.Paste | events.Key)]  # fmt: skip


def test_a_paste_with_escapes_presses_no_key_and_loses_its_escapes() -> None:
    assert read(f"{BEGIN}x \x1b]52;c;QUJD\x07q{END}j") == ["x q", "j"]
    assert read(f"{BEGIN}in \u202edisguise{END}") == ["in \ufffddisguise"]


@given(cuts=st.sets(st.integers(1, 60)))
@example(cuts=set(range(1, 60)))
def test_a_paste_is_the_same_however_it_is_cut_into_pieces(cuts: set[int]) -> None:
    sent = f"j{BEGIN}{HOSTILE}{END}k{BEGIN}two{END}"
    edges = [0, *sorted(cut for cut in cuts if cut < len(sent)), len(sent)]
    pieces = [sent[start:end] for start, end in pairwise(edges)]
    assert read(*pieces) == ["j", "acme dental office", "k", "two"]


@given(st.text(alphabet="a\x1b[]201~;m\x07q", max_size=40).filter(lambda text: END not in text))
def test_whatever_is_pasted_is_one_paste(text: str) -> None:
    heard = read(f"{BEGIN}x{text}{END}", "j")
    assert len(heard) == 2
    assert heard[0].startswith("x")
    assert heard[0].isprintable()
    assert heard[1] == "j"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a pty is needed")
def test_in_a_terminal_a_hostile_paste_ends_up_in_the_filter_as_plain_words() -> None:
    program = "from tests.tui.world import World; World().app().run()"
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal([sys.executable, "-c", program], environment) as terminal:
        terminal.until("Work on next")
        terminal.until("VPN drops")
        terminal.press(f"{BEGIN}{HOSTILE} q\x1b[q{END}")
        terminal.press("/")
        terminal.until("words or client:acme")
        terminal.press(f"{BEGIN}{HOSTILE}{END}")
        terminal.until("acme dental office")
        terminal.press("\x7f" * len(" office"))
        terminal.until("filter acme dental")
        assert terminal.process.poll() is None
