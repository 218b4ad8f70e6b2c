"""Facts that are new, became different or are gone, taken into the figures: one changed entry costs one entry."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from desk.figures.adding import addends_of, body_of, fact_of, key_of
from metrics.facts import Fact
from replica.figures.store import FactKey, Figures, Replaced

AT_ONCE = 5_000
"""Facts in one transaction: a process that dies loses no more work than that."""


def take(
    figures: Figures, facts: Iterable[Fact], gone: Collection[FactKey] = (), marks: Mapping[str, str] | None = None
) -> int:
    """Keep facts as they are now; those that are kept so already cost a look.

    Args:
        gone: facts that are no more.
        marks: of what the figures are made from now on; kept with the last of the facts.

    Returns:
        how many facts were different.
    """
    changed = 0
    last: list[Replaced] = []
    waiting = iter(facts)
    while piece := list(islice(waiting, AT_ONCE)):
        if last:
            figures.take(last, {})
        last = list(_replaced(figures, piece))
        changed += len(last)
    removed = list(_removed(figures, gone))
    if last or removed or marks:
        figures.take([*last, *removed], marks or {})
    return changed + len(removed)


def _replaced(figures: Figures, facts: Collection[Fact]) -> Iterable[Replaced]:
    by_key = {key_of(fact): fact for fact in facts}
    kept = figures.bodies(by_key)
    for key, fact in by_key.items():
        body, before = body_of(fact), kept.get(key)
        if body != before:
            old = addends_of(fact_of(key, before)) if before is not None else []
            yield Replaced(key, body, before is not None, old, addends_of(fact))


def _removed(figures: Figures, gone: Collection[FactKey]) -> Iterable[Replaced]:
    for key, body in figures.bodies(gone).items():
        yield Replaced(key, None, True, addends_of(fact_of(key, body)))
