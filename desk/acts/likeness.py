"""How alike what is told now is to the title of an open ticket: by the words that tell something, in any order."""

import re

_WORD = re.compile(r"[^\W_]{3,}")
_NO_NEWS = frozenset(
    (
        *("the", "and", "for", "not", "with", "after", "from", "this", "that", "does", "can", "has", "are", "its"),
        *("was", "new", "please", "help", "issue", "problem", "again", "cannot", "isn", "doesn", "won"),
    )
)
_STEM = 4
"""Letters from which a word that begins another is the same one: printer, printers."""


def telling(title: str) -> frozenset[str]:
    """The words of a title by which it can be told from others."""
    return frozenset(_WORD.findall(title.casefold())) - _NO_NEWS


def shared(said: frozenset[str], title: str) -> tuple[str, ...]:
    """The words of a title that were said, too, as they stand there."""
    known = _WORD.findall(title.casefold())
    return tuple(dict.fromkeys(word for word in known if any(_same(word, other) for other in said)))


def likeness(said: frozenset[str], title: str) -> float:
    """From 0 to 1: which part of the shorter one the other has too. A single word is half a title at most."""
    shorter = min(len(said), len(telling(title)))
    return min(1.0, len(shared(said, title)) / max(2, shorter))


def _same(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= _STEM and long.startswith(short))
