"""Spans of time: the arithmetic agrees with counting minutes one by one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from metrics.intervals import Interval, common, first_part, total, union, within, without

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: Interval(pair[0], pair[0] + pair[1])),
    max_size=8,
)


def points(spans: tuple[Interval, ...] | list[Interval]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


@given(SPANS)
def test_a_union_covers_the_same_time_in_disjoint_ordered_spans(spans: list[Interval]) -> None:
    joined = union(spans)
    assert points(joined) == points(spans)
    assert all(a.end < b.start for a, b in pairwise(joined))
    assert total(joined) == len(points(spans))


@given(SPANS, SPANS)
def test_holes_are_taken_out_wherever_they_lie(spans: list[Interval], holes: list[Interval]) -> None:
    assert points(without(spans, holes)) == points(spans) - points(holes)


@given(SPANS)
def test_common_time_is_what_two_spans_claim(spans: list[Interval]) -> None:
    claims = [at for span in spans for at in range(span.start, span.end)]
    assert points(common(spans)) == {at for at in claims if claims.count(at) > 1}


@given(SPANS, st.integers(0, 90))
def test_the_first_part_is_the_earliest_time(spans: list[Interval], length: int) -> None:
    assert points(first_part(spans, length)) == set(sorted(points(spans))[:length])


@given(SPANS, st.integers(0, 40), st.integers(0, 40))
def test_within_keeps_what_lies_between(spans: list[Interval], start: int, length: int) -> None:
    assert points(within(spans, start, start + length)) == points(spans) & set(range(start, start + length))
