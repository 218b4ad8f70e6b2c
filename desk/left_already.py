"""Whether a text says that somebody has gone, so that their access is open past its end.

"Her last day was yesterday, why is her account still on?" names no day to come: it means now. Works on words as
`desk.spoken_dates.plain` gives them, in English, German, Dutch, French and Spanish.
"""

import re

from desk.spoken_dates import WEEKDAYS

_PAST = (
    rf"(?:(?:on |am |op |le |el |seit |sinds |depuis |desde |since )?(?:last |letzten? |vorige |afgelopen )?"
    rf"(?:{WEEKDAYS})(?: dernier| pasado)?"
    r"|(?:seit |sinds |depuis |desde |since )?(?:yesterday|gestern|vorgestern|gisteren|eergisteren"
    r"|hier|avant-hier|ayer|anteayer)|(?:last|letzte|vorige|afgelopen) (?:week|woche)|la semaine derniere"
    r"|la semana pasada|today|heute|vandaag|aujourd'hui|hoy|this morning|heute (?:fruh|morgen)|vanochtend|vanmorgen"
    r"|ce matin|esta manana|just now|already|bereits|schon|al|reeds|deja|ya)"
)
_FIRM = r"(?:us|(?:the|our) (?:company|firm|business|practice|office|organi[sz]ation|team|school))"
_GONE = re.compile(
    r"\b(?:last (?:working )?day (?:here |with us |at work )?was (?!not\b|to be|going|meant|supposed|planned|original)"
    rf"(?:{_PAST})?"
    rf"|{_PAST} was (?:his|her|their|\w+'s) last (?:working )?day"
    rf"|(?:left|walked out|quit)(?: {_FIRM})? (?:at (?:noon|midday|\d\S*)|{_PAST})"
    rf"|walked out\b|(?:has|have|'s) (?:already |just |now )*left(?: {_FIRM}\b| *(?=[.,;:!?]|$))|already left\b"
    rf"|(?:was|were|been|got) (?:just |already )?(?:fired|sacked|dismissed|let go|made redundant|terminated)"
    rf"(?: {_PAST})?"
    rf"|letzter (?:arbeits)?tag war (?!nicht)(?:{_PAST})?|{_PAST} war (?:sein|ihr)e? letzter (?:arbeits)?tag"
    rf"|(?:hat|haben) (?:uns|das (?:unternehmen|haus|team)|die (?:firma|praxis)) (?:{_PAST} ){{0,2}}verlassen"
    rf"|ist (?:{_PAST} ){{0,2}}(?:ausgeschieden|gegangen)"
    rf"|laatste (?:werk)?dag was (?!niet)(?:{_PAST})?|is (?:{_PAST} ){{0,2}}(?:vertrokken|uit dienst"
    r"(?: gegaan)?\b(?! per))"
    rf"|dernier jour (?:de travail )?etait (?:{_PAST})?"
    rf"|(?:a|ont) (?:deja )?quitte (?:l'entreprise|la societe|le cabinet|nos effectifs)(?: {_PAST})?"
    rf"|est (?:deja )?partie?(?: {_PAST})"
    rf"|ultimo dia (?:de trabajo )?fue (?:{_PAST})?|(?:ya )?se (?:fue|marcho)(?: de la empresa)?(?: {_PAST}))"
)
_NO_LONGER = re.compile(
    r"\b(?:no longer (?:works?|working|employed|with us|here)\b|nicht mehr (?:bei uns|im (?:haus|unternehmen|team))"
    r"|niet meer (?:in dienst|werkzaam)|werkt (?:hier|bij ons) niet meer"
    r"|ne (?:travaille|fait) plus (?:ici|chez nous|partie)|ya no (?:trabaja|esta) (?:aqui|con nosotros|en la empresa))"
)
_NOT_YET = re.compile(
    r"\b(?:when|once|after|until|if|before|unless|wenn|sobald|nachdem|falls|bis|wanneer|zodra|nadat|als|quand|une fois"
    r"|apres|si|cuando|una vez|despues)\b[^,.;]{0,40}$"
)
_LONG_AGO = re.compile(
    r"[^,.;]{0,12}\b(?:(?:years?|months?) ago|20(?:0\d|1\d|2[0-4])\b|last year|letztes jahr|vorig jaar)"
    r"|[^,.;]{0,12}\b(?:vor|il y a|hace) \w+ (?:jahr|monat|ans?\b|mois|anos?\b|mes)"
    r"|[^,.;]{0,12}\b(?:jaar|maanden) geleden"
)
_STILL_OPEN = re.compile(
    r"\b(?:(?:account|access|login|log-?in|mailbox|vpn|badge|password|licen[cs]e)s? (?:is |are )?still"
    r" (?:on|active|enabled|open|live|work(?:s|ing))"
    r"|why (?:is|are) [^.?!]{0,40}(?:account|access|login|mailbox|vpn)s? still"
    r"|still (?:has|have|having) (?:\w+ )?access|(?:can|could|is|are|was) still (?:able to )?log(?:ging)?[ -]?in\b"
    r"|still logs? in|(?:konto|account|zugang|postfach) (?:ist |sind )?(?:immer )?noch"
    r" (?:aktiv|offen|an\b|frei)|(?:hat|haben) (?:immer )?noch (?:\w+ )?(?:zugriff|zugang)"
    r"|(?:account|toegang|mailbox) (?:staat |is )?nog (?:steeds |altijd )?(?:actief|open|aan\b)"
    r"|(?:heeft|hebben) nog (?:steeds |altijd )?(?:\w+ )?toegang"
    r"|(?:compte|acces) (?:est )?(?:toujours|encore) (?:actif|ouvert|active)|(?:a|ont) (?:toujours|encore) acces"
    r"|cuenta (?:sigue|(?:todavia|aun) esta) (?:activa|abierta)|(?:todavia|aun|sigue) (?:tiene|teniendo) acceso)"
)


def gone_spans(clause: str) -> list[tuple[int, int]]:
    """Where a clause says that somebody has gone. Days that are named in there lie behind."""
    return [
        match.span()
        for match in _GONE.finditer(clause)
        if not (_NOT_YET.search(clause, 0, match.start()) or _LONG_AGO.match(clause, match.end()))
    ]


def is_no_longer_here(clause: str) -> bool:
    """Whether a clause says that somebody is not there any more: now, unless it names a day from which on."""
    return any(not _NOT_YET.search(clause, 0, match.start()) for match in _NO_LONGER.finditer(clause))


def is_still_open(text: str) -> bool:
    """Whether somebody complains that an access is open that should not be."""
    return _STILL_OPEN.search(text) is not None
