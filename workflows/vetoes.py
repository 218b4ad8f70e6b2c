"""The words that forbid to call a reply a thank-you: English, German, Dutch, French, Spanish, Portuguese, a block for
each; folded as `workflows.phrases` folds.
"""

from collections.abc import Iterator


def _words(*lines: str) -> Iterator[str]:
    for line in lines:
        yield from line.split()


VETO_WORDS = frozenset(
    _words(
        "not no isnt doesnt dont didnt cant cannot wont wasnt hasnt havent never nothing nobody still again back but",
        "however although though except until unless another also more new issue issues error errors problem",
        "problems",
        "urgent could would should please pls when why what how where who wait waiting reopen attached attachment",
        "call",
        "ring advance tomorrow today yesterday monday tuesday wednesday thursday friday later meanwhile broken down",
        "dead",
        "stopped can need needs want sometimes almost only after before if or yet worse once same instead anyway",
        "loose",
        "lasted gave hour hours minutes days unfortunately sadly apart offline slow screenshot forwarded approved",
        "suspicious phishing hacked without trying nearly partly partially half",
        "nicht nichts kein keine keinen niemand aber leider noch wieder jedoch allerdings ausser auch neu neue neues",
        "bitte konnen konnten wann warum wie was wer dringend trotzdem weiterhin anhang anbei morgen heute voraus",
        "fehler",
        "problem sobald wenn nur weg kaputt spinnt dasselbe gleiche ruckruf bescheid",
        "niet niets niemand geen maar helaas nog weer echter behalve ook nieuw nieuwe graag kunt kun kan wanneer",
        "waarom",
        "hoe wat wie dringend bijlage alvast steeds fout alleen terug hetzelfde zelfde kapot wil",
        "pas ne plus mais rien jamais personne toujours encore cependant sauf aussi nouveau nouvelle pouvez pourriez",
        "quand pourquoi comment erreur avance jointe demain rappeler contre reste panne attends attente meme",
        "pero nada nadie todavia aun sigue sin embargo excepto tambien nuevo nueva puede podria cuando porque como",
        "error",
        "antemano adjunto manana otra otro llamar aunque falta espera mismo lunes martes miercoles jueves viernes",
        "nao mas ainda porem tambem novo nova pode poderia quando erro antecipad",
    )
)
VETO_STEMS = ("problem", "fehler", "erreur", "antecipad")
TROUBLE_STEMS = tuple(
    _words(
        "crash jam slow freez fail wrong miss printer scanner server outlook password mouse screen laptop computer",
        "access login install drucker kennwort passwor langsam wachtwoord traag imprimante lent impresora impressora",
        "senha contrasena",
    )
)
"""Beginnings of words that stand in no signature."""
#: Vetoes of several words, in the language of `workflows.phrases`.
VETO_PHRASES = (
    *("was|were working", "worked until|before|once", "works|working for now", "so far", "now and then"),
    *("on and off", "same|happens with|for", "gave up", "used to", "let .. know", "get back to", "looking forward"),
    *(
        "prompt|urgent|immediate attention",
        "attention to this",
        "without asking|telling",
        "merci de",
        "votre|ton|vos retour|retours",
        "let s hope",
        "out of office",
        "out of the office",
    ),
)
