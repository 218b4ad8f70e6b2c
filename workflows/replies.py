"""Whether a customer's reply is nothing but a thank-you (domain 6.1).

Vetoes win over everything: a question, a negation, a "but", a figure, a link, more than 25 words. What is left is
scored by the share of its words that gratitude, greeting, acknowledgement and names explain. A real reply taken for a
thank-you would leave a customer waiting, so whatever is not plainly one is not one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workflows.contact_block import without_contact_block
from workflows.gratitude import FILLERS, PHRASES, VETO_STEMS, VETO_WORDS
from workflows.phrases import STOP, Phrases, fold, words
from workflows.thread import own_words

#: At or above: nothing but a thank-you. At or above `DOUBT`: a person should look.
SURE = 0.90
DOUBT = 0.60
#: A longer reply says more than thanks.
MOST_WORDS = 25


class ReplyKind(StrEnum):
    """What a reply asks of the desk."""

    THANKS = "thanks"
    DOUBTFUL = "doubtful"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Reply:
    """How a reply was read.

    Attributes:
        score: share of its words that are explained, 0 where a veto spoke.
        why: what decided, in words.
    """

    kind: ReplyKind
    score: float
    why: str


def read_reply(text: str, *, names: Iterable[str] = (), attachments: bool = False) -> Reply:
    """Read a customer's reply.

    Args:
        text: the note as it came, thread and signature included.
        names: names of the people on the ticket; they explain themselves.
        attachments: the note carries files (inline images of a signature left out).
    """
    if attachments:
        return _real("has an attachment")
    if _AFTERTHOUGHT.search(text) or _answers_between(text):
        return _real("goes on below")
    own = without_contact_block(own_words(text))
    spoken = words(own)
    shielded = _spans(_EXPLAINED, spoken)
    veto = _veto(own, spoken, shielded)
    if veto is not None:
        return _real(veto)
    counted = [at for at, word in enumerate(spoken) if word != STOP]
    if not counted:
        return Reply(ReplyKind.THANKS, 1.0, "a sign of thanks") if _GLAD.search(own) else _real("says nothing")
    known = {part for name in names for part in words(name)} | _called_by_name(own)
    explained = [at for at in counted if at in shielded or spoken[at] in FILLERS or spoken[at] in known]
    if not any(at in shielded for at in counted):
        return _real("says no thanks")
    score = round(len(explained) / len(counted), 3)
    unexplained = ", ".join(spoken[at] for at in counted if at not in explained)
    if score >= SURE:
        return Reply(ReplyKind.THANKS, score, "thanks and nothing else")
    kind = ReplyKind.DOUBTFUL if score >= DOUBT else ReplyKind.REAL
    return Reply(kind, score, f"also says: {unexplained}")


def is_thanks(text: str, *, names: Iterable[str] = (), attachments: bool = False) -> bool:
    """Whether a reply is surely nothing but a thank-you, so that it does not count as unanswered."""
    return read_reply(text, names=names, attachments=attachments).kind is ReplyKind.THANKS


def _real(why: str) -> Reply:
    return Reply(ReplyKind.REAL, 0.0, why)


def _veto(own: str, spoken: list[str], shielded: set[int]) -> str | None:
    """What forbids to call it a thank-you, or None."""
    if "?" in own or "¿" in own:
        return "asks something"
    if _SAD.search(own):
        return "is not happy"
    if _LINK.search(own):
        return "has a link or an address"
    if len([word for word in spoken if word != STOP]) > MOST_WORDS:
        return f"is longer than {MOST_WORDS} words"
    for at, word in enumerate(spoken):
        if at not in shielded:
            if any(letter.isdigit() for letter in word):
                return f"names a figure: {word}"
            if word in VETO_WORDS or word.startswith(VETO_STEMS):
                return f"says {word!r}"
    return None


def _spans(phrases: Phrases[None], spoken: list[str]) -> set[int]:
    """The places of all words that belong to a phrase."""
    return {at for match in phrases.find(spoken) for at in range(match.start, match.end)}


def _answers_between(text: str) -> bool:
    """Whether something stands below a quoted line: an answer given inside the thread."""
    quoted = False
    for line in text.splitlines():
        if line.lstrip().startswith(">"):
            quoted = True
        elif quoted and line.strip():
            return True
    return False


def _called_by_name(own: str) -> set[str]:
    """Names by their place: capitalised after a thanks or a greeting, or alone on the last line."""
    found = {fold(name) for match in _ADDRESSED.finditer(own) for name in match[1].split()}
    lines = [line.strip(" ,.!-") for line in own.strip().splitlines() if line.strip()]
    if len(lines) > 1 and re.fullmatch(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'.-]*)?", lines[-1]):
        found |= {word for word in words(lines[-1]) if word != STOP}
    return found


_AFTERTHOUGHT = re.compile(r"^[ \t]*p\.? ?s\.?[ :.,]", re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"https?:|www\.|\S@\S")
_GLAD = re.compile("[\U0001f44d\U0001f64f\U0001f60a\U0001f600-\U0001f606\U0001f44c\U0001f389\u2764\u263a\U0001f973]")
_SAD = re.compile(
    "[\U0001f44e\U0001f612\U0001f614-\U0001f616\U0001f61e-\U0001f62d\U0001f641\U0001f644\U0001f928\U0001f92c]"
)
_ADDRESSED = re.compile(
    r"\b(?:[Tt]hanks?(?: you)?(?: so much| very much| a lot| again)?|[Hh]i|[Hh]ello|[Hh]allo|[Dd]ear|[Cc]heers|[Dd]anke"
    r"|[Bb]edankt|[Mm]erci(?: beaucoup)?|[Gg]racias|[Oo]brigad[oa]|[Bb]onjour|[Hh]ola|[Ll]iebe[rs]?|[Bb]este),?"
    r" ((?-i:[A-ZÀ-Þ][\w'-]+)(?: (?-i:[A-ZÀ-Þ][\w'-]+))?)(?=\s*(?:[,.!\n]|$))"
)


def _explained() -> Phrases[None]:
    """Gratitude, acknowledgement and "you can close it"; their words are safe from the vetoes."""
    phrases: Phrases[None] = Phrases()
    for phrase in PHRASES:
        phrases.add(phrase, None)
    return phrases


_EXPLAINED = _explained()
