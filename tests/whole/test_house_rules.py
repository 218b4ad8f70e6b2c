"""What we promise each other: small files and functions, names that say something, links that lead somewhere."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("cli", "tui", "desk", "replica", "metrics", "workflows", "sla", "autotask", "sandbox")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
NOT_OURS = {".git", ".venv", ".hypothesis", "__pycache__"}
MACHINE_PATH = re.compile(r"(?<![\w.~>}/-])/(?:root|work|home/\w+|Users/\w+)/")
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)(?:#[^)\s]*)?\)")


def _tracked() -> list[str]:
    """The files of the project, as paths from its root; outside of a checkout, all that lie there."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found if not NOT_OURS & set(path.parts))
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


TRACKED = _tracked()
SOURCES = [name for name in TRACKED if name.endswith(".py")]
OURS = [name for name in SOURCES if name.split("/")[0] in PACKAGES]


def _functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _text(name: str) -> str:
    """What is written in a file; nothing, where it is no text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_every_package_is_looked_at() -> None:
    assert {name.split("/")[0] for name in OURS} == set(PACKAGES)


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {name: len(_text(name).splitlines()) for name in OURS}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long_to_be_read() -> None:
    lengths = {
        f"{name}:{each.lineno} {each.name}": (each.end_lineno or each.lineno) - each.lineno + 1
        for name in OURS
        for each in _functions(name)
    }
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_every_module_is_named_for_what_is_in_it() -> None:
    assert [name for name in SOURCES if SAY_NOTHING & set(Path(name).with_suffix("").parts)] == []


def test_no_file_knows_the_machine_that_it_was_written_on() -> None:
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = {name: [match[0] for match in MACHINE_PATH.finditer(_text(name))] for name in TRACKED if name != here}
    assert {name: paths for name, paths in found.items() if paths} == {}


PAGES = [name for name in TRACKED if name == "README.md" or re.fullmatch(r"docs/[^/]+\.md", name)]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_project_leads_somewhere(page: str) -> None:
    root = ROOT.resolve()
    targets = [((root / page).parent / link).resolve() for link in LINK.findall(_text(page))]
    dead = {target.relative_to(root).as_posix() for target in targets if not target.exists()}
    assert dead == set()
