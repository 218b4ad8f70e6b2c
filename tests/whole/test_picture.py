"""The picture in the README is what the app draws of itself, by the command that the README names."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from cli.exits import Exit
from cli.main import main

ROOT = Path(__file__).parents[2]
PICTURE = "docs/my-day.svg"


def documented_command() -> list[str]:
    """The arguments behind `servicedeck` in the README's command for the picture."""
    found = re.search(
        rf"^servicedeck (demo .*--screenshot {re.escape(PICTURE)})$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert found is not None
    return shlex.split(found[1])


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the picture is drawn on the lowest supported Python")
def test_the_picture_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = tmp_path / "drawn.svg"
    arguments = documented_command()
    arguments[arguments.index(PICTURE)] = str(drawn)
    monkeypatch.setenv("SERVICEDECK_CONFIG", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    assert main(arguments) == Exit.DONE
    assert drawn.read_text() == (ROOT / PICTURE).read_text(), (
        f"draw it anew: servicedeck {' '.join(documented_command())}"
    )


def test_the_readme_shows_it() -> None:
    assert f"]({PICTURE})" in (ROOT / "README.md").read_text()
