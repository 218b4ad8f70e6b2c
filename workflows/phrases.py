"""Phrases looked for in text: word by word, in linear time, so that no text can make the classifier slow.

A phrase is words between spaces. `stem*` stands for a word that begins so, `*stem` for one that ends so (both need
four letters), `one|other` for either, `#` for a number of eight or more, `@` for the name of a machine such as `sql02`,
`^` for the beginning of a title, `&` for the shape of a machine's report, `?` for a title that is a question, `..` for
up to four words in between within the sentence, `~` for up to two. Text and phrases are folded alike: lower case,
accents off, `n't` joined (`can't` is `cant`), every other mark a gap.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

#: Words a phrase may skip at a `..`.
GAP = 4
#: Words a phrase may skip at a `~`.
SMALL_GAP = 2
#: Words and labels remembered before the memory is emptied.
_REMEMBERED = 50_000
#: Shortest stem: shorter ones match by accident, and the index below goes by four letters.
STEM = 4
#: A mark that ends a sentence, or an empty line; no phrase reaches over it.
STOP = "."

#: Stands in a phrase for the beginning of a title; a title's words are put behind one.
START = "^"
#: Stand in a phrase for a text laid out like a machine's report, and for a title that is a question; both are put
#: behind what was said, where they apply.
REPORT = "&"
QUESTION = "?"
#: Stands in a phrase for a number of at least `_MANY_FROM`.
MANY = "#"
_MANY_FROM = 8
#: Stands in a phrase for the name of a machine.
HOST = "@"
_HOST = re.compile(
    r"(?:srv|dc|sql|esxi?|hv|ws|pc|fs|app|web|www|db|mail|mx|ts|rds?|sw|fw|ap|nas|san|vm|bkp|ups|prn|prt|exch|lap|lt|wks|host"
    r"|node|hyperv|vpn|rtr|core|file|print|term|desktop|laptop|server|edge|proxy|citrix|xa|k8s|switch|router|tomcat)"
    r"[a-z]{0,3}\d{1,4}[a-z]?"
)

_KINDS = frozenset((MANY, HOST))
_WORD = re.compile(r"[^\W_]+|[.!?;](?=\s|$)|(?<=\w\w):(?=\s|$)|\n(?=\s*\n)")
_MARKS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "’": "'", "`": "'", "´": "'"})
_JOINED_NOT = re.compile(r"n't\b")


def fold(text: str) -> str:
    """Lower case without accents; what is left is compared letter by letter."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_MARKS))
        if not text.isascii():
            text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _JOINED_NOT.sub("nt", text) if "n't" in text else text


def words(text: str) -> list[str]:
    """The folded words of a text; every end of a sentence is one `STOP`."""
    return [word if word.isalnum() else STOP for word in _WORD.findall(fold(text))]


def label_key(label: str) -> str:
    """A label without case, marks and accents: "1 - Critical" and "1 CRITICAL" are the same label."""
    return " ".join(word for word in words(label) if word != STOP)


class _Element(NamedTuple):
    """One word of a phrase: any of these, or, with nothing in it, a gap."""

    exact: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]

    def accepts(self, word: str) -> bool:
        if word in self.exact or word.startswith(self.begins) or word.endswith(self.ends):
            return True
        return (MANY in self.exact and _is_many(word)) or (HOST in self.exact and _is_host(word))

    @property
    def is_plain(self) -> bool:
        """Whether whole words alone decide."""
        return bool(self.exact) and not self.begins and not self.ends and _KINDS.isdisjoint(self.exact)


_GAP_ELEMENT = _Element((), (), ())
_SMALL_GAP_ELEMENT = _Element(("~",), (), ())
_GAPS = (_GAP_ELEMENT, _SMALL_GAP_ELEMENT)


class Match(NamedTuple, Generic[T]):
    """A phrase found: words `start` to `end` (exclusive) of the text."""

    start: int
    end: int
    value: T


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[T]):
    elements: tuple[_Element, ...]
    value: T


class _Near(NamedTuple, Generic[T]):
    """The phrases that may begin with one word, parted so that most are settled by one look at the next word, or at
    the few words after it where a gap follows.
    """

    alone: list[_Phrase[T]]
    by_second: dict[str, list[_Phrase[T]]]
    by_later: dict[str, list[_Phrase[T]]]
    others: list[_Phrase[T]]


