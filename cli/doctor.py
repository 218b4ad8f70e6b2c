"""`servicedeck doctor`: everything the desk needs, one by one, with the next step for what is missing."""

import argparse
import asyncio
import json
import os
from collections.abc import Iterable
from dataclasses import asdict

from cli.checks import Finding, Verdict, offline_findings
from cli.config import read_config
from cli.exits import Exit
from cli.places import places_of

MARKS = {Verdict.GOOD: "ok  ", Verdict.WARNING: "warn", Verdict.BAD: "BAD "}


NOT_ASKED = (Finding("tenant", Verdict.WARNING, "Not asked before what is said above is mended."),)
NEEDED_ONLINE = frozenset({"configuration", "secret"})


def run(arguments: argparse.Namespace) -> Exit:
    """Print one line a check. Ends with 1 where something keeps the desk from its work."""
    places = places_of(arguments)
    environment = dict(os.environ)
    found = _told(offline_findings(places, environment), as_json=arguments.json)
    if not arguments.offline:
        blocked = any(finding.verdict is Verdict.BAD and finding.name in NEEDED_ONLINE for finding in found)
        found += _told(NOT_ASKED if blocked else _online(arguments, environment), as_json=arguments.json)
    return Exit.FAILED if any(finding.verdict is Verdict.BAD for finding in found) else Exit.DONE


def _online(arguments: argparse.Namespace, environment: dict[str, str]) -> Iterable[Finding]:
    config = read_config(places_of(arguments))
    if config.autotask is None:
        return [Finding("tenant", Verdict.WARNING, "None is configured.")]
    from cli.online_checks import online_findings

    return asyncio.run(online_findings(config, environment))


def _told(findings: Iterable[Finding], *, as_json: bool) -> list[Finding]:
    """Print the findings as they come."""
    told = []
    for finding in findings:
        print(json.dumps(asdict(finding)) if as_json else _line(finding), flush=True)
        told.append(finding)
    return told


def _line(finding: Finding) -> str:
    return f"{MARKS[finding.verdict]} {finding.name:<14} {finding.sentence}"
