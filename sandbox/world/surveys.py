"""Surveys: a mail after completion asks how it went. About one in eleven answers, most of them content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.world.desk import Desk
from sandbox.world.instants import DAY, MINUTE, stamp
from sandbox.world.labels import Status
from sandbox.world.streams import between, stream, weighted

_ANSWERED = 0.09
_SURVEY = 1
_RATINGS = ((5.0, 56), (4.0, 27), (3.0, 9), (2.0, 5), (1.0, 3))
_LATEST = 2 * DAY


class Surveys:
    """Lets the contacts of complete tickets answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        desk.agenda.on("survey", self.answered)

    def ask(self, ticket: Mapping[str, Any], at: int) -> None:
        """Send the survey of a ticket that is complete now."""
        if ticket.get("contactID") is None:
            return
        rng = stream(self._desk.seed, "survey", ticket["id"], at)
        if rng.random() < _ANSWERED:
            answered = at + between(rng, 10, _LATEST / MINUTE)
            self._desk.agenda.add(answered, "survey", ticket["id"], at, [weighted(rng, _RATINGS) for _ in range(3)])

    def answered(self, at: int, number: int, sent: int, ratings: list[float]) -> None:
        """Write the answer, unless the ticket was opened again or is gone."""
        ticket = self._desk.ledger.get("Tickets", number)
        if ticket is None or ticket["status"] != Status.COMPLETE:
            return
        company, contact, resource = ratings
        self._desk.ledger.insert(
            "SurveyResults",
            {"surveyID": _SURVEY, "ticketID": number, "companyID": ticket["companyID"], "sendDate": stamp(sent),
             "contactID": ticket["contactID"], "completeDate": stamp(at), "companyRating": company,
             "contactRating": contact, "resourceRating": resource, "surveyRating": round(sum(ratings) / 3, 2)},
        )  # fmt: skip
