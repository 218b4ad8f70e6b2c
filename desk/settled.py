"""Keeping the cyclic garbage collector off the open work.

A desk of ten thousand tickets is a million objects that live as long as the program. Python's collector walks all of
them again and again while more are made, a quarter of a second at a time, in which no key is heard. They hold no cycles
that die, so they are put out of its sight (`gc.freeze`); what dies among them is freed by its reference count.
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
