"""Text from strangers, made safe to show.

Anyone who can send a mail to the desk writes into the terminal of a technician with admin sessions open, and no widget
toolkit holds an escape sequence back. So every text is cleaned once, where an answer is parsed:

* whole control sequences (CSI, and the strings OSC, DCS, PM, APC, SOS) go, in 7-bit and in 8-bit form;
* what is left of C0 and DEL becomes its control picture, C1 and lone surrogates U+FFFD; TAB and LF stay, CR goes;
* bidi controls become U+FFFD, so that a reversed file name shows that something was there;
* what has no width of its own goes: zero-width characters (not ZWJ and VS16, which emoji need), tags, fillers,
  interlinear marks, line and paragraph separators;
* no more than four combining marks sit on one character.

The result is stable under a second cleaning, and the cost is linear in the length of the text. Cutting to a length is
the screen's business: nothing is lost here.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise

_REPLACEMENT = "\ufffd"
_MOST_MARKS = 4

# A string sequence ends at ST or BEL. One that meets another introducer first, or never ends, is no sequence: only its
# introducer is replaced. Stopping there also keeps the search linear.
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\\\|\x9c)"
)
_ASCII_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

_DROPPED_BMP = (
    "\r\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2028\u2029\u2060-\u2065\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
)
_REPLACED_BMP = "\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_DROPPED_ASTRAL = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"

# One class for the BMP and one beyond it: a class that mixes them is matched 20 to 40 times slower.
_BMP_SUSPECT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_DROPPED_BMP}{_REPLACED_BMP}]")
_ASTRAL_SUSPECT = re.compile(f"[{_DROPPED_ASTRAL}]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


_ORDINARY = r"\t\n -~\u{a0}-\u{ac}\u{ae}-\u{2ff}\u{2010}-\u{2027}\u{20a0}-\u{20bf}"
PLAIN = rf"\A[{_ORDINARY}]*\z"
"""Texts that `clean` leaves alone, as a pattern of Rust's regex, which is pydantic's: western letters, punctuation and
currencies. It need not match every such text; one that it matches is not looked at again."""
PLAIN_LINES = rf"\A[\r{_ORDINARY}]*\z"
"""Such texts with lines that end in CR LF, as most descriptions have: `without_returns` is all they need."""


class Cleaned(str):
    """A text that cleaning changed. It reads as the cleaned text; `raw` is what Autotask holds."""

    __slots__ = ("raw",)
    raw: str

    def __new__(cls, shown: str, raw: str) -> "Cleaned":
        text = str.__new__(cls, shown)  # `super()` costs a fifth of it, and most descriptions have CR LF
        text.raw = raw
        return text

    def __reduce__(self) -> tuple[type["Cleaned"], tuple[str, str]]:
        return Cleaned, (str(self), self.raw)


def raw_of(text: str) -> str:
    """The text as Autotask holds it, to compare with an answer or to send back in a PATCH.

    It may hold lone surrogates, which JSON can carry but UTF-8 (and so SQLite) cannot.
    """
    return text.raw if isinstance(text, Cleaned) else text


def clean(text: str) -> str:
    """`text`, safe to show; the same object when nothing had to change, else a `Cleaned`."""
    if text.isascii() and text.isprintable():
        return text
    # Lines ending in CR LF are what most descriptions hold, so they go the short way too.
    shown = text.replace("\r", "")
    if not _is_plain(shown):
        if not (_BMP_SUSPECT.search(text) or _ASTRAL_SUSPECT.search(text) or _has_piled_marks(text)):
            return text
        shown = _with_few_marks(_SEQUENCE.sub("", text).translate(_translation()))
    return text if len(shown) == len(text) and shown == text else Cleaned(shown, raw_of(text))


def without_returns(text: str) -> str:
    """What `clean` makes of a text that matches PLAIN_LINES and not PLAIN."""
    return Cleaned(text.replace("\r", ""), text)


def _is_plain(text: str) -> bool:
    """Whether a text holds nothing that could need a closer look: one fast pass, true for nearly every text."""
    if text.isascii():
        return text.replace("\n", " ").isprintable() or not _ASCII_SUSPECT.search(text)
    return not _unusual().search(text)


def _characters(ranges: str) -> list[int]:
    """The code points of the inside of a character class such as `"a-cx"`."""
    points: list[int] = []
    at = 0
    while at < len(ranges):
        if ranges[at + 1 : at + 2] == "-":
            points.extend(range(ord(ranges[at]), ord(ranges[at + 2]) + 1))
            at += 3
        else:
            points.append(ord(ranges[at]))
            at += 1
    return points


@cache
def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: chr(0x2400 + code) for code in range(0x20)}
    del table[0x09], table[0x0A]
    table[0x7F] = "\u2421"
    table.update(dict.fromkeys(_characters(_REPLACED_BMP), _REPLACEMENT))
    table.update(dict.fromkeys(_characters(_DROPPED_BMP + _DROPPED_ASTRAL), None))
    return table


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me") and character != "\ufe0f"


@cache
def _marks() -> str:
    """The combining marks of the BMP. Collected when a text beyond ASCII first appears: it takes some milliseconds."""
    return "".join(mark for mark in map(chr, range(0x300, 0xFFFE)) if _is_mark(mark))


@cache
def _unusual() -> "re.Pattern[str]":
    """Anything that is not an ordinary character of the BMP: a suspect, a mark, or beyond.

    Named by what it is not, because a class within the BMP is matched fast, and its negation takes in the rest.
    """
    unusual = {*_characters(_REPLACED_BMP + _DROPPED_BMP), *map(ord, _marks()), *range(0x20), 0x7F} - {0x09, 0x0A}
    bounds = [-1, *sorted(unusual), 0x10000]
    ordinary = "".join(
        f"{re.escape(chr(before + 1))}-{re.escape(chr(after - 1))}"
        for before, after in pairwise(bounds)
        if after - before > 1
    )
    return re.compile(f"[^{ordinary}]")


@cache
def _piled_marks() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    """Runs of more combining marks than we show: within the BMP, and where any astral character may be a mark."""
    marks, more = _marks(), f"{{{_MOST_MARKS + 1},}}"
    return re.compile(f"[{marks}]{more}"), re.compile(f"(?:[{marks}]|[\U00010000-\U0010ffff]){more}")


def _has_piled_marks(text: str) -> bool:
    within, beyond = _piled_marks()
    if not _ASTRAL.search(text):
        return within.search(text) is not None
    return any(_thin(run) != run[0] for run in beyond.finditer(text))


def _with_few_marks(text: str) -> str:
    if text.isascii():
        return text
    within, beyond = _piled_marks()
    return (beyond if _ASTRAL.search(text) else within).sub(_thin, text)


def _thin(run: "re.Match[str]") -> str:
    """A run of marks (and of astral characters that may be none), with at most four marks in a row."""
    kept: list[str] = []
    row = 0
    for character in run[0]:
        row = row + 1 if _is_mark(character) else 0
        if row <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
