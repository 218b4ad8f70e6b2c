"""Pictures of screens: one app is opened, and its window made larger from picture to picture.

A picture that differs is either a fault or a new baseline: look at both before choosing (`--snapshot-update`).
A larger window shows what an app opened in it shows; where it does not, that is a fault of the screen.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from tests.tui.seeing import press, running, settled
from tests.tui.world import World

Size = tuple[int, int]
SMALL, USUAL, LARGE = SIZES = (80, 24), (120, 36), (200, 50)
Doing = Callable[[Pilot[Any]], Awaitable[None]]


class Pictures:
    """Compares what a world's app shows with the baselines beside the test, one for each size."""

    def __init__(self, baselines: SnapshotAssertion, folder: Path) -> None:
        self._baselines = baselines
        self._folder = folder

    async def __call__(
        self, world: World, *keys: str, do: Doing | None = None, sizes: tuple[Size, ...] = SIZES
    ) -> None:
        """Open the app in the first size, do something, press keys, and look at it in every size."""
        differing = []
        async with running(world, sizes[0], demo=True) as (app, pilot):
            if do is not None:
                await do(pilot)
            await press(pilot, *keys)
            for width, height in sizes:
                if app.size != (width, height):
                    await pilot.resize_terminal(width, height)
                    await settled(pilot)
                shown = app.export_screenshot(title=app.title, simplify=True)
                name = f"{width}x{height}"
                if self._baselines(name=name) != shown:
                    differing.append(self._folder / f"{name}.svg")
                    differing[-1].write_text(shown)
        assert not differing
