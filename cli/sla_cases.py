"""`servicedeck sla cases FILE`: questions about business time with known answers, put to our calendar."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.exits import Exit, Stop
from cli.json_lines import line_of
from cli.sla_files import one_line, opened, steps
from sla.conformance import CaseError, judge

KIND = "a JSON file of cases"


def run(arguments: argparse.Namespace) -> Exit:
    """Print how many answers are as expected, which are by the other choice, and which are wrong and why.

    A case that cannot be read is wrong too; it is reported with its line, and the others are still answered.
    """
    text = _text(arguments.file)
    counted = 0
    alternative: list[str] = []
    wrong: list[dict[str, object]] = []
    unreadable = 0
    for index, case in enumerate(_cases(text, arguments.file)):
        name = str(case.get("id", f"cases[{index}]")) if isinstance(case, Mapping) else f"cases[{index}]"
        try:
            verdict = judge(_table(case))
        except CaseError as error:
            unreadable += 1
            line = line_of(text, "cases", index, steps(error.key))
            print(f"servicedeck: {arguments.file}, line {line}: {one_line(name)}.{error}", file=sys.stderr)
            wrong.append({"id": name, "why": str(error)})
            continue
        if verdict.outcome == "expected":
            counted += 1
        elif verdict.outcome == "alternative":
            alternative.append(name)
        else:
            wrong.append({"id": name, "op": case["op"], "given": verdict.given, "expected": verdict.wanted})
    _tell({"expected": counted, "alternative": alternative, "wrong": wrong}, in_json=arguments.json)
    if unreadable:
        raise Stop(Exit.WRONG_USE, f"{unreadable} case(s) of {arguments.file} cannot be read; the others are answered.")
    return Exit.FAILED if wrong else Exit.DONE


def _tell(answers: dict[str, Any], *, in_json: bool) -> None:
    if in_json:
        print(json.dumps(answers))
        return
    print(f"{answers['expected']:6} as expected")
    print(f"{len(answers['alternative']):6} by the other choice: docs/business-time.md says which, and why")
    print(f"{len(answers['wrong']):6} wrong")
    for each in answers["wrong"]:
        why = each.get("why") or f"given {each['given']}, expected {each['expected']}"
        print(one_line(f"       {each['id']}: {why}"))


def _text(path: Path) -> str:
    with opened(path, KIND) as file:
        return file.read()


def _cases(text: str, path: Path) -> list[Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Stop(Exit.WRONG_USE, f"{path}, {where}: not JSON ({error.msg}). Name {KIND}.") from None
    except (ValueError, RecursionError) as error:
        raise Stop(Exit.WRONG_USE, f"{path} cannot be read as JSON: {error}. Name {KIND}.") from None
    cases = values.get("cases") if isinstance(values, dict) else None
    if not isinstance(cases, list):
        raise Stop(Exit.WRONG_USE, f'{path}, line 1: cases: there is no such list. Write {{"cases": [...]}}.')
    if not cases:
        raise Stop(Exit.NOTHING, f"{path} holds no case.")
    return cases


def _table(case: object) -> Mapping[str, Any]:
    if not isinstance(case, Mapping):
        raise CaseError("op", f"{case!r} is no case", 'Write {"id": "...", "op": "elapsed", ...}.')
    return case
