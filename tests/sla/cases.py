"""The conformance cases: 723 questions about business time with the answers of thirteen libraries' own tests.

`data/business_time_cases.json.gz` keeps for each case the repository, commit and file it was taken from, and in
`conventions` how to read it. What other engines answered was left out of the copy.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

from sla.conformance import Case

POLICIES = ("dst_edge", "holiday_overnight", "boundary", "reversed")
"""The tags of the cases on which libraries differ by choice; each policy case bears exactly one."""


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of the file."""
    packed = Path(__file__).with_name("data") / "business_time_cases.json.gz"
    return tuple(json.loads(gzip.decompress(packed.read_bytes()))["cases"])


def policy(case: Case) -> str | None:
    """The choice that decides a case; None where all agree."""
    if case["status"] != "policy":
        return None
    (tag,) = set(POLICIES) & set(case["tags"])
    return str(tag)
