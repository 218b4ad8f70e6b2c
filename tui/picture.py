"""A picture of My day that the app makes of itself, without a terminal."""

from collections.abc import Callable
from datetime import datetime

from desk.clocks import MachineClock
from desk.surface import Desk
from tui.app import ServiceDesk
from tui.settings import ScreenSettings


async def picture(
    desk: Desk,
    settings: ScreenSettings,
    *,
    machine: MachineClock,
    wall: Callable[[], datetime],
    size: tuple[int, int],
) -> str:
    """Draw the desk once at `size` (columns, rows) and give the SVG. The same desk gives the same picture."""
    app = ServiceDesk(desk, settings, machine=machine, wall=wall, demo=True, ticking=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="servicedeck")
