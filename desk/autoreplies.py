"""Recognising what a machine wrote in a customer's name: an out-of-office reply, and the mailbox of a monitor.

An answer that a mail server gives while its owner is away is no reply that waits for ours. It is told by what only
such mails say, in English, German, Dutch, French and Spanish. A person who writes "I am out of the office on Friday,
can you do it today?" is heard: a sentence about being away alone makes no auto-reply, and a question never is one.
"""

import re
import unicodedata

from workflows.thread import own_words

READ_AT_MOST = 1_500
"""Characters of a text that are looked at: an auto-reply says so at once."""
NEEDED = 2
"""So many different signs in the text, where the subject does not say it."""


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


_SUBJECT = _any(
    r"^\W*(?:automatic|auto|automated)[ -]?(?:reply|response|answer)\b",
    r"^\W*(?:out[ -]of[ -](?:the[ -])?office|ooo)\b",
    r"^\W*(?:automatische (?:antwort|abwesenheit)|abwesenheits(?:notiz|nachricht|meldung|assistent)|abwesend)",
    r"^\W*(?:automatisch antwoord|automatische beantwoording|afwezig(?:heid|heidsbericht)?|niet aanwezig)\b",
    r"^\W*(?:reponse automatique|message d'absence|absence du bureau|absent du bureau)",
    r"^\W*(?:respuesta automatica|fuera de (?:la )?oficina|mensaje de ausencia)",
)
_DECLARED = _any(
    r"this is an? (?:automatic|automated|auto)[ -]?(?:generated )?(?:reply|response|answer|message|e-?mail)",
    r"(?:dies(?:e|es)? (?:ist )?(?:eine )?)?automatisch (?:generierte|erstellte|erzeugte)|dies ist eine automatische",
    r"dit is een automatisch",
    r"ceci est (?:un message|une reponse) automatique",
    r"(?:este|esta) es (?:un mensaje|una respuesta) automatic",
)
_SIGNS = (
    # away
    _any(
        r"\b(?:out of|away from) (?:the |my )?(?:office|desk)\b",
        r"\bon (?:annual |parental |maternity |paternity |sick )?(?:leave|vacation|holiday)\b",
        r"\b(?:nicht im (?:buro|hause)|ausser haus|im urlaub|abwesend)\b",
        r"\b(?:niet op kantoor|afwezig|met vakantie|op vakantie|met verlof)\b",
        r"\b(?:absente? du bureau|en conges?|en vacances|actuellement absente?)\b",
        r"\b(?:fuera de la oficina|de vacaciones|ausente)\b",
    ),
    # thanks for the mail as such
    _any(
        r"\bthank(?:s| you) for (?:your|the) (?:e-?mail|message|mail)\b",
        r"\b(?:vielen dank|danke) fur ihre (?:e-?mail|nachricht|mail)\b",
        r"\b(?:dank|bedankt) (?:u )?voor (?:uw|je|jouw) (?:e-?mail|bericht|mail)\b",
        r"\bmerci (?:de|pour) votre (?:e-?mail|message|courriel|mail)\b",
        r"\bgracias por (?:su|tu) (?:correo|mensaje|e-?mail)\b",
    ),
    # read later
    _any(
        r"\b(?:limited|no|restricted|intermittent) access to (?:my |e-?)?(?:e-?mails?|mails?)\b",
        r"\b(?:reply|respond|get back to you|answer)\b[^.\n]{0,40}\b(?:when i (?:am back|return)|(?:up)?on my return)",
        r"\b(?:e-?mails? (?:werden|wird) nicht (?:gelesen|weitergeleitet)|nach meiner ruckkehr)\b",
        r"\b(?:e-?mails? worden niet (?:gelezen|doorgestuurd)|na mijn (?:terugkomst|vakantie))\b",
        r"\b(?:des mon retour|a mon retour|acces limite a (?:mes|ma))\b",
        r"\b(?:a mi regreso|a mi vuelta|acceso limitado al? (?:mi )?correo)\b",
    ),
    # who stands in
    _any(
        r"\b(?:for|in)(?: any| an)? (?:urgent|immediate|emergenc)[^.\n]{0,60}\b(?:contact|call|reach|e-?mail)\b",
        r"\bin dringenden (?:fallen|angelegenheiten)\b",
        r"\b(?:voor|bij|in) (?:dringende|spoed|urgente)",
        r"\ben cas d'urgence\b",
        r"\b(?:para|en caso de) (?:asuntos urgentes|urgencias?)\b",
    ),
)
_CANDIDATE = _any("automat", "office", "leave", "vacation", "holiday", "urlaub", "buro", "ausser haus", "abwesen",
                  "kantoor", "afwezig", "vakantie", "verlof", "absent", "absence", "conge", "vacances", "oficina",
                  "vacaciones", "ausent", "ausencia", "desk", "ooo", "aanwezig")  # fmt: skip

_MACHINE = re.compile(
    r"^(?:no[._-]?reply|do[._-]?not[._-]?reply|donotreply|noreply|mailer[._-]?daemon|postmaster|bounces?"
    r"|(?:\w+[._-])?(?:alerts?|alarms?|monitor(?:ing)?|notifications?|backups?|rmm|noc)(?:[._-]\w+)?)$",
    re.IGNORECASE,
)


def is_auto_reply(subject: str, text: str) -> bool:
    """Whether a customer's note is the answer that a mailbox gives while its owner is away.

    Args:
        subject: the note's title, which is the subject where the note came by mail; may be empty.
        text: the note's text; what is quoted below it is left out.
    """
    told = _plain(subject)
    said = _plain(text[:READ_AT_MOST])
    if _CANDIDATE.search(told) is None and _CANDIDATE.search(said) is None:
        return False
    own = _plain(own_words(text[:READ_AT_MOST]))
    if _SUBJECT.search(told) or _DECLARED.search(own):
        return True
    return (
        "?" not in own
        and _SIGNS[0].search(own) is not None
        and sum(sign.search(own) is not None for sign in _SIGNS) >= NEEDED
    )


def is_machine(address: str) -> bool:
    """Whether an e-mail address is that of a program: noreply@, alerts@, backup-monitoring@ and their like."""
    return _MACHINE.match(address.partition("@")[0]) is not None


def _plain(text: str) -> str:
    """Small letters without accents, ß as ss, typographic apostrophes straight."""
    folded = text.casefold().replace("’", "'")
    if folded.isascii():
        return folded
    return "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
