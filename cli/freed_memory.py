"""Memory that was freed and that the C library keeps: a first fill leaves a tenth of the process behind so."""

import ctypes
import sys


def give_back() -> None:
    """Hand it back to the system, where the C library can be told to. It takes some milliseconds; not for the loop."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)
