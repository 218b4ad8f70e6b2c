"""An error in a configuration file names the line where the key is written."""

import pytest

from cli.toml_lines import line_of

TEXT = '''\
# a comment with autotask.user = "x"
title = "top"

[autotask]
user = "api@example.com"
note = """
user = "inside a long string"
"""
"integration code" = "X"

[sync.limits]
share = 0.4

[[rules]]
name = "first"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("autotask", "user"), 5),
        (("autotask", "integration code"), 9),
        (("sync", "limits", "share"), 12),
        (("rules", 0, "name"), 15),
    ],
)
def test_a_written_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


def test_a_missing_key_is_placed_at_its_table() -> None:
    assert line_of(TEXT, ("autotask", "zone")) == 4


def test_nothing_written_has_no_line() -> None:
    assert line_of(TEXT, ("screen", "theme")) is None


def test_a_dotted_key_counts_as_its_tables() -> None:
    assert line_of("[a]\nb.c = 1\n", ("a", "b", "c")) == 2
