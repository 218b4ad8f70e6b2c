"""The messages in the corner of a screen."""

import re
from collections import Counter

from tests.whole.terminal import Terminal

ENTERED = ": pending, u takes it back"
"""Ends every message that says something was entered."""
TAKEN_BACK = "Taken back: "
_TOAST = re.compile(r"▌(.*?)[\s\u2500-\u257f]*$")


def toasts(terminal: Terminal) -> "Counter[str]":
    """Each message as one line, and how often it stands there."""
    found: Counter[str] = Counter()
    words: list[str] = []
    for line in (*terminal.screen.lines, ""):
        part = _TOAST.search(line)
        if part is not None and part[1].strip():
            words.append(part[1].strip())
        elif words:
            found[" ".join(words)] += 1
            words = []
    return found
