"""What goes first when a table gets narrow."""

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.columns import GAP, Column, lay_out

COLUMNS = (
    Column("id", "ID", 14),
    Column("priority", "P", 2, gives_way=4),
    Column("sla", "SLA", 10),
    Column("company", "Company", 18, gives_way=2, narrow=10),
    Column("owner", "Owner", 12, gives_way=3),
    Column("summary", "Summary", 24, flexible=True),
    Column("why", "Why", 36, gives_way=1),
)


def names(width: int) -> list[str]:
    return [place.column.name for place in lay_out(COLUMNS, width)]


def test_the_reason_goes_first_then_the_company_shrinks_then_owner_and_priority_go() -> None:
    everything = ["id", "priority", "sla", "company", "owner", "summary", "why"]
    assert names(130) == everything
    assert names(100) == everything[:-1]
    assert {p.column.name: p.width for p in lay_out(COLUMNS, 80)}["company"] == 10
    assert "owner" not in names(70)
    assert names(56) == ["id", "sla", "company", "summary"]


@given(st.integers(20, 300))
def test_number_clock_and_summary_are_never_dropped(width: int) -> None:
    assert {"id", "sla", "summary"} <= set(names(width))


@given(st.integers(60, 300))
def test_the_columns_fill_the_width(width: int) -> None:
    placed = lay_out(COLUMNS, width)
    assert sum(place.width for place in placed) + GAP * (len(placed) - 1) == width
