"""The fixture for the tests of others, as they would use it."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from sandbox.fixtures import Autotask, autotask, autotask_options, autotask_sandbox

__all__ = ["autotask", "autotask_options", "autotask_sandbox"]


def test_a_tenant_that_answers_fails_and_tells_what_was_written(autotask: Autotask) -> None:
    every = {"filter": [{"op": "gte", "field": "id", "value": 0}], "MaxRecords": 1}
    with httpx.Client(base_url=f"{autotask.url}V1.0/", headers=autotask.headers, trust_env=False) as http:
        (ticket,) = http.post("Tickets/query", json=every).json()["items"]
        autotask.arm(method="PATCH", reply={"status": 503}, apply="yes")
        lost = http.patch("Tickets", json={"id": ticket["id"], "title": "Out"})
        found = http.get(f"Tickets/{ticket['id']}").json()["item"]

        autotask.set_clock(datetime.fromisoformat(found["lastActivityDate"]) + timedelta(hours=1))
        autotask.throttle(used=10_000)
        refused = http.get("Tickets/1")
        autotask.throttle(used=0)

    assert (lost.status_code, found["title"], refused.status_code) == (503, "Out", 429)
    (write,) = autotask.writes()
    assert (write["entity"], write["itemId"], write["outcome"]) == ("Tickets", ticket["id"], "done")
    with pytest.raises(ValueError, match="'apply'"):
        autotask.arm(reply="reset")
