"""Whether a customer's reply is nothing but a thank-you (domain 6.1).

Vetoes win over everything: a question, a negation, a "but", a figure, a link, a picture, more than 25 words. What is
left is scored by the share of its words that gratitude, greeting, acknowledgement and names explain, and is a
thank-you where they explain every word: "it rebooted" is less than a tenth of a long one. A real reply taken for a
thank-you would leave a customer waiting, so whatever is not plainly one is not one. What the desk does about it:
`workflows.responses`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.contact_block import without_contact_block
from workflows.gratitude import (
    ACKNOWLEDGED,
    CLOSING,
    COMPANIONS,
    FILLERS,
    FOR_NEWS,
    GREETING,
    IN_ADVANCE,
    ONLY_THANKS,
    THANKING,
)
from workflows.phrases import STOP, Phrases, fold, words
from workflows.thanked_for import FOR, thanked_for
from workflows.thread import own_words
from workflows.vetoes import VETO_PHRASES, VETO_STEMS, VETO_WORDS

#: At or above, a person should look where some words are not explained.
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
        closes: it says that the ticket can be closed.
        acknowledges: it says yes or ok, that it suits or that it works: an answer where something was asked.
    """

    kind: ReplyKind
    score: float
    why: str
    closes: bool = False
    acknowledges: bool = False


def read_reply(text: str, *, names: Iterable[str] = (), attachments: bool = False, title: str = "") -> Reply:
    """Read a customer's reply.

    Args:
        text: the note as it came, thread and signature included.
        names: names of the people on the ticket; they explain themselves.
        attachments: the note carries files (`is_signature_image` tells those that do not count).
        title: of the note, which is the subject where it came by mail.
    """
    if attachments:
        return _real("has an attachment")
    if _FORWARDED.match(title) or _FORWARD.search(text):
        return _real("forwards something")
    if _AFTERTHOUGHT.search(text) or _answers_between(text):
        return _real("goes on below")
    own = without_contact_block(own_words(_INLINE_IMAGE.sub(_PICTURE, text)))
    if _PICTURE in own:
        return _real("has a picture")
    said = _Said(own, names)
    if (veto := said.veto()) is not None:
        return _real(veto)
    return said.scored()


def is_signature_image(file_name: str) -> bool:
    """Whether a file is what mail programs attach for the pictures of a signature: "image001.png"."""
    return _SIGNATURE_IMAGE.fullmatch(file_name.strip()) is not None


class _Said:
    """The customer's own words, and what each of them is."""

    def __init__(self, own: str, names: Iterable[str]) -> None:
        self.own = own
        self.words = words(_PAUSE.sub(r" . ", own))
        self.thanking = _places(_THANKING, self.words)
        self.closing = _places(_CLOSING, self.words)
        self.acknowledging = _places(_ACKNOWLEDGED, self.words)
        self.shielded = self.thanking | self.closing | self.acknowledging | _places(_GREETING, self.words)
        self.shielded |= self._sign_off()
        known = {part for name in names for part in words(name)} | _called_by_name(own) | FILLERS
        self.counted = [at for at, word in enumerate(self.words) if word != STOP]
        beside = {at for part in self._parts() if not self._says_nothing(part) for at in part}
        self.unexplained = {
            at
            for at in self.counted
            if at not in self.shielded
            and self.words[at] not in known
            and not (at in beside and self.words[at] in COMPANIONS)
        } - thanked_for(self.words, [part for part in self._parts() if part], self.thanking)

    def _sign_off(self) -> set[int]:
        """The places of thanks in advance that close thanks for news, where nothing else is thanked for."""
        for_news, in_advance = _places(_FOR_NEWS, self.words), _places(_IN_ADVANCE, self.words)
        thanked = {at for at, word in enumerate(self.words) if word in FOR}
        return in_advance if for_news and thanked <= for_news else set()

    def veto(self) -> str | None:
        """What forbids to call it a thank-you, or None."""
        if "?" in self.own or "¿" in self.own:
            return "asks something"
        if _SAD.search(self.own):
            return "is not happy"
        if _LINK.search(self.own):
            return "has a link or an address"
        if len(self.counted) > MOST_WORDS:
            return f"is longer than {MOST_WORDS} words"
        for match in _VETOED.find(self.words):
            return f"says {' '.join(self.words[match.start : match.end])!r}"
        for at in self.counted:
            word = self.words[at]
            if at not in self.shielded:
                if any(letter.isdigit() for letter in word):
                    return f"names a figure: {word}"
                if word in VETO_WORDS or word.startswith(VETO_STEMS):
                    return f"says {word!r}"
        return None

    def scored(self) -> Reply:
        """What the words come to, where nothing forbids."""
        if not self.counted:
            glad = _GLAD.search(self.own)
            return Reply(ReplyKind.THANKS, 1.0, "a sign of thanks") if glad else _real("says nothing")
        if not self.shielded:
            return _real("says no thanks")
        score = round(1 - len(self.unexplained) / len(self.counted), 3)
        also = ", ".join(self.words[at] for at in sorted(self.unexplained))
        closes, acknowledges = bool(self.closing), bool(self.acknowledging) or self._tells()
        if score < DOUBT:
            return Reply(ReplyKind.REAL, score, f"also says: {also}", closes, acknowledges)
        if self.unexplained:
            return Reply(ReplyKind.DOUBTFUL, score, f"also says: {also}", closes, acknowledges)
        if not self.thanking and not self.closing:
            return Reply(ReplyKind.DOUBTFUL, score, "says yes or ok, and no thanks", closes, acknowledges)
        return Reply(ReplyKind.THANKS, score, "thanks and nothing else", closes, acknowledges)

    def _tells(self) -> bool:
        """Whether it says with its thanks how it stands, or that it suits: "perfect", "works for me"."""
        said = (self.words[match.start : match.end] for match in _THANKING.find(self.words))
        return any(ONLY_THANKS.isdisjoint(phrase) for phrase in said)

    def _says_nothing(self, part: Iterable[int]) -> bool:
        """Whether a part of a sentence holds neither thanks nor leave to close."""
        return self.thanking.isdisjoint(part) and self.closing.isdisjoint(part)

    def _parts(self) -> Iterator[list[int]]:
        """The places between pauses."""
        part: list[int] = []
        for at, word in enumerate(self.words):
            if word == STOP:
                yield part
                part = []
            else:
                part.append(at)
        yield part


