"""What customers write during the day, through the sandbox's back door: thanks with a signature, and what looks so."""

import json

import httpx

from sandbox.announcement import Announcement

_SIGNATURE = """

Kind regards,

Zainab Pemberton
Office Manager | Ivy Lane Nurseries
T: +44 1865 555 0142  M: 07700 900 318
www.ivylane.example | zainab@ivylane.example

[cid:image001.png@01DB2A]
Please consider the environment before you print this mail. This message may be confidential; if it is not meant for
you, delete it and tell us.

From: Service Desk <desk@kadewest.example>
Sent: Tuesday 24 November 2026 14:51
Subject: Your ticket is complete
> Can you tell us whether everything works again?
"""
THANKS = f"Thanks a lot, it all works again!{_SIGNATURE}"
"""Nobody has to answer it, whatever stands in the signature and in what is quoted."""
MORE = f"Thanks a lot! The scanner on the first floor still sends nothing.{_SIGNATURE}"
"""Begins as thanks, and is none."""


def writes(about: Announcement, ticket_id: int, text: str) -> None:
    """Let the contact of a ticket mail now."""
    with httpx.Client(base_url=about.url, trust_env=False) as door:
        letter = json.dumps({"ticketID": ticket_id, "text": text})
        door.post("sandbox/letters", content=letter).raise_for_status()
