"""The indexes under the live order agree with plain dictionaries, whatever is done to them."""

from hypothesis import given
from hypothesis import strategies as st

from desk.agenda import Agenda, Readers
from desk.families import Family
from desk.model import ItemId
from tests.desk.shop import ticket_id

STEPS = st.lists(st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 4))), max_size=40)


@given(STEPS)
def test_a_family_knows_every_child_under_its_last_parent(steps: list[tuple[int, int | None]]) -> None:
    family: Family[int] = Family()
    known: dict[int, int] = {}
    for child, parent in steps:
        before = known.pop(child, None)
        touched = family.put(child, parent, child) if parent is not None else family.drop(child)
        if parent is not None:
            known[child] = parent
        assert touched == {one for one in (before, parent) if one is not None}
    for parent in range(5):
        assert set(family.of(parent)) == {child for child, under in known.items() if under == parent}
    family.forget(2)
    assert not family.of(2)
    assert all(family.parent_of(child) == parent for child, parent in known.items() if parent != 2)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(0, 30))), max_size=80), st.integers(0, 30)
)
def test_the_agenda_wakes_exactly_what_is_due_and_each_once(steps: list[tuple[int, int | None]], now: int) -> None:
    agenda = Agenda()
    known: dict[ItemId, int] = {}
    for number, at in steps:
        agenda.set(ticket_id(number), at)
        known.pop(ticket_id(number), None)
        if at is not None:
            known[ticket_id(number)] = at
    assert agenda.next_at == min(known.values(), default=None)
    due = list(agenda.due(now))
    assert sorted(due) == sorted(item for item, at in known.items() if at <= now)
    assert list(agenda.due(now)) == []
    assert agenda.next_at == min((at for at in known.values() if at > now), default=None)


@given(st.lists(st.tuples(st.integers(0, 4), st.frozensets(st.integers(0, 4))), max_size=40))
def test_readers_of_an_input_are_those_that_last_said_so(steps: list[tuple[int, frozenset[int]]]) -> None:
    readers = Readers()
    known: dict[ItemId, frozenset[int]] = {}
    for number, rows in steps:
        readers.set(ticket_id(number), frozenset(("Companies", row) for row in rows))
        known[ticket_id(number)] = rows
    for row in range(5):
        assert readers.of(("Companies", row)) == {item for item, rows in known.items() if row in rows}
