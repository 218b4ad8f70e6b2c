"""What a status label says, in the words that service desks use for it.

A label is read from its verb: who *waits* for somebody stands still, whatever noun follows ("Waiting for customer
response"), and only without such a verb has the other side spoken ("Customer replied") or moved ("Parts received").
English, German, Dutch, French and Spanish; whatever else a shop calls its statuses is set by label.
"""

import re

from desk.model import StatusKind

__all__ = ["said_by"]


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


_WAITS = _any(r"a?waiting\b", r"wait\b", r"pending\b", "with the ", r"with\b", r"wart(?:et|en|end)\b", "ausstehend",
              r"wacht(?:en|end)?\b", "in afwachting", "en attente", "attente", "en espera", "espera", "pendiente",
              "esperando", r"needs? approval")  # fmt: skip
_CUSTOMER = _any("customer", "client", r"user\b", "end[ -]?user", "contact", "caller", "requester", "requestor",
                 "kunde", "anwender", "klant", "gebruiker", "utilisateur", "usuario")  # fmt: skip
_ANSWER = _any("response", "reply", "answer", "feedback", "confirmation", r"info\b", "information", "rückmeldung",
               "antwort", "reactie", "antwoord", "réponse", "retour", "respuesta")  # fmt: skip
_VENDOR = _any("vendor", "supplier", "third[ -]part", "3rd[ -]part", "carrier", r"isp\b", "manufacturer", "hersteller",
               "lieferant", "leverancier", "fabrikant", "fournisseur", "proveedor")  # fmt: skip
_MATERIALS = _any("materials?", r"parts?\b", "hardware", "deliver", "shipment", "shipping", "stock", "on order",
                  "ordered", "back ?order", "ersatzteil", "material", "lieferung", "onderde", "levering", "pièces?",
                  "matériel", "livraison", "piezas", "entrega")  # fmt: skip
_ORDERED = _any("on order", "ordered", "back ?order", "awaited", "bestellt", "besteld", "command[ée]", "pedido")
_ARRIVED = _any("received", "arrived", "delivered", "in house", "responded", "replied", "answered", "eingetroffen",
                "erhalten", "ontvangen", "reçue?s?", "recibid")  # fmt: skip
_SPOKE = _any("note added", "repl(?:y|ied)", "respon(?:se|ded)", "update", "answered", "geantwortet", "rückmeldung",
              "antwort", "gereageerd", "reactie", "répon", "respon", "respuesta")  # fmt: skip
_SILENT = _any(r"no\b.*(?:response|reply|answer)", "unresponsive", "keine (?:antwort|rückmeldung)", "geen reactie",
               "sans réponse", "sin respuesta")  # fmt: skip
_APPROVAL = _any("approv", "authori[sz]", "sign[ -]?off", "genehmig", "freigabe", "goedkeuring", "akkoord",
                 "validation", "approbation", "aprobaci")  # fmt: skip
_NEW = _any(r"new\b", "triage", "unassigned", "not assigned", "assignment", "inbox", "not started", r"neu\b",
            r"nieuw\b", "nouve", "nuev", "to be assigned")  # fmt: skip
_HELD = _any(r"on[ -]?hold", r"hold\b", "parked", r"paused?\b", "deferred", "snoozed?", "zurückgestellt", "pausiert",
             "geparkt", "geparkeerd", "in de wacht", "suspendu", "en pause", "en pausa", "aplazad")  # fmt: skip
_SCHEDULED = _any("schedul", "booked", "appointment", "dispatch", "geplant", "terminiert", "eingeplant", "gepland",
                  "ingepland", "planifi", "programad", "agendad")  # fmt: skip
_ESCALATED = _any("escalat", "eskal", "geëscaleerd", "escalad")


def said_by(label: str) -> StatusKind | None:
    """The kind that a label says; None where its words say nothing we know, which is work in progress.

    A wait for nobody in particular ("Waiting", "Pending internal") holds the ticket.
    """
    if _SILENT.search(label):
        return StatusKind.WAITING_CUSTOMER
    if _WAITS.search(label) and not _HELD.search(label):
        return _awaited(label) or (StatusKind.NEW if _NEW.search(label) else StatusKind.ON_HOLD)
    if _CUSTOMER.search(label) and _SPOKE.search(label):
        return StatusKind.CUSTOMER_REPLIED
    if _ARRIVED.search(label):
        return None
    if _NEW.search(label):
        return StatusKind.NEW
    if _HELD.search(label):
        return _awaited(label) or StatusKind.ON_HOLD
    if _ESCALATED.search(label):
        return StatusKind.ESCALATED
    if _VENDOR.search(label):
        return StatusKind.WAITING_VENDOR
    if _ORDERED.search(label) or _MATERIALS.fullmatch(label.strip()):
        return StatusKind.WAITING_MATERIALS
    return StatusKind.SCHEDULED if _SCHEDULED.search(label) else None


def _awaited(label: str) -> StatusKind | None:
    """Whom or what a wait is for."""
    if _VENDOR.search(label):
        return StatusKind.WAITING_VENDOR
    if _CUSTOMER.search(label):
        return StatusKind.WAITING_CUSTOMER
    if _APPROVAL.search(label):
        return StatusKind.WAITING_APPROVAL
    if _MATERIALS.search(label):
        return StatusKind.WAITING_MATERIALS
    return StatusKind.WAITING_CUSTOMER if _ANSWER.search(label) else None
