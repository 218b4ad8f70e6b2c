"""What docs/business-time.md, docs/service-levels.md and the docstrings show is what happens."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import sla

DOCS = Path(__file__).parents[2] / "docs"
HOW = doctest.REPORT_NDIFF


@pytest.mark.parametrize(("page", "examples"), [("business-time.md", 40), ("service-levels.md", 15)])
def test_every_example_of_a_page_is_true(page: str, examples: int) -> None:
    ran = doctest.testfile(str(DOCS / page), module_relative=False, optionflags=HOW, encoding="utf-8")
    assert ran.failed == 0
    assert ran.attempted > examples


def test_every_example_of_a_docstring_is_true() -> None:
    ran = [
        doctest.testmod(import_module(f"sla.{module.name}"), optionflags=HOW) for module in iter_modules(sla.__path__)
    ]
    assert sum(each.failed for each in ran) == 0
    assert sum(each.attempted for each in ran) > 15
