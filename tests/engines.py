"""Databases that open quickly: SQLAlchemy compiles each statement anew for each engine, here for the first alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine

_FIRST: list[Engine] = []


def _engine(*given: Any, **options: Any) -> Engine:
    """One that has the compiled statements of the first."""
    engine = create_engine(*given, **options)
    _FIRST.append(engine)
    engine.dialect, engine._compiled_cache = _FIRST[0].dialect, _FIRST[0]._compiled_cache
    del _FIRST[1:]
    return engine


@contextmanager
def statements_compiled_once() -> Iterator[None]:
    """Let copies and outboxes opened inside the block share them: a run opens thousands, each in a few processes."""
    with patch("replica.database.create_engine", _engine), patch("replica.outbox.file.create_engine", _engine):
        yield
