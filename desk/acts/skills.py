"""Which skills a ticket asks for, of those that the tenant keeps of its people, by the words of the ticket.

Autotask ties no skill to a ticket. A skill is asked for where all its words stand, in their order, in the title, the
issue or the sub-issue ("VPN", "Microsoft 365"), or where an issue or sub-issue stands in the skill ("Firewall" in
"Cisco Firewall").
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from autotask.entities import ResourceSkill, Skill, Ticket
from desk.labels import Labels
from replica.store import Replica

_WORD = re.compile(r"\w+")


def who_is_skilled(copy: Replica, labels: Labels, tickets: Iterable[Ticket]) -> Mapping[int, tuple[str, ...]]:
    """The skills of people that any of these tickets asks for, by name; for a reading thread."""
    titles, issues = [], []
    for ticket in tickets:
        titles.append(_words(ticket.title or ""))
        issues.append(_words(labels.word(Ticket, "issue_type", ticket.issue_type)))
        issues.append(_words(labels.word(Ticket, "sub_issue_type", ticket.sub_issue_type)))
    asked = {
        skill.id: skill.name
        for skill in copy.rows(Skill)
        if skill.is_active is not False and skill.name and _asked_for(_words(skill.name), titles, issues)
    }
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in copy.rows_in(ResourceSkill, "skill_id", asked):
        if row.resource_id is not None and row.skill_id is not None:
            found[row.resource_id].add(asked[row.skill_id])
    return {who: tuple(sorted(names, key=str.casefold)) for who, names in found.items()}


def _asked_for(skill: Sequence[str], titles: Collection[Sequence[str]], issues: Collection[Sequence[str]]) -> bool:
    return any(_within(skill, text) for text in (*titles, *issues)) or any(_within(issue, skill) for issue in issues)


def _words(text: str) -> Sequence[str]:
    """Its words, folded, without the "s" of many."""
    words = _WORD.findall(text.casefold())
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words]


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether words stand together in others."""
    starts = range(len(whole) - len(part) + 1) if part else ()
    return any(whole[start : start + len(part)] == part for start in starts)
