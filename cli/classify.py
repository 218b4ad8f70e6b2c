"""`servicedeck classify FILE.jsonl`: the workflow of tickets that are written down, one JSON object a line."""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

from cli.catalogue import catalogue_in_force
from cli.config import read_config
from cli.exits import Exit, Stop
from cli.places import places_of
from workflows.classify import Classification, TicketFacts, classify

FIELDS = ("title", "description", "source", "priority", "category", "type", "queue")
LONGEST_NUMBER = 300
"""Digits: no id has more, and Python itself refuses some thousands."""


def run(arguments: argparse.Namespace) -> Exit:
    """Print one JSON line a ticket. A line that is no ticket is reported with its number; the rest is still done."""
    catalogue = catalogue_in_force(read_config(places_of(arguments)))
    wrong = 0
    with _opened(arguments.file) as lines:
        for number, line in _written(lines):
            try:
                ticket = _ticket(line)
            except ValueError as error:
                wrong += 1
                print(f"servicedeck: {arguments.file}, line {number}: {error}", file=sys.stderr)
                continue
            outcome = classify(_facts(ticket), catalogue)
            sys.stdout.write(json.dumps(_answer(ticket, outcome), ensure_ascii=True, allow_nan=False) + "\n")
    if wrong:
        raise Stop(Exit.WRONG_USE, f"{wrong} line(s) of {arguments.file} are not tickets; the others are answered.")
    return Exit.DONE


def _opened(name: str) -> TextIO:
    if name == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Stop(Exit.WRONG_USE, f"{name} cannot be read: {error.strerror}. Name a file of JSON lines.") from None


def _written(lines: TextIO) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _ticket(line: str) -> dict[str, object]:
    try:
        value = json.loads(line, parse_int=_whole, parse_float=_finite, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno}); write one object a line") from None
    except RecursionError:
        raise ValueError("nested too deeply; write one flat object a line") from None
    if not isinstance(value, dict):
        raise ValueError(f"a {type(value).__name__}, not an object; write " + '{"id": 1, "title": "..."}')
    for name in FIELDS:
        if not isinstance(value.get(name), str | int | float | None) or isinstance(value.get(name), bool):
            raise ValueError(f"{name} is a {type(value[name]).__name__}; write it as text")
    return value


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text):,} digits; write at most {LONGEST_NUMBER}")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:LONGEST_NUMBER]} is too large a number; write it as text")
    return number


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON; leave it out or write null")


def _facts(ticket: dict[str, object]) -> TicketFacts:
    def text(name: str) -> str:
        return "" if ticket.get(name) is None else str(ticket[name])

    return TicketFacts(
        title=text("title"),
        description=text("description"),
        source=text("source"),
        priority=text("priority"),
        category=text("category"),
        type=text("type"),
        queue=text("queue"),
    )


def _answer(ticket: dict[str, object], outcome: Classification) -> dict[str, object]:
    return {
        "id": ticket.get("id"),
        "workflow": outcome.workflow,
        "rule": outcome.rule,
        "confidence": round(outcome.confidence, 3),
        "evidence": [asdict(piece) for piece in outcome.evidence],
    }
