"""`servicedeck doctor`: everything the desk needs, one by one, with the next step for what is missing."""

import argparse
import asyncio
import json
import os
from collections.abc import Iterable
from dataclasses import asdict

from cli.checks import Finding, Verdict, offline_findings
from cli.config import read_config
from cli.exits import Exit, Stop
from cli.places import places_of

MARKS = {Verdict.GOOD: "ok  ", Verdict.WARNING: "warn", Verdict.BAD: "BAD "}


def run(arguments: argparse.Namespace) -> Exit:
    """Print one line a check. Ends with 1 where something keeps the desk from its work."""
    places = places_of(arguments)
    environment = dict(os.environ)
    worst = _tell(offline_findings(places, environment), as_json=arguments.json)
    if not arguments.offline and worst is not Verdict.BAD:
        worst = max(worst, _online(arguments, environment), key=list(Verdict).index)
    return Exit.FAILED if worst is Verdict.BAD else Exit.DONE


def _online(arguments: argparse.Namespace, environment: dict[str, str]) -> Verdict:
    try:
        config = read_config(places_of(arguments))
    except Stop:
        return Verdict.BAD
    if config.autotask is None:
        return _tell([Finding("tenant", Verdict.WARNING, "None is configured.")], as_json=arguments.json)
    from cli.online_checks import online_findings

    return _tell(asyncio.run(online_findings(config, environment)), as_json=arguments.json)


def _tell(findings: Iterable[Finding], *, as_json: bool) -> Verdict:
    worst = Verdict.GOOD
    for finding in findings:
        print(json.dumps(asdict(finding)) if as_json else _line(finding), flush=True)
        worst = max(worst, finding.verdict, key=list(Verdict).index)
    return worst


def _line(finding: Finding) -> str:
    return f"{MARKS[finding.verdict]} {finding.name:<14} {finding.sentence}"
