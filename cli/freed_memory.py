"""Memory that was freed and that the C library keeps: a first fill leaves a tenth of the process behind so."""

import ctypes
import sys

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's `mallopt`."""


def share_one_heap() -> None:
    """Let all threads to come take from one heap. Each would get one of its own, whose free parts no other can use, to
    spare them waiting for each other; but those of Python take turns anyway."""
    if sys.platform == "linux" and (tell := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        tell(_ARENA_MAX, 1)


def give_back() -> None:
    """Hand it back to the system, where the C library can be told to. It takes some milliseconds; not for the loop."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)
