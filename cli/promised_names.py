"""Whether those exist to whom the catalogue promises targets of their own: a misspelt name promises to nobody."""

from autotask.entities import Company, Contract, Ticket
from replica.fill import COVERS
from replica.reading import Questions
from sla.targets import Overrides, Scope


def promised_to_nobody(overrides: Overrides, copy: Questions) -> list[str]:
    """The contracts, companies and priorities of `[[targets]]` that the copy does not know, each in words.

    Nothing is said while the copy has not read all contracts and companies yet.
    """
    if not overrides.scopes or not copy.remembered(COVERS):
        return []
    priorities = [value.label for value in copy.picklists(Ticket).of(Ticket, "priority")]
    known = {
        "contract": {Scope(row.contract_name or "").key[0] for row in copy.rows(Contract)},
        "company": {Scope(row.company_name or "").key[0] for row in copy.rows(Company)},
        "priority": {Scope(label).key[0] for label in priorities},
    }
    told = []
    for scope in overrides.scopes:
        for what, name, key in zip(known, (scope.contract, scope.company, scope.priority), scope.key, strict=False):
            if key and key not in known[what]:
                told.append(f'{what} "{name}"')
    return list(dict.fromkeys(told))
