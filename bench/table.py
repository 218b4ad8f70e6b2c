"""The live table against Textual's DataTable and textual-fastdatatable, 10,000 rows of 8 columns in a 140x45 terminal.

Each figure is processor time of the call, the idle work behind it, compositing and encoding for the terminal. An app
has its loop to itself, so the sides take turns as whole apps: a few updates of one, then the same updates of the other.
The driver claims a terminal, because Textual leaves the encoding out without one.
"""

import asyncio
import gc
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from unittest.mock import patch

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import DataTable
from textual_fastdatatable import ArrowBackend
from textual_fastdatatable import DataTable as ArrowTable

from bench.figures import Cost, Figure, compared
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line

ROWS = 10_000
CHANGES = 1_000
SIZE = (140, 45)
TURNS = 6
UPDATES = 5
"""Updates measured in each turn, after one to warm up."""
SETTLE = 0.06
"""Seconds in which Textual, which paints sixty times a second, has painted. Sleeping costs no processor time."""

Sides = tuple[list[list[float]], list[list[float]]]
"""Ours and the peer's: the seconds of each update of each turn."""

TITLES = ("ID", "P", "SLA", "Owner", "Company", "Status", "Summary", "Queue")
WIDTHS = (14, 2, 10, 10, 16, 12, 40, 14)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    due: int
    cells: tuple[str, ...]


def rows(seed: int = 7) -> list[Row]:
    """A queue in order of its due times."""
    rng = random.Random(seed)
    made = [_row(index, rng.randrange(1_000_000)) for index in range(ROWS)]
    return sorted(made, key=lambda row: (row.due, row.id))


def _row(index: int, due: int) -> Row:
    number = f"T20261124.{index:04}"
    cells = (number, f"P{index % 4 + 1}", f"{due // 3600}:{due % 60:02} left", f"Tech {index % 40}")
    return Row(index, due, (*cells, f"Company {index % 90}", "In progress", f"Summary {index} of a ticket", "Level 1"))


def changed(before: list[Row], rng: random.Random) -> tuple[list[Row], list[Row]]:
    """A thousand rows with another due time, and the whole list in order again."""
    touched = {row.id: row for row in rng.sample(before, CHANGES)}
    fresh = {key: _row(key, rng.randrange(1_000_000)) for key in touched}
    after = [fresh.get(row.id, row) for row in before]
    after.sort(key=lambda row: (row.due, row.id))
    return after, list(fresh.values())


class Host(App[None]):
    """Shows one table and nothing else."""

    def __init__(self, table: Widget) -> None:
        super().__init__()
        self.table = table

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()


def live_table() -> LiveTable[Row]:
    columns = [
        Column(title, title, width, flexible=title == "Summary", toned=title == "SLA")
        for title, width in zip(TITLES, WIDTHS, strict=True)
    ]
    return LiveTable(columns, key=lambda row: row.id, line=lambda row: Line(row.cells))


def fill_data_table(table: DataTable[str], queue: list[Row]) -> None:
    for title, width in zip(TITLES, WIDTHS, strict=True):
        table.add_column(title, key=title, width=width)
    for row in queue:
        table.add_row(*row.cells, key=str(row.id))


def update_data_table(table: DataTable[str], fresh: list[Row], due: dict[str, int]) -> None:
    """What an application has to do to change rows, sort, and stay on its ticket."""
    held = table.coordinate_to_cell_key(table.cursor_coordinate).row_key
    for row in fresh:
        table.update_cell(str(row.id), "SLA", row.cells[2])
    table.sort("ID", key=due.__getitem__)
    table.move_cursor(row=table.get_row_index(held), animate=False)


async def cpu(pilot: Pilot[None], call: Callable[[], object]) -> float:
    """Processor seconds of the call and of everything it causes."""
    await pilot.pause(SETTLE)
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        call()
        await pilot.pause(SETTLE)
        return time.process_time() - start
    finally:
        gc.enable()


async def with_table(table: Widget, run: Callable[[Pilot[None]], Awaitable[list[float]]]) -> list[float]:
    async with Host(table).run_test(size=SIZE) as pilot:
        return await run(pilot)


async def live_updates(queue: list[Row]) -> list[float]:
    table = live_table()

    async def run(pilot: Pilot[None]) -> list[float]:
        current, rng = queue, random.Random(3)
        table.set_rows(current)
        table.move_to(current[ROWS // 2].id)
        spent = []
        for _ in range(UPDATES + 1):
            current, _fresh = changed(current, rng)
            spent.append(await cpu(pilot, lambda rows=current: table.set_rows(rows)))  # type: ignore[misc]
        return spent[1:]

    return await with_table(table, run)


async def data_table_updates(queue: list[Row]) -> list[float]:
    table: DataTable[str] = DataTable(cursor_type="row")

    async def run(pilot: Pilot[None]) -> list[float]:
        current, rng = queue, random.Random(3)
        fill_data_table(table, current)
        table.move_cursor(row=ROWS // 2, animate=False)
        await pilot.pause(SETTLE)
        spent = []
        for _ in range(UPDATES + 1):
            current, fresh = changed(current, rng)
            due = {row.cells[0]: row.due for row in current}
            spent.append(await cpu(pilot, lambda rows=fresh, due=due: update_data_table(table, rows, due)))  # type: ignore[misc]
        return spent[1:]

    return await with_table(table, run)


async def live_populate(queue: list[Row]) -> float:
    table = live_table()
    spent = await with_table(table, lambda pilot: _single(cpu(pilot, lambda: table.set_rows(queue))))
    return spent[0]


async def arrow_populate(queue: list[Row]) -> float:
    host = Host(Widget())

    def show() -> None:
        columns = {title: [row.cells[at] for row in queue] for at, title in enumerate(TITLES)}
        backend = ArrowBackend.from_pydict(columns)
        host.mount(ArrowTable(backend=backend, column_widths=list(WIDTHS), cursor_type="row"))

    async with host.run_test(size=SIZE) as pilot:
        host.table.display = False
        return await cpu(pilot, show)


async def _single(value: Awaitable[float]) -> list[float]:
    return [await value]


def measure() -> list[Figure]:
    """Updating and filling, each against its peer."""
    queue = rows()
    updates: Sides = ([], [])
    filled: Sides = ([], [])
    with patch.object(HeadlessDriver, "is_headless", new=False):
        for _ in range(TURNS):
            updates[0].append(asyncio.run(live_updates(queue)))
            updates[1].append(asyncio.run(data_table_updates(queue)))
            filled[0].append([asyncio.run(live_populate(queue))])
            filled[1].append([asyncio.run(arrow_populate(queue))])
    return [
        _figure("1,000 of 10,000 rows change, sorted anew, cursor held on its ticket", updates, "DataTable", 1 / 10),
        _figure("10,000 rows shown for the first time", filled, "textual-fastdatatable", 1 / 6),
    ]


def _figure(name: str, sides: Sides, peer_name: str, goal: float) -> Figure:
    ours, peer = (_cost(turns).times(1000) for turns in sides)
    return compared(name, ours, peer, peer_name=peer_name, unit="ms", goal=goal, at_most=True)


def _cost(turns: list[list[float]]) -> Cost:
    """The mean update, each at its best, its second best and so on over the turns, which all do the same updates."""
    ranked = [sorted(update) for update in zip(*turns, strict=True)]
    return Cost(tuple(statistics.mean(costs) for costs in zip(*ranked, strict=True)))
