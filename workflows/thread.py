"""What a person wrote in a mail, without what the mail drags along: quoted threads, signatures, disclaimers.

A word such as "outage" counts only where the writer says it, so all of this goes before any cue is looked for.
Every pattern is bounded, so the time taken grows with the length of the text and no further.
"""

import re

#: Longest text that is read: what matters stands at the top.
LONGEST = 4_000
#: A reply that leaves fewer words than this said nothing of its own: then the quoted part is what it is about.
_FEWEST_WORDS = 2

_HEADER = r"(?:from|von|van|de|da|desde)"
_SENT = r"(?:sent|date|gesendet|datum|verzonden|envoy[eé]|enviado( el| em)?|data|fecha)"
_QUOTE_START = re.compile(
    r"^[ \t>]*(?:"
    r"-{2,}\s?(?:original message|forwarded message|urspr[uü]ngliche nachricht|weitergeleitete nachricht"
    r"|oorspronkelijk bericht|message d'origine|mensaje original|mensagem original)"
    r"|_{10,}\s*$"
    r"|(?:on|am|op|le|el|em) [^\n]{4,120}(?:wrote|schrieb|schreef|a [eé]crit|escribi[oó]|escreveu)[^\n]{0,60}:\s*$"
    rf"|\*?{_HEADER}\s?\*?:[^\n]{{1,200}}\n(?:[^\n]{{0,200}}\n){{0,2}}[ \t>]*\*?{_SENT}\s?\*?:"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_FLAT_QUOTE = re.compile(rf"\b{_HEADER}: [^\n]{{1,120}}? {_SENT}: ", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
_SIGNATURE = re.compile(
    r"^[ \t]*(?:"
    r"--[ \t]*$"
    r"|(?:kind|best|warm|warmest|many thanks and|with kind|with best)?[ \t]?regards\b[^\n]{0,30}$"
    r"|(?:yours sincerely|sincerely|yours faithfully|cheers|best wishes|all the best)[ \t]?[,.!]?[ \t]*$"
    r"|(?:mit )?(?:freundlichen|freundliche|besten|beste|viele|liebe|herzliche) gr(?:ü|u|ue)(?:ß|ss)en?\b[^\n]{0,30}$"
    r"|(?:mfg|vg|lg|hg|br|kr|bw|rgds|brgds|mvg|cdlt|cdt|slds|atte|att)[ \t]?[,.]?[ \t]*$"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?\b[^\n]{0,30}$|groeten\b[^\n]{0,20}$"
    r"|(?:bien )?cordialement\b[^\n]{0,30}$|(?:meilleures )?salutations\b[^\n]{0,30}$|bonne journ[eé]e\b[^\n]{0,20}$"
    r"|(?:un )?(?:cordial )?saludos?\b[^\n]{0,30}$|atentamente\b[^\n]{0,20}$"
    r"|atenciosamente\b[^\n]{0,20}$|cumprimentos\b[^\n]{0,20}$|(?:com os )?melhores cumprimentos\b[^\n]{0,20}$"
    r"|sent from my [^\n]{0,40}$|get outlook for [^\n]{0,40}$|von meinem [^\n]{0,30} gesendet[^\n]{0,10}$"
    r"|gesendet von [^\n]{0,30}$|verzonden vanaf mijn [^\n]{0,30}$|envoy[eé] de mon [^\n]{0,30}$"
    r"|enviado desde mi [^\n]{0,30}$|enviado do meu [^\n]{0,30}$"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_DISCLAIMER = re.compile(
    r"(?:confidentiality notice|disclaimer:|legal notice"
    r"|this (?:e-?mail|message)(?: \(?including[^\n.]{0,60}\)?)?(?: and[^\n.]{0,60})?"
    r" (?:is|may be|are|contains?|may contain) (?:\w+ ){0,4}(?:confidential|privileged|intended)"
    r"|diese e-?mail enth[aä]lt vertrauliche|dit bericht is vertrouwelijk|ce message est confidentiel"
    r"|este (?:mensaje|correo)[^\n.]{0,60} confidencial|esta mensagem[^\n.]{0,60} confidencial"
    r"|the (?:contents?|information) (?:\w+ ){0,2}(?:of|in) this (?:e-?mail|message)(?: and[^\n.]{0,60})?"
    r" (?:is|are) (?:\w+ ){0,3}(?:for|confidential|privileged)\b"
    r"|if you(?: have| are not the[^\n.]{0,60} and)? (?:received|got) (?:it|this[^\n.]{0,30}) (?:in error|by mistake)"
    r"|if you are not the (?:intended|named|correct) (?:recipient|addressee)"
    r"|(?:wenn|falls|sollten) sie [^\n.]{0,40}(?:irrt(?:ü|ue)mlich|versehentlich) (?:erhalten|bekommen)"
    r"|(?:wenn|falls|sollten) sie [^\n.]{0,20}nicht der (?:richtige|beabsichtigte) (?:adressat|empf(?:ä|ae)nger)"
    r"|(?:als|indien|mocht) u [^\n.]{0,40}(?:per abuis|per vergissing|ten onrechte) (?:hebt |heeft )?ontvangen"
    r"|(?:als|indien|mocht) u niet de (?:bedoelde|juiste) (?:ontvanger|geadresseerde)"
    r"|si vous avez re[cç]u [^\n.]{0,40}par erreur|si vous n'[eê]tes pas le destinataire"
    r"|si (?:usted )?(?:ha recibido|recibi[oó]) [^\n.]{0,40}por error|si (?:usted )?no es el destinatario"
    r"|se (?:voc[eê] )?recebeu [^\n.]{0,40}por (?:engano|erro))",
    re.IGNORECASE,
)
_WARNING = re.compile(
    r"^[ \t\[]*(?:caution|external|warning|achtung|extern)\b[^\n]{0,20}"
    r"(?:external|originated|outside|extern)[^\n]{0,300}$",
    re.IGNORECASE | re.MULTILINE,
)
_REPLY_MARK = re.compile(
    r"^(?:\s*(?:re|aw|fw|fwd|wg|antw|doorst|tr|rv|res|enc|sv)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE
)
_REPLY = re.compile(r"^\s*(?:re|aw|antw|res|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)

# Words without which the slower patterns cannot match: looking for them first is most of the speed.
_WARNING_WORDS = ("extern", "outside", "originated")
_SENT_WORDS = ("sent: ", "date: ", "gesendet: ", "datum: ", "verzonden: ", "envoy", "enviado", "data: ", "fecha: ")
_DISCLAIMER_WORDS = (
    *("confidential", "confidencial", "confidentiel", "vertrau", "vertrouw"),
    *("disclaimer:", "legal notice", "privileged", "intended", "contents of", "content of", "information in"),
    *("in error", "by mistake", "recipient", "addressee", "irrt", "versehentlich", "nicht der", "abuis"),
    *("vergissing", "onrechte", "niet de", "par erreur", "destinata", "por err", "por engano"),
)


def _holds(low: str, any_of: tuple[str, ...]) -> bool:
    return any(word in low for word in any_of)


def own_words(text: str) -> str:
    """The writer's own words. Where there are none (a bare forward), the text without its signature."""
    text = text[:LONGEST]
    if "\\n" in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    low = text.lower()
    if _holds(low, _WARNING_WORDS):
        text = _WARNING.sub("", text)
    above = text
    flat = _FLAT_QUOTE.search(text) if _holds(low, _SENT_WORDS) else None
    for start in (_QUOTE_START.search(text), flat):
        if start is not None and start.start() < len(above):
            above = text[: start.start()]
    above = _without_tail(_QUOTED_LINE.sub("", above))
    if len(above.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS:
        return above
    return _without_tail(text)


def is_reply(title: str) -> bool:
    """Whether the title is that of a reply: then it speaks of what went before, not of what is asked now."""
    return _REPLY.match(title) is not None


def bare_title(title: str) -> str:
    """The title without "Re:", "AW:", "Fwd:" and their like."""
    return _REPLY_MARK.sub("", title)


def _without_tail(text: str) -> str:
    """Without signature and disclaimer, unless nothing would be left."""
    for pattern in (_DISCLAIMER, _SIGNATURE):
        if pattern is _DISCLAIMER and not _holds(text.lower(), _DISCLAIMER_WORDS):
            continue
        found = pattern.search(text)
        if found is not None and text[: found.start()].strip():
            text = text[: found.start()]
    return text
