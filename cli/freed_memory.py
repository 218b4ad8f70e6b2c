"""Memory that was freed and that the C library keeps: a first fill leaves a tenth of the process behind so."""

import ctypes
import sys

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""`M_ARENA_MAX` and `M_MMAP_THRESHOLD` of glibc's `mallopt`."""
LARGE = 128 * 1024
"""Bytes of a piece of memory that is mapped by itself; glibc begins with as many."""


def share_one_heap() -> None:
    """Let all threads to come take from one heap. Each would get one of its own, whose free parts no other can use, to
    spare them waiting for each other; but those of Python take turns anyway.

    What is large stays out of it, and goes back to the system when it is freed: glibc would take pages of JSON from the
    heap after the first of them, and their holes never close. That makes 5 % of the process after a first fill.
    """
    if sys.platform == "linux" and (tell := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        tell(_ARENA_MAX, 1)
        tell(_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Hand it back to the system, where the C library can be told to. It takes some milliseconds; not for the loop."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)
