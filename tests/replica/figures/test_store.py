"""Figures: whatever is taken in, in whatever order, sums up to what all facts together add."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replica.errors import ReplicaMissing
from replica.figures.addend import ALL, NEVER, Addend
from replica.figures.cells import Part, Span, parts
from replica.figures.store import DATABASE, FactKey, Figures, Replaced

MONDAY = date(2026, 11, 2).toordinal()
TOLD_APART = {"met": ("tech", "company"), "age": ("tech",)}
ALWAYS = -(2**62)


def addend(measure: str = "met", day: int = MONDAY, *, tech: int = 1, n: int = 1, numerator: int = 10_000,
           value: float | None = None, reason: str = "", since: int = ALWAYS, until: int = NEVER,
           provisional_until: int = ALWAYS) -> Addend:  # fmt: skip
    return Addend(
        measure, day, tech, 7, 70 + tech, 0, "W01", 0, numerator if n else 0, 10_000 if n else 0, n, int(not n), 0,
        reason, "", value, since, until, provisional_until,
    )  # fmt: skip


INSTANTS = st.integers(0, 12)
ADDENDS = st.builds(
    addend,
    st.sampled_from(["met", "age", "odd"]),
    st.integers(MONDAY, MONDAY + 60),
    tech=st.integers(1, 3),
    n=st.integers(0, 1),
    numerator=st.sampled_from([0, 10_000]),
    value=st.none() | st.floats(0, 100),
    reason=st.sampled_from(["", "merged"]),
    since=INSTANTS | st.just(ALWAYS),
    until=st.integers(5, 15) | st.just(NEVER),
    provisional_until=INSTANTS | st.just(ALWAYS),
)
FACTS = st.tuples(st.sampled_from(["entry", "ticket"]), st.integers(1, 4))
STEPS = st.lists(
    st.tuples(FACTS, st.none() | st.lists(ADDENDS, max_size=3)) | INSTANTS, max_size=12
)  # fmt: skip


def totals(addends: Iterable[Addend], by: str) -> Counter[tuple[str, str, str, str]]:
    """The plain definition: all that is true, added up."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for each in addends:
        for name in ("numerator", "denominator", "n", "excluded"):
            found[each.of(by), each.measure, each.reason, name] += getattr(each, name)
    return +found


def kept(figures: Figures, by: str, period: Iterable[Part], at: int) -> Counter[tuple[str, str, str, str]]:
    found: Counter[tuple[str, str, str, str]] = Counter()
    for _, of, sums in figures.cells(by, period):
        for line, (numerator, denominator, n, excluded, _) in sums.items():
            for name, amount in (
                ("numerator", numerator),
                ("denominator", denominator),
                ("n", n),
                ("excluded", excluded),
            ):
                found[of, line.measure, line.reason, name] += amount
    return +(found + totals((each for _, each in figures.moving(at)), by))


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, at=st.integers(12, 16))
def test_the_figures_after_any_changes_are_those_of_the_facts_as_they_stand(
    steps: Sequence[tuple[FactKey, list[Addend] | None] | int], at: int
) -> None:
    facts: dict[FactKey, list[Addend]] = {}
    with Figures.in_memory(TOLD_APART) as figures:
        for step in steps:
            if isinstance(step, int):
                figures.settle(step)
                continue
            key, new = step
            body = None if new is None else "a body"
            figures.take([Replaced(key, body, key in facts, facts.get(key, ()), new or ())], {"seq": "1"})
            facts[key] = new or []
        true = [each for several in facts.values() for each in several if each.since <= at < each.until]
        whole = list(parts(MONDAY, MONDAY + 60))
        assert kept(figures, ALL, whole, at) == totals(true, ALL)
        assert kept(figures, ALL, figures.months(), at) == totals(true, ALL)
        told = [each for each in true if "tech" in TOLD_APART.get(each.measure, ())]
        by_tech = kept(figures, "tech", figures.months(), at)
        assert {key: n for key, n in by_tech.items() if key[1] != "odd"} == totals(told, "tech")
        with_value = Counter(each.value for each in true if each.valued)
        settled = Counter(each.value for _, each in figures.values(["met", "age", "odd"], MONDAY, MONDAY + 60))
        assert settled + Counter(each.value for _, each in figures.moving(at) if each.valued) == with_value


def test_a_file_keeps_facts_their_days_and_what_they_are_made_of(tmp_path: Path) -> None:
    with Figures.open(tmp_path, TOLD_APART) as figures:
        figures.clear({"copy": "A"}, settled=0)
        figures.take(
            [
                Replaced(("entry", 1), "one", new=[addend(day=MONDAY), addend(day=MONDAY + 1)]),
                Replaced(("entry", 2), "two", new=[addend(day=MONDAY + 1, tech=2)]),
            ],
            {"seq": "9"},
        )
    with Figures.open(tmp_path, TOLD_APART, read_only=True) as figures:
        assert figures.marks() == {"copy": "A", "seq": "9", "settled": "0"}
        assert figures.bodies([("entry", 1), ("entry", 5), ("ticket", 1)]) == {("entry", 1): "one"}
        assert figures.ids("entry") == [1, 2]
        assert set(figures.on_days([MONDAY])) == {("entry", 1)}
        assert set(figures.on_days([MONDAY, MONDAY + 1])) == {("entry", 1), ("entry", 2)}
        cells = {of for part, of, _ in figures.cells("tech", [Part(Span.WEEK, MONDAY)])}
        assert cells == {"1", "2"}


def test_what_is_gone_leaves_no_cell_behind() -> None:
    added = [addend()]
    with Figures.in_memory(TOLD_APART) as figures:
        figures.take([Replaced(("entry", 1), "body", new=added)], {})
        figures.take([Replaced(("entry", 1), None, old=added)], {})
        assert figures.months() == []
        assert figures.ids("entry") == []


def test_what_cannot_be_read_is_made_anew_and_a_reader_is_told_that_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReplicaMissing):
        Figures.open(tmp_path, TOLD_APART, read_only=True)
    (tmp_path / DATABASE).write_bytes(b"no database at all, though long enough to be looked at" * 40)
    with Figures.open(tmp_path, TOLD_APART) as figures:
        marks: Mapping[str, str] = figures.marks()
    assert marks == {}
