"""Keeping the cyclic garbage collector off the open work.

A desk of ten thousand tickets is a million objects that live as long as the program. Python's collector walks all of
them again and again while more are made, a quarter of a second at a time, in which no key is heard. They hold no cycles
that die, so they are put out of its sight (`gc.freeze`); what dies among them is freed by its reference count.

A screen or a form that stands open at that moment goes with them, and it is full of cycles. `look_through` finds it
again once it is closed.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def settle_objects() -> None:
    """Put everything that lives now out of the collector's sight. Costs next to nothing.

    Young cycles that are dead already are collected first: out of sight they would stay for ever.
    """
    gc.collect(1)
    gc.freeze()


def look_through() -> None:
    """Free what has died out of the collector's sight. Nothing goes on meanwhile, a quarter of a second on a large
    desk."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest while much is made that will stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()
