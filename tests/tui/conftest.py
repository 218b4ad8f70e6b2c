"""What all tests of the screens share."""

from collections.abc import Hashable, Iterator
from functools import partialmethod
from typing import Any
from unittest.mock import patch

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.tui.quiet import known_when_quiet


@pytest.fixture(scope="session", autouse=True)
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
