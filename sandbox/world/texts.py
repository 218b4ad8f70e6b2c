"""The packaged texts of the desk, read once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(name: str) -> dict[str, Any]:
    """One TOML file of `sandbox/texts`, without its ending."""
    return tomllib.loads(files("sandbox").joinpath("texts", f"{name}.toml").read_text(encoding="utf-8"))
