"""What all tests of the screens share."""

from collections.abc import Hashable, Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.tui.pictures import Pictures
from tests.tui.quiet import known_when_quiet


@pytest.fixture(scope="package", autouse=True)
def style_sheets_read_once() -> Iterator[None]:
    """Every test opens an app of its own, and Textual reads each style sheet anew for each app."""
    read: dict[Hashable, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parsed(sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        key = (css, where, *how.items(), *sheet._variables.items())
        if key not in read:
            read[key] = parse(sheet, css, *where, **how)
        return read[key]

    with patch.object(Stylesheet, "_parse_rules", partialmethod(parsed)), known_when_quiet():
        yield


@pytest.fixture
def pictures(snapshot: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pictures:
    """Pictures that are the same on every machine."""
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return Pictures(snapshot.use_extension(SVGImageExtension), tmp_path)
