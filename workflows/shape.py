"""What the shape of a text says, whatever its words: a machine's report, or a question.

Monitors and backup programs come by the hundred and their makers rename them, but what they send is laid out alike:
a subject with a colon or a bracket, fields with values, addresses, codes, shares, names of hosts. Two such marks make
a report, as far as shape goes; whether somebody speaks in it is for the cues to say.
"""

import re

#: Letters read of title and of text: what marks a report stands at its head.
_READ = 1_200
#: Marks of different kinds that make a report.
_ENOUGH = 2

_QUOTED = r"(?:\"[\w .:/-]{2,40}\"|'[\w.:/-]{2,40}')"
_MARKS = (
    # A subject such as "[Site] ..." or "Product: state of something".
    re.compile(r"\A\s*(?:\[[^\]\n]{2,40}\]|[A-Z][\w.-]{1,20}(?: [\w.-]{1,20}){0,4}: \S)"),
    # Two fields with values: "Severity: 1. Object: vm-7".
    re.compile(r"(?:(?:^|[.;,]) ?[A-Z][\w/ -]{1,28}: \S[^\n]{0,300}?\n?){2}", re.MULTILINE),
    re.compile(r"\b\d{1,3}(?:\.(?:\d{1,3}|x)){3}\b"),
    re.compile(
        r"\b0x[0-9A-Fa-f]{4,}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-|\b(?:exit|error|event|status|return) ?(?:code|id) \W?\d"
    ),
    re.compile(r"\d ?%|\b\d+ (?:ms|GB|MB|TB|dBm|Mbps)\b"),
    # Hosts: NAS-PARIS, srv-rds1, esx1/Load.
    re.compile(r"\b[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]{2,})+\b|\b[a-z]{2,}-[a-z]{2,}-?\d{1,3}\b|\b[a-z]{2,5}\d{1,3}/\w"),
    # Instants as machines write them, and two quoted names.
    re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:|\b\d\d:\d\d:\d\d\b|\b0\d:\d\d\b"),
    re.compile(rf"{_QUOTED}[^\"']{{0,160}}{_QUOTED}"),
    re.compile(
        r"\bautomat(?:ic|ed|ically|isch\w*|ique\w*|ic[oa]\w*)\b[^\n.]{0,30}\b(?:notice|message|mail|e-mail|alert"
        r"|notification|generated|nachricht|bericht|mensaje)|\bno-?reply@|\bnotification (?:preferences|settings)\b",
        re.IGNORECASE,
    ),
)
_ASKS = re.compile(r"\w[^\w?]*\?[\s\"')\]]*\Z")


def is_report(title: str, text: str) -> bool:
    """Whether title and text are laid out like a machine's report.

    Args:
        title: without "Re:", "Fwd:" and their like.
        text: without quoted mail and signature.
    """
    whole, found = f"{title[:_READ]}\n{text[:_READ]}", 0
    for mark in _MARKS:
        if mark.search(whole) is not None:
            found += 1
            if found == _ENOUGH:
                return True
    return False


def is_question(title: str) -> bool:
    """Whether the title ends with a question mark. Several in a row are a cry, not a question."""
    return _ASKS.search(title) is not None
