"""No text that is not written in our own source reaches a place where Textual reads markup."""

import ast
from pathlib import Path

import pytest

import tui

SOURCES = sorted(Path(tui.__file__).parent.rglob("*.py"))
SINKS = {"Static", "Label", "Button", "Option", "Checkbox", "RadioButton", "Select", "Tab", "TabPane", "Collapsible",
         "ListItem", "Placeholder", "Tree", "add_row", "add_column", "notify", "update", "from_markup", "highlight",
         "DiscoveryHit", "Hit"}  # fmt: skip
TITLES = {"border_title", "border_subtitle", "tooltip"}
SAFE_CALLS = {"Content", "Text", "assemble", "_prompt"}
OWN_TEXT = {("help", "command.help"), ("text", "command.name")}
"""Texts of our command records, which are literals of the source."""


def faults(source: str) -> list[str]:
    """The places in a module where another text than a literal meets a reader of markup."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in SINKS and not _markup_off(node):
            texts = [("", argument) for argument in node.args]
            texts += [
                (keyword.arg or "", keyword.value) for keyword in node.keywords if keyword.arg in {"prompt", "help"}
            ]
            found += [f"line {node.lineno}: {_name(node.func)}" for name, text in texts if not _harmless(name, text)]
        if isinstance(node, ast.Assign):
            targets = [target for target in node.targets if isinstance(target, ast.Attribute)]
            found += [
                f"line {node.lineno}: {target.attr}"
                for target in targets
                if target.attr in TITLES and not _harmless("", node.value)
            ]
        if isinstance(node, ast.FunctionDef) and node.name == "render" and _name(node.returns) == "str":
            found.append(f"line {node.lineno}: render of a str")
    return found


def _name(node: ast.AST | None) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _markup_off(call: ast.Call) -> bool:
    return any(
        keyword.arg == "markup" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in call.keywords
    )


def _harmless(name: str, text: ast.expr) -> bool:
    if isinstance(text, ast.Constant) or (name, ast.unparse(text)) in OWN_TEXT:
        return True
    if isinstance(text, ast.Call):
        # A partial is what a hit runs, and no text at all.
        return _name(text.func) in {*SAFE_CALLS, "partial"}
    # Names that cannot be text: a prompt built by us one line above, a score.
    return (isinstance(text, ast.Name) and text.id in {"prompt", "score"}) or isinstance(text, ast.BinOp)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_foreign_text_meets_markup(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(item.title)",
        "self.notify(f'{number} copied')",
        "label.update(text)",
        "pane.border_title = item.title",
        "Content.from_markup(f'[b]{title}[/b]')",
        "Hit(score, item.title, run)",
        "Hit(score, prompt, run_it(), help=item.title)",
        "def render(self) -> str:\n    return self.title",
    ],
)
def test_the_check_finds_what_it_is_for(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize("source", ["Static('words')", "self.notify(text, markup=False)", "Static(Content(title))"])
def test_the_check_lets_safe_texts_be(source: str) -> None:
    assert faults(source) == []
