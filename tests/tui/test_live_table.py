"""The table on a screen: what it paints, and what it leaves alone."""

import random
from dataclasses import dataclass

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from tests.tui.hostile import HOSTILE
from tui.widgets.columns import Column
from tui.widgets.live_table import FIRST_LINE, LiveTable
from tui.widgets.painter import Line

COLUMNS = (Column("id", "ID", 6), Column("sla", "SLA", 10, toned=True), Column("summary", "Summary", 10, flexible=True))


@dataclass(frozen=True)
class Row:
    id: int
    summary: str
    sla: str = "1:00 left"


class Table(LiveTable[Row]):
    """Remembers what it repainted."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, key=lambda row: row.id, line=self._words)
        self.painted: list[Region] = []
        self.worded = 0

    def _words(self, row: Row) -> Line:
        self.worded += 1
        return Line((f"#{row.id}", row.sla, row.summary))

    def refresh(self, *regions: Region, **flags: bool) -> "Table":
        self.painted.extend(regions or [Region(0, 0, 999, 999)])
        super().refresh(*regions, **flags)
        return self


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.opened: list[object] = []
        self.moved: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()

    def on_live_table_opened(self, message: LiveTable.Opened) -> None:
        self.opened.append(message.key)

    def on_live_table_moved(self, message: LiveTable.Moved) -> None:
        self.moved.append(message.key)


def rows(count: int) -> list[Row]:
    return [Row(key, f"summary {key}") for key in range(count)]


def standing(host: Host) -> object:
    return host.table.cursor_key


def text(table: LiveTable[Row]) -> list[str]:
    return [table.render_line(y).text for y in range(table.size.height)]


async def test_only_the_rows_on_screen_are_ever_worded() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        host.table.set_rows(rows(10_000))
        await pilot.pause()
        assert host.table.worded <= 17 * 4


async def test_the_frame_holds_title_columns_rows_and_counter() -> None:
    host = Host()
    async with host.run_test(size=(44, 6)) as pilot:
        host.table.set_rows(rows(2))
        host.table.set_titles("Work on next", "1 of 2")
        await pilot.pause()
        assert text(host.table) == [
            "┏━ Work on next ━━━━━━━━━━━━━━━━━━━━━━━━━━━┓",
            "┃  ID     SLA        Summary               ┃",
            "┃> #0     1:00 left  summary 0             ┃",
            "┃  #1     1:00 left  summary 1             ┃",
            "┃                                          ┃",
            "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 1 of 2 ━┛",
        ]


async def test_a_refresh_repaints_the_line_that_changed_and_no_other() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        before = rows(100)
        host.table.set_rows(before)
        await pilot.pause()
        host.table.painted.clear()
        host.table.set_rows([Row(row.id, row.summary, "LATE 0:01") if row.id == 4 else row for row in before])
        assert host.table.painted == [Region(0, FIRST_LINE + 4, 60, 1)]
        assert "LATE 0:01" in host.table.render_line(FIRST_LINE + 4).text


async def test_a_refresh_off_screen_paints_nothing() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        before = rows(100)
        host.table.set_rows(before)
        await pilot.pause()
        host.table.painted.clear()
        host.table.set_rows([*before[:50], *reversed(before[50:])])
        host.table.repaint()
        assert host.table.painted == []


async def test_the_ticket_under_the_cursor_stays_through_a_thousand_refreshes() -> None:
    host = Host()
    rng = random.Random(11)
    async with host.run_test(size=(60, 20)) as pilot:
        table, queue = host.table, rows(300)
        table.set_rows(queue)
        table.move_to(150)
        await pilot.pause()
        line, page = table.cursor_line, 17
        host.moved.clear()
        for step in range(1_000):
            queue = [row for row in queue if row.id == 150 or rng.random() > 0.02]
            queue += [Row(1_000 + step * 10 + extra, f"new {step}") for extra in range(rng.randrange(9))]
            rng.shuffle(queue)
            table.set_rows(list(queue))
            index = next(at for at, row in enumerate(queue) if row.id == 150)
            top = max(0, min(index - line, len(queue) - page))
            assert table.cursor_key == 150
            assert table.cursor_line == index - top
            line = table.cursor_line
            assert "> #150" in table.render_line(FIRST_LINE + line).text
        await pilot.pause()
        assert host.moved == []


async def test_marks_stay_with_their_rows_and_go_with_them() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        host.table.set_rows(rows(10))
        host.table.move_to(3)
        host.table.toggle_mark()
        host.table.move_to(5)
        host.table.toggle_mark()
        host.table.set_rows(list(reversed(rows(10)))[:-4])
        await pilot.pause()
        assert host.table.marks == {5}
        assert any(">*#5" in line for line in text(host.table))


async def test_keys_move_the_cursor() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        host.table.set_rows(rows(100))
        await pilot.press("j", "j", "down", "k")
        assert standing(host) == 2
        await pilot.press("G")
        assert standing(host) == 99
        await pilot.press("ctrl+u")
        assert standing(host) == 82
        await pilot.press("g")
        assert standing(host) == 0
        assert host.table.cursor_line == 0


async def test_mouse_points_opens_and_scrolls() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        host.table.set_rows(rows(100))
        await pilot.pause()
        await pilot.click(Table, offset=(10, FIRST_LINE + 5))
        assert standing(host) == 5
        await pilot.click(Table, offset=(10, FIRST_LINE + 6), times=2)
        assert host.opened == [6]
        await pilot.click(Table, offset=(10, 19))
        assert standing(host) == 6


async def test_losing_focus_thins_the_frame() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert text(host.table)[0].startswith("┏")
        host.set_focus(None)
        await pilot.pause()
        assert text(host.table)[0].startswith("╭")


async def test_an_empty_list_says_why() -> None:
    host = Host()
    async with host.run_test(size=(60, 20)) as pilot:
        host.table.set_empty("Nothing is due.\nA takes the first.")
        await pilot.pause()
        assert "  Nothing is due." in text(host.table)[3]
        assert "  A takes the first." in text(host.table)[4]
        assert host.table.cursor_key is None
        await pilot.press("j", "G", "ctrl+d")


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (10, 4), (80, 24)])
async def test_any_text_at_any_size_is_drawn_within_its_cells(size: tuple[int, int]) -> None:
    host = Host()
    async with host.run_test(size=size) as pilot:
        host.table.set_rows([Row(key, summary, summary) for key, summary in enumerate(HOSTILE)])
        host.table.set_titles(HOSTILE[0], HOSTILE[3])
        await pilot.pause()
        for y in range(host.table.size.height):
            strip = host.table.render_line(y)
            assert strip.cell_length == size[0]
            assert "\x1b" not in strip.text
            assert strip.text.encode()