class Phrases(Generic[T]):
    """Phrases and what each stands for, indexed by their first word."""

    def __init__(self) -> None:
        self._exact: dict[str, list[_Phrase[T]]] = {}
        self._begins: dict[str, list[_Phrase[T]]] = {}
        self._ends: dict[str, list[_Phrase[T]]] = {}
        self._known: dict[str, _Near[T] | None] = {}
        self._read: dict[str, T | None] = {}

    def add(self, phrase: str, value: T) -> None:
        """Index a phrase.

        Raises:
            ValueError: empty, begins or ends with a gap, or has a stem under four letters.
        """
        elements = tuple(_element(part) for part in phrase.split())
        if not elements or elements[0] in _GAPS or elements[-1] in _GAPS:
            raise ValueError(f"{phrase!r} does not begin and end with a word")
        entry = _Phrase(elements, value)
        for word in elements[0].exact:
            self._exact.setdefault(word, []).append(entry)
        for stem in elements[0].begins:
            self._begins.setdefault(stem[:STEM], []).append(entry)
        for stem in elements[0].ends:
            self._ends.setdefault(stem[-STEM:], []).append(entry)
        self._known.clear()
        self._read.clear()

    def find(self, text: Sequence[str]) -> Iterator[Match[T]]:
        """Every phrase in the text, by place of its first word."""
        known, last = self._known, len(text) - 1
        for start, spoken in enumerate(text):
            word = self._looked_up(spoken) if spoken.isdecimal() else spoken
            near = known[word] if word in known else self._candidates(word)
            if near is None:
                continue
            for phrase in near.alone:
                yield Match(start, start + 1, phrase.value)
            if start == last:
                continue
            for phrase in near.by_second.get(text[start + 1], ()):
                end = _end(phrase.elements, text, start + 2, 2)
                if end:
                    yield Match(start, end, phrase.value)
            if near.by_later:
                for at in range(start + 1, min(start + GAP + 2, last + 1)):
                    if text[at] == STOP:
                        break
                    for phrase in near.by_later.get(text[at], ()):
                        end = _end(phrase.elements, text, at + 1, 3)
                        if end:
                            yield Match(start, end, phrase.value)
            for phrase in near.others:
                end = _end(phrase.elements, text, start + 1, 1)
                if end:
                    yield Match(start, end, phrase.value)

    def longest(self, label: str) -> T | None:
        """What the longest phrase in a label stands for, the first of equals; None where there is none."""
        if label not in self._read:
            found = max(self.find(label_key(label).split()), key=lambda each: each.end - each.start, default=None)
            if len(self._read) > _REMEMBERED:
                self._read.clear()
            self._read[label] = None if found is None else found.value
        return self._read[label]

    def _looked_up(self, number: str) -> str:
        """What stands for a number where no phrase names that very one, so that not each is looked up anew."""
        if number in self._exact:
            return number
        return MANY if _is_many(number) else ""

    def _candidates(self, word: str) -> _Near[T] | None:
        """The phrases that may begin with a word, None if none; remembered, since desks repeat their words."""
        close = [
            *self._exact.get(word, ()),
            *(self._exact.get(MANY, ()) if word != MANY and _is_many(word) else ()),
            *(self._exact.get(HOST, ()) if _is_host(word) else ()),
            *self._begins.get(word[:STEM], ()),
            *self._ends.get(word[-STEM:], ()),
        ]
        near: _Near[T] = _Near([], {}, {}, [])
        for phrase in {id(each): each for each in close if each.elements[0].accepts(word)}.values():
            if len(phrase.elements) == 1:
                near.alone.append(phrase)
            elif phrase.elements[1] is not _SMALL_GAP_ELEMENT and phrase.elements[1].is_plain:
                for second in phrase.elements[1].exact:
                    near.by_second.setdefault(second, []).append(phrase)
            elif phrase.elements[1] is _GAP_ELEMENT and phrase.elements[2].is_plain:
                for later in phrase.elements[2].exact:
                    near.by_later.setdefault(later, []).append(phrase)
            else:
                near.others.append(phrase)
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        found = near if any(near) else None
        self._known[word] = found
        return found


def _is_many(word: str) -> bool:
    return word.isdecimal() and len(word) < 7 and int(word) >= _MANY_FROM


def _is_host(word: str) -> bool:
    return _HOST.fullmatch(word) is not None


@lru_cache(1_024)
def _element(part: str) -> _Element:
    if part == "..":
        return _GAP_ELEMENT
    if part == "~":
        return _SMALL_GAP_ELEMENT
    if part in (MANY, HOST, START, REPORT, QUESTION):
        return _Element((part,), (), ())
    exact: list[str] = []
    begins: list[str] = []
    ends: list[str] = []
    for option in part.split("|"):
        stem = fold(option.strip("*"))
        if not stem.isalnum() or ("*" in option and len(stem) < STEM):
            raise ValueError(f"{part!r} is not a word, or a stem under {STEM} letters")
        if option.endswith("*"):
            begins.append(stem)
        elif option.startswith("*"):
            ends.append(stem)
        else:
            exact.append(stem)
    # Most have one word or two, and there are ten thousand of them: a set would weigh four times as much.
    return _Element(tuple(dict.fromkeys(exact)), tuple(begins), tuple(ends))


def _end(elements: tuple[_Element, ...], text: Sequence[str], at: int, first: int) -> int:
    """Where a phrase ends whose elements from `first` on are to stand from `at` on; 0 where they do not. The nearest
    word after a gap counts.
    """
    gap, length = 0, len(text)
    for element in elements[first:]:
        if element is _GAP_ELEMENT:
            gap = GAP
            continue
        if element is _SMALL_GAP_ELEMENT:
            gap = SMALL_GAP
            continue
        exact, begins, ends = element
        while True:
            if at >= length:
                return 0
            word = text[at]
            if word in exact or (begins and word.startswith(begins)) or (ends and word.endswith(ends)):
                break
            if (MANY in exact and _is_many(word)) or (HOST in exact and _is_host(word)):
                break
            if not gap or word == STOP:
                return 0
            gap -= 1
            at += 1
        at, gap = at + 1, 0
    return at
