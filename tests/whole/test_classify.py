"""`classify` reads what other programs write, and writes nothing that they could not read."""

import io
import json
import sys

import pytest

from tests.whole.program import TRACEBACK, Asked, Program

REFUSED = [
    ('{"id": 1e999}', "1e999 is too large a number"),
    ('{"id": [{"deep": -1e999}]}', "-1e999 is too large a number"),
    ('{"id": NaN}', "NaN is no number in JSON"),
    ('{"id": -Infinity}', "-Infinity is no number in JSON"),
    ('{"id": ' + "9" * 5_000 + "}", "a number of 5,000 digits; write at most 300"),
    ('{"id": 1, "title": true}', "title is a bool; write it as text"),
    ('{"id": 1, "description": ["a"]}', "description is a list; write it as text"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED, ids=[said.split(";")[0] for _, said in REFUSED])
def test_a_line_that_is_no_ticket_is_refused_in_our_words(program: Program, ask: Asked, line: str, said: str) -> None:
    program.config.touch()
    file = program.folder / "tickets.jsonl"
    file.write_text(line + '\n{"id": 2, "title": "Printer offline"}\n')
    done = ask(program, "classify", str(file))
    assert done.code == 2
    assert f"tickets.jsonl, line 1: {said}" in done.err
    assert "Exceeds the limit" not in done.err
    assert TRACEBACK not in done.err
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [2]


def test_a_byte_order_mark_is_no_part_of_standard_input(
    program: Program, ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.config.touch()
    given = io.TextIOWrapper(io.BytesIO('\ufeff{"id": "\N{EURO SIGN}"}\n'.encode()), encoding="latin-1")
    monkeypatch.setattr(sys, "stdin", given)
    done = ask(program, "classify", "-")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["id"] == "\N{EURO SIGN}"
