"""Quick create: who is calling, and whether it is known already. All of it answers while a person is on the phone."""

import re
from collections.abc import Sequence

from autotask.entities import Contact
from desk.acts.known import Known
from desk.acts.offers import Choice, ContactChoice, CreateForm, Duplicate
from desk.acts.usual_queue import usual_queue
from desk.acts.wording import clock
from desk.model import View, WorkItem
from replica.outbox.op import new_op_id
from sla.instants import instant

_WORD = re.compile(r"[^\W_]{3,}")
_NO_NEWS = frozenset(
    (
        *("the", "and", "for", "not", "with", "after", "from", "this", "that", "does", "can", "has", "are", "its"),
        *("was", "new", "please", "help", "issue", "problem"),
    )
)
_LIKELY = 0.34
"""Share of words in common from which two titles may mean the same."""
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
        """Open tickets of the company that share words with the title, or that the same contact has opened."""
        words = _told(title)
        scored = []
        for item in self._known.desk.queue(View.TEAM).items:
            if company_id is None or item.company_id != company_id or not item.number:
                continue
            theirs = _told(item.title)
            alike = len(words & theirs) / len(words | theirs) if words and theirs else 0.0
            same = contact_id is not None and item.contact_id == contact_id
            if alike >= _LIKELY or same:
                scored.append((alike + same * 0.3, item, same))
        scored.sort(key=lambda each: (-each[0], -each[1].created))
        return [
            Duplicate(item.id, item.number, item.title, self._why(item, same)) for _, item, same in scored[:DUPLICATES]
        ]

    def _why(self, item: WorkItem, same: bool) -> str:
        opened = f"opened {clock(instant(item.created), self._known.zone)}"
        return f"same contact, {opened}" if same else f"much the same words, {opened}"


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


def _told(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title.casefold())) - _NO_NEWS
