"""Settings of the screens."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ScreenSettings(BaseModel):
    """How the screens look and behave. All of it can be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    theme: Literal["dark", "light", "mono", "contrast"] = "dark"
    """The colours at start; the palette changes them for the running program."""
    ascii: bool = False
    """Draw with ASCII signs only."""
    hold_seconds: float = Field(default=20.0, ge=0)
    """For so long after the last key the order of a list waits for the person. 0 never holds it."""
