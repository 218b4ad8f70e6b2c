"""The signature that nothing announces: a name, a post, a firm, a telephone number below or beside what was said.

Only what plainly is one goes: short pieces that begin with a name and hold a number, an address, a post or a bar
between them, and no word that could be a message. What is left in doubt stays, and is read as said.
"""

import re
from collections.abc import Iterator

from workflows.gratitude import TROUBLE_STEMS, VETO_STEMS, VETO_WORDS
from workflows.phrases import words

#: A piece of a signature is no longer than this.
_MOST_WORDS = 8

_NAME = r"[A-ZÀ-Þ][\w'’-]+(?: (?:[A-ZÀ-Þ][\w.'’-]*|van|von|de|der|den|da|dos|el|al|bin)){0,4}"
_NAME_LINE = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w.'’-]*){1,4}")
_BEGINS_WITH_NAME = re.compile(rf"{_NAME}\s*(?:$|[|/,;•·–-])")
_PART = re.compile(r"\s*(?:[|•·;\n]|,|\s/\s|\s[–-]\s)\s*")
_CONTACT = re.compile(
    r"https?:|www\.|\S@\S|\+?\d[\d ()/.-]{6,}\d"
    r"|\b(?:tel|phone|mobile|fax|mob|gmbh|ltd|inc|llc|plc|b\.?v\.?|s\.?a\.?r\.?l|s\.?l\.?|ltda|s\.?p\.?a)\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\||\b(?:director|manager|advis[eo]r|officer|assistant|accountant|engineer|buyer|supervisor|head of|partner"
    r"|consultant|administrator|coordinator|secretary|receptionist|clerk|analyst|specialist|executive|president|owner"
    r"|teacher|nurse|doctor|lead|chief|ceo|cfo|coo|cto|technician|planner|controller|representative|paralegal|solicitor"
    r"|\w*leiter(?:in)?|geschäftsführer(?:in)?|buchhalt\w*|sachbearbeiter\w*|assistenz|sekretariat|vertrieb|einkauf"
    r"|directeur|directrice|responsable|medewerker|beheerder|gerente|jef[ea]|contable|auxiliar|diretora?|analista"
    r"|coordenadora?|direttore|responsabile)\b",
    re.IGNORECASE,
)
_SIGNED_OFF = re.compile(
    r"(?:^|[.!,\s])(?:cheers|(?:kind|best|warm|kindest|many thanks and)? ?regards|best(?: wishes)?|kr|br|rgds|sincerely"
    r"|thanks|thank you|many thanks|thx|danke|vielen dank|gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|mfg|vg|lg|groet(?:en|jes)?"
    rf"|mvg|merci|cordialement|gracias|saludos|obrigad[oa]|abra(?:ç|c)o|grazie|saluti)\s*[,.!]?\s+"
    rf"(?P<rest>(?-i:{_NAME}\b)\s*[|/,;•·–-].{{3,300}})$",
    re.IGNORECASE | re.DOTALL,
)
_SPEECH = frozenset(
    (
        *("is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will", "i", "im", "we", "you", "he"),
        *(
            "she",
            "they",
            "it",
            "my",
            "our",
            "your",
            "this",
            "that",
            "there",
            "get",
            "got",
            "see",
            "tell",
            "come",
            "gone",
        ),
        *("check", "look", "says", "said", "let", "make", "know", "send", "sent", "gets", "shows", "stays", "second"),
        *(
            "serial",
            "model",
            "asset",
            "order",
            "invoice",
            "ticket",
            "code",
            "pin",
            "version",
            "tray",
            "wants",
            "starts",
        ),
        *("ist", "sind", "hat", "haben", "ich", "wir", "sie", "es", "mein", "heb", "ik", "wij", "mijn", "het", "est"),
        *("sont", "ai", "nous", "je", "vous", "mon", "son", "tengo", "esta", "hay", "mi", "e", "sao", "tenho", "meu"),
    )
)


def without_contact_block(text: str) -> str:
    """The text without a signature that nothing announces; the text itself where none is plainly there."""
    lines = text.strip().splitlines()
    for number in _beginnings(lines):
        if _is_signature(lines[number:], named=_is_named(lines, number)):
            return "\n".join(lines[:number])
    signed = _SIGNED_OFF.search(text.strip())
    if signed is not None and _is_signature(signed["rest"].splitlines(), named=True):
        return text.strip()[: signed.start("rest")]
    return text


def _beginnings(lines: list[str]) -> Iterator[int]:
    """Lines at which a signature may begin: below an empty line or a name, or with a name."""
    for number in range(1, len(lines)):
        above, here = lines[number - 1].strip(), lines[number].strip()
        if here and (not above or _NAME_LINE.fullmatch(above) or _NAME_LINE.fullmatch(here)):
            yield number


def _is_named(lines: list[str], number: int) -> bool:
    return bool(_BEGINS_WITH_NAME.match(lines[number].strip()) or _NAME_LINE.fullmatch(lines[number - 1].strip()))


def _is_signature(lines: list[str], *, named: bool) -> bool:
    whole = "\n".join(lines)
    if "?" in whole or not (_CONTACT.search(whole) or (named and _POST.search(whole))):
        return False
    parts = [words(part) for part in _PART.split(whole)]
    return all(len(part) <= _MOST_WORDS and not any(map(_could_be_said, part)) for part in parts)


def _could_be_said(word: str) -> bool:
    return word in VETO_WORDS or word in _SPEECH or word.startswith((*VETO_STEMS, *TROUBLE_STEMS))