def _real(why: str) -> Reply:
    return Reply(ReplyKind.REAL, 0.0, why)


def _places(phrases: Phrases[None], spoken: list[str]) -> set[int]:
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
    lines = [line.strip(" ,.!-–—/~") for line in own.strip().splitlines() if line.strip()]
    if len(lines) > 1 and re.fullmatch(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'.-]*)?", lines[-1]):
        found |= {word for word in words(lines[-1]) if word != STOP}
    return found


def _indexed(*sets: Iterable[str]) -> Phrases[None]:
    phrases: Phrases[None] = Phrases()
    for phrase in dict.fromkeys(each for some in sets for each in some):
        phrases.add(phrase, None)
    return phrases


_THANKING, _CLOSING, _ACKNOWLEDGED = _indexed(THANKING), _indexed(CLOSING), _indexed(ACKNOWLEDGED)
_GREETING, _FOR_NEWS, _IN_ADVANCE = _indexed(GREETING), _indexed(FOR_NEWS), _indexed(IN_ADVANCE)
_VETOED = _indexed(VETO_PHRASES)

_AFTERTHOUGHT = re.compile(r"^[ \t]*p\.? ?s\.?[ :.,]", re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"https?:|www\.|\S@\S")
_PAUSE = re.compile(r"[,;:()\n]|\s[–—-]+\s")
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|doorst|enc)\s*:", re.IGNORECASE)
_FORWARD = re.compile(
    r"^[ \t>]*-{2,}\s?(?:forwarded message|weitergeleitete nachricht|doorgestuurd bericht|message transf[eé]r[eé]"
    r"|mensaje reenviado|mensagem encaminhada)",
    re.IGNORECASE | re.MULTILINE,
)
_PICTURE = "\ufffc"
_INLINE_IMAGE = re.compile(r"\[(?:cid:|image:|inline image)[^\]\n]{0,200}\]|<image\d{3}\.\w{3,4}>", re.IGNORECASE)
_SIGNATURE_IMAGE = re.compile(
    r"image\d{3}\.(?:png|jpe?g|gif|emz|wmz)|outlook-[\w-]+\.(?:png|jpe?g|gif)|(?:logo|signature|facebook|linkedin|twitter"
    r"|instagram|youtube|xing)[\w-]*\.(?:png|jpe?g|gif|svg)",
    re.IGNORECASE,
)
_GLAD = re.compile("[\U0001f44d\U0001f64f\U0001f60a\U0001f600-\U0001f606\U0001f44c\U0001f389\u2764\u263a\U0001f973]")
_SAD = re.compile(
    "[\U0001f44e\U0001f612\U0001f614-\U0001f616\U0001f61e-\U0001f62d\U0001f641\U0001f644\U0001f928\U0001f92c]"
)
_ADDRESSED = re.compile(
    r"\b(?:[Tt]hanks?(?: you)?(?: so much| very much| a lot| again)?|[Hh]i|[Hh]ello|[Hh]allo|[Hh]oi|[Dd]ear|[Cc]heers"
    r"|[Dd]anke|[Bb]edankt|[Mm]erci(?: beaucoup)?|[Gg]racias|[Oo]brigad[oa]|[Bb]onjour|[Hh]ola|[Ll]iebe[rs]?|[Bb]este"
    r"|Herr|Frau|Guten (?:Tag|Morgen|Abend)|[Rr]egards|BR|Br|KR|LG|VG|MfG|[Gg]ru(?:ß|ss)"
    r"|[Gg]r(?:ü|ue)(?:ß|ss)en?|[Gg]roet(?:en|jes)?|[Ss]aludos?),?"
    r" ((?-i:[A-ZÀ-Þ][\w'-]+)(?: (?-i:[A-ZÀ-Þ][\w'-]+))?)(?=\s*(?:[,.!\n]|$))"
)
