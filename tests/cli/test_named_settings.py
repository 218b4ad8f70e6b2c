"""A setting that a message names is one that the configuration has."""

import ast
import re
from pathlib import Path

import pytest

import cli
from cli.config import Config, known_keys

FOLDER = Path(cli.__file__).parent
NAMED = re.compile(rf"\b(?:{'|'.join(Config.model_fields)})\.[a-z_]+(?:\.[a-z_]+)*")


def named_settings(path: Path) -> set[str]:
    """Dotted names below a table of the configuration, in the texts of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {name for text in texts for name in NAMED.findall(text)}


@pytest.mark.parametrize(
    "module", ["secrets", "checks", "online_checks", "catalogue", "ask", "outboxes", "on_call_files", "writing_checks"]
)
def test_every_setting_that_is_named_exists(module: str) -> None:
    named = named_settings(FOLDER / f"{module}.py")
    assert named, "the test no longer finds what the module says"
    assert [name for name in named if name.split(".")[-1] not in known_keys(tuple(name.split(".")[:-1]))] == []
