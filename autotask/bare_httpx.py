"""httpx without the command line that it brings along.

Wherever click is installed, as it is beside uvicorn, httpx imports it with rich and pygments for a command of its own:
70 modules and 3 MB of every session, of which nothing is used. It provides for their absence.
"""

import sys

_COMMAND = "httpx._main"

if "httpx" not in sys.modules:
    # None makes importing it fail.
    sys.modules[_COMMAND] = None  # type: ignore[assignment]
    try:
        import httpx
    finally:
        del sys.modules[_COMMAND]
else:
    import httpx

__all__ = ["httpx"]
