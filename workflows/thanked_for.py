"""What a customer gives thanks for: "thanks for fixing the shared mailbox" may name anything at all, briefly.

It ends where something else begins: at a verb, a new subject, an "and", or a thing that no article, preposition or
"your" leads to, as where somebody writes on without a comma. Spanish infinitives ask ("gracias por confirmar"), and
English gerunds may mock ("thanks for closing my ticket"): the ones are not thanked for, and of the others only those
that name help.
"""

import re
from collections.abc import Iterable, Sequence

from workflows.gratitude import COMPANIONS, FILLERS

#: Words that may be anything; small ones do not count.
MOST_THINGS = 2

FOR = frozenset(("for", "fur", "voor", "pour", "por"))
"""Leads to what thanks are for."""
_ARTICLES = frozenset(
    ("the", "my", "our", "a", "die", "der", "das", "den", "de", "het", "le", "la", "les", "el", "los")
)
_WHOSE = frozenset(("your", "ihre", "ihren", "eure", "deine", "uw", "jullie", "votre", "su", "tu"))
_PREPOSITIONS = FOR | frozenset(
    ("with", "on", "of", "to", "in", "at", "about", "mit", "bei", "von", "met", "van", "avec", "con")
)
_HELPING = frozenset(
    (
        *(
            "fixing",
            "sorting",
            "helping",
            "getting",
            "looking",
            "resolving",
            "solving",
            "coming",
            "explaining",
            "doing",
        ),
        *("taking", "setting", "checking", "showing", "arranging", "handling", "sending"),
    )
)
_LEADS_ON = _PREPOSITIONS | _ARTICLES | _WHOSE | _HELPING
_SMALL = _ARTICLES | _PREPOSITIONS | FILLERS | COMPANIONS
_ENDS = frozenset(
    (
        *("is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will", "ist", "sind", "hat", "war"),
        *("heeft", "zijn", "est", "sont", "es", "esta", "and", "und", "en", "et", "y", "it", "i", "we", "they", "he"),
        *("she", "there", "then", "ich", "wir", "er", "ik", "wij", "il", "elle", "nous"),
    )
)
_INFINITIVE = re.compile(r"\w{2,}[aei]r(?:me|nos|lo|la)?")


def thanked_for(words: Sequence[str], parts: Iterable[Sequence[int]], thanking: set[int]) -> set[int]:
    """The places of the words that say what thanks are for.

    Args:
        words: folded.
        parts: the places of each part between two pauses.
        thanking: the places of the words of thanks.
    """
    found: set[int] = set()
    for part in parts:
        named = next((at for at in part if words[at] in FOR), None)
        if named is None or thanking.isdisjoint(range(part[0], named)):
            continue
        things = 0
        for at in range(named + 1, part[-1] + 1):
            things += words[at] not in _SMALL
            asks = words[named] == "por" and _INFINITIVE.fullmatch(words[at])
            if asks or things > MOST_THINGS or _begins_anew(words[at], words[at - 1]):
                break
            found.add(at)
    return found


def _begins_anew(word: str, before: str) -> bool:
    if word in _ENDS or (word.endswith("ing") and word not in _HELPING and before not in _LEADS_ON - FOR):
        return True
    if word in _ARTICLES:
        return before not in _PREPOSITIONS | _HELPING
    return word not in _SMALL and before in _SMALL and before not in _LEADS_ON
