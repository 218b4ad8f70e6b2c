"""What dies out of the collector's sight is found again."""

import gc
from weakref import ref

from desk.settled import look_through, settle_objects


class Screen:
    """Refers to itself, as what stands on a screen does."""

    def __init__(self) -> None:
        self.parent = self


def test_what_stood_open_when_the_desk_settled_is_freed_once_it_is_closed_and_looked_for() -> None:
    screen = Screen()
    closed = ref(screen)
    settle_objects()
    del screen
    gc.collect()
    assert closed() is not None
    look_through()
    assert closed() is None
