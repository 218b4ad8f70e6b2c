"""What a person has typed after `/` so far: the terms that say something, and what is wrong with the others.

A term is wrong for a moment while it is typed, so a wrong one hides nothing: the list is as the others give it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from desk.filters import Filter, FilterError
from tui.widgets.cells import fit
from tui.widgets.parts import Parts, paragraph, parts

TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
LONGEST_NAMED = 30
"""Cells of a term as it is named in what is wrong with it, so that the rest of the sentence has room."""
KEEP = parts((" enter", "key"), (" keeps it ", "quiet"))
DROP = parts((" esc", "key"), (" drops it", "quiet"))
TERMS = parts((" Words, !word to leave out, key:value; an item is kept where every term fits.", "quiet"))
WITHOUT_VALUE = re.compile(r'!?(?:([a-zA-Z]+):)?!?"?')


@dataclass(frozen=True, slots=True)
class Understood:
    """A filter as far as it goes."""

    filter: Filter | None
    """Of the terms that say something; None where none does."""
    problem: str = ""


def understood(text: str, parse: Callable[[str], Filter]) -> Understood:
    """Read as much of the text as says something. The last term may be unfinished without being a problem."""
    terms = TERM.findall(text)
    kept: list[str] = []
    problem = ""
    for at, term in enumerate(terms):
        wrong = _wrong(term, parse, last=at == len(terms) - 1 and not text[-1].isspace())
        if wrong is None:
            kept.append(_closed(term))
        problem = problem or wrong or ""
    return Understood(parse(" ".join(kept)) if kept else None, problem)


def _wrong(term: str, parse: Callable[[str], Filter], *, last: bool) -> str | None:
    """Why a term says nothing, empty where it is only not finished yet; None for one that does say something."""
    if (bare := WITHOUT_VALUE.fullmatch(term)) is not None:
        return "" if last or not bare[1] else f"{_named(term)} needs a value right after it"
    try:
        parse(_closed(term))
    except FilterError as error:
        return str(error).replace(_closed(term), _named(term))
    return None


def _named(term: str) -> str:
    return fit(term, LONGEST_NAMED).rstrip()


def _closed(term: str) -> str:
    return term + '"' if term.count('"') % 2 else term


def told(problem: str, width: int, height: int, *, typing: bool) -> list[Parts]:
    """What stands under the input: what is wrong, else what can be typed; and the keys where a line is left."""
    said = paragraph(problem, width, indent=1, tone="late", lines=height) if problem else [TERMS]
    return [*said, (*KEEP, *DROP) if typing else DROP][:height]
