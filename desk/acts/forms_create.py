"""Quick create: who is calling, and whether it is known already. All of it answers while a person is on the phone."""

import re
from collections.abc import Sequence

from autotask.entities import Contact
from desk.acts.known import Known
from desk.acts.likeness import likeness, shared, telling
from desk.acts.offers import Choice, ContactChoice, CreateForm, Duplicate
from desk.acts.usual_queue import usual_queue
from desk.acts.wording import moment
from desk.model import View, WorkItem
from replica.outbox.op import new_op_id
from sla.instants import HOUR, instant

_LIKELY = 0.4
"""Likeness from which two titles may mean the same; between tickets of one contact any word in common does."""
_CALLED_OF_LATE = 24 * HOUR
"""As long as a contact's ticket is offered before anything is said: they call about it again."""
DUPLICATES = 5


class CreateForms:
    """Fills the quick create form."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def form(self) -> CreateForm:
        known = self._known
        return CreateForm(
            act_id=new_op_id(known.now),
            picked_up=known.now,
            priorities=known.choices("priority"),
            queues=known.choices("queue_id"),
            issues=known.choices("issue_type"),
            sub_issues=known.choices("sub_issue_type"),
            priority=known.usual("priority"),
            queue_id=usual_queue(known),
        )

    def usual_queue(
        self, company_id: int | None, issue_type: int | None = None, sub_issue_type: int | None = None
    ) -> int | None:
        return usual_queue(self._known, company_id, issue_type, sub_issue_type)

    async def contacts(self, text: str, limit: int = 8) -> Sequence[ContactChoice]:
        """Active contacts that the words typed may mean: each word begins a name, a company or a number."""
        words = text.casefold().split()
        if not words:
            return ()
        tenant = self._known.state.tenant
        rows = await self._known.read(lambda copy: copy.rows(Contact))
        found = []
        for row in rows:
            card = tenant.contacts.get(row.id)
            if row.is_active == 0 or card is None or card.machine:
                continue
            company = tenant.company_name(row.company_id)
            if (rank := _rank(words, card.name, company, card.phone)) is not None:
                found.append((rank, card.name.casefold(), row, card, company))
        found.sort(key=lambda each: (each[0], each[1], each[2].id))
        return [
            ContactChoice(row.id, card.name, row.company_id, company, card.phone, card.vip)
            for _, _, row, card, company in found[:limit]
        ]

    async def companies(self, text: str, limit: int = 8) -> Sequence[Choice]:
        """Companies that the words typed may mean: each word begins one of the name."""
        words = text.casefold().split()
        if not words:
            return ()
        found = []
        for id_, name in self._known.state.tenant.companies.items():
            parts = name.casefold().split()
            if all(any(part.startswith(word) for part in parts) for word in words):
                found.append((not name.casefold().startswith(text.strip().casefold()), name.casefold(), id_, name))
        return [Choice(id_, name) for _, _, id_, name in sorted(found)[:limit]]

    async def duplicates(self, company_id: int | None, contact_id: int | None, title: str) -> Sequence[Duplicate]:
        """Open tickets of the company that may be what is told of, the most alike first, then the newest.

        Until a title says something, those that the same contact opened a short while ago.
        """
        said = telling(title)
        scored = []
        for item in self._known.desk.queue(View.TEAM).items:
            if company_id is None or item.company_id != company_id or not item.number:
                continue
            alike = likeness(said, item.title)
            same = contact_id is not None and item.contact_id == contact_id
            of_late = self._known.desk.clock.now() - item.created <= _CALLED_OF_LATE
            if (alike > 0 if said else of_late) if same else alike >= _LIKELY:
                scored.append((alike + same * 0.3, item, same))
        scored.sort(key=lambda each: (-each[0], -each[1].created))
        return [
            Duplicate(item.id, item.number, item.title, self._why(item, shared(said, item.title), same))
            for _, item, same in scored[:DUPLICATES]
        ]

    def _why(self, item: WorkItem, words: Sequence[str], same: bool) -> str:
        known = self._known
        said = (
            "same contact" if same else f"also “{' '.join(words)}”",
            f"opened {moment(instant(item.created), known.now, known.zone)}",
        )
        return ", ".join(said)


def _rank(words: list[str], name: str, company: str, phone: str) -> int | None:
    """How well words fit: 0 where all begin names; None where one fits nothing."""
    names, companies = name.casefold().split(), company.casefold().split()
    digits = re.sub(r"\D", "", phone)
    rank = 0
    for word in words:
        if any(each.startswith(word) for each in names):
            continue
        number = re.sub(r"\D", "", word)
        if any(each.startswith(word) for each in companies) or (len(number) >= 3 and number in digits):
            rank += 1
        else:
            return None
    return rank
