"""What goes wrong behind the screen is kept in a file, without anybody's data, and never written over the screen."""

import logging
from pathlib import Path

import pytest

from cli.log import FILE, logging_to

LOGGER = logging.getLogger("desk.somewhere")


def test_a_warning_and_the_places_of_its_exception_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(tmp_path):
        LOGGER.info("all is well")
        try:
            customer = "Northwind's words"
            raise ValueError(f"cannot read '{customer}'")
        except ValueError:
            LOGGER.exception("an item was left out, secret: hunter2, mail ana@example.com")
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert "ERROR desk.somewhere: an item was left out" in text
    assert "ValueError" in text
    assert "test_log.py, line " in text
    assert not [word for word in ("hunter2", "ana@example.com", "Northwind", "all is well") if word in text]
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_nobody_forges_a_line_or_colours_it(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        LOGGER.warning("title %s", "\x1b[31m\u202e2026-01-01 ERROR forged")
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert len(text.splitlines()) == 1
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_folder_that_is_not_there_costs_the_log_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_to(tmp_path / "nowhere"):
        LOGGER.error("nobody hears this")
    assert capsys.readouterr().err == ""


def test_the_log_ends_with_its_block(tmp_path: Path) -> None:
    before = logging.getLogger().handlers[:]
    with logging_to(tmp_path):
        assert len(logging.getLogger().handlers) == len(before) + 1
    assert logging.getLogger().handlers == before
