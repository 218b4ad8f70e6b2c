"""The ticket a person stands on stays under the cursor, and on its line, whatever happens to the list."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.anchor import Anchor

PAGE = 20


def anchor(keys: list[int], index: int, line: int, page: int = PAGE) -> Anchor:
    made = Anchor()
    made.resize(page)
    made.put(keys)
    made.place(index, line)
    return made


@given(st.lists(st.integers(0, 60), unique=True, min_size=1), st.lists(st.integers(0, 60), unique=True), st.data())
def test_a_ticket_still_there_keeps_cursor_and_line_as_far_as_rows_allow(
    old: list[int], new: list[int], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(old) - 1))
    at = anchor(old, index, data.draw(st.integers(0, 9)), page=10)
    key, line = at.key, at.line
    at.put(new)
    if key in new:
        assert at.key == key
        allowed = max(0, min(at.index - line, len(new) - 10))
        assert at.line == at.index - allowed
    assert not new or 0 <= at.line < 10
    assert 0 <= at.top <= max(0, len(new) - 10)


def test_a_ticket_that_vanishes_hands_its_line_to_the_next_one() -> None:
    at = anchor(list(range(100)), 50, 7)
    at.put([key for key in range(100) if key not in {50, 51, 3}])
    assert at.key == 52
    assert at.line == 7


def test_the_last_ticket_that_vanishes_hands_over_to_the_one_before() -> None:
    at = anchor([1, 2, 3], 2, 2)
    at.put([1, 2])
    assert at.key == 2


def test_a_list_that_empties_and_fills_starts_at_its_top() -> None:
    at = anchor([1, 2, 3], 2, 2)
    at.put([])
    empty = at.key
    at.put([7, 8])
    assert empty is None
    assert (at.key, at.line) == (7, 0)


def test_a_smaller_window_keeps_the_cursor_in_sight() -> None:
    at = anchor(list(range(100)), 50, 18)
    at.resize(5)
    assert at.key == 50
    assert 0 <= at.line < 5


def test_a_thousand_random_refreshes_never_move_the_ticket_off_its_line_with_rows_to_spare() -> None:
    rng = random.Random(5)
    keys = list(range(400))
    at = anchor(keys, 200, 8)
    for step in range(1_000):
        keys = [key for key in keys if key == 200 or rng.random() > 0.01]
        keys += [1_000 + 10 * step + extra for extra in range(rng.randrange(8))]
        rng.shuffle(keys)
        keys.remove(200)
        keys.insert(rng.randrange(PAGE, len(keys) - PAGE), 200)
        at.put(list(keys))
        assert at.key == 200
        assert at.line == 8
