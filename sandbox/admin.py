"""The back door for tests, outside the API and shut unless the sandbox is started with `--admin`; this machine only.

| below `{root}sandbox/` |                                                                                      |
|------------------------|--------------------------------------------------------------------------------------|
| `POST faults`          | arm one fault, or a list (`sandbox.faults`): `{"faults": [numbers]}`                  |
| `GET faults`           | `{"done": [how often each has struck], "waiting": how many late writes are to come}` |
| `DELETE faults`        | let everything go well again; late writes still come                                 |
| `GET journal?after=n`  | `{"writes": [...]}` behind number `n`: what, when (world time), by whom, what of it  |
| `GET settings`, `PATCH`| what the tenant's administrator switched on or off (`sandbox.settings`)              |
| `POST letters`         | a mail by the contact of a ticket comes in: `{"ticketID": id, "text": words}`        |
| `GET timesheets`,      | what has become of them; `{"resourceID": id, "week": a day, "status": "rejected"}`,    |
| `PATCH`                | or `new`, `submitted`, `approved`                                                    |
| `PATCH speed`          | `{"speed": 60}`: world seconds a second from now on; 0 stands still                  |
| `GET limits`, `PATCH`  | `{"requests": an hour, "used": of them, "threads": an entity}`, to throttle at will; |
|                        | `"wrongCodes"` in ten minutes lock everybody out                                     |

The world's clock itself, `GET clock` and `POST clock` `{"at": instant}` while it stands still, is always open.
Nothing here counts as a request of the tenant.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from sandbox.calls import Answer, Call
from sandbox.errors import NoSuchPath, NotOffered, Refusal, Refused
from sandbox.faults import Fault, FaultError, Faults, read_fault
from sandbox.journal import Journal
from sandbox.queries import json_object, json_value
from sandbox.routing import ROOT
from sandbox.service import Service
from sandbox.sheets import SheetStatus
from sandbox.values import row_id

_DOOR = f"{ROOT}sandbox/".lower()


class Admin:
    """Answers requests through the back door of one service, and holds its faults."""

    def __init__(self, service: Service, journal: Journal) -> None:
        self._service = service
        self._journal = journal
        self._faults = Faults()
        self._rooms: dict[str, dict[str, Callable[[Call], dict[str, Any]]]] = {
            "faults": {"GET": self._show_faults, "POST": self._arm, "DELETE": self._clear},
            "journal": {"GET": self._read_journal},
            "settings": {"GET": self._show_settings, "PATCH": self._change_settings},
            "letters": {"POST": self._deliver},
            "timesheets": {"GET": self._show_sheets, "PATCH": self._change_sheet},
            "speed": {"PATCH": self._change_speed},
            "limits": {"GET": self._show_limits, "PATCH": self._change_limits},
        }

    def fault(self, call: Call) -> Fault | None:
        """Give what goes wrong with a request of the API."""
        return self._faults.hit(call)

    def answer(self, call: Call) -> Answer | None:
        """Answer a request through the back door; None for all that go elsewhere, the world's clock among them."""
        room = self._rooms.get(call.path.lower().removeprefix(_DOOR))
        if room is None or not call.path.lower().startswith(_DOOR):
            return None
        try:
            if not call.local:
                raise NoSuchPath(call.url)
            if call.method not in room:
                raise NotOffered(call.method)
            return self._told(200, room[call.method](call))
        except (ValueError, OverflowError, Refused) as problem:
            return self._told(400, {"Message": str(problem)})
        except Refusal as refusal:
            return Answer(refusal.status, refusal.body(), self._service.time())

    def _told(self, status: int, body: dict[str, Any]) -> Answer:
        return Answer(status, json.dumps(body, ensure_ascii=False), self._service.time())

    def _show_faults(self, _: Call) -> dict[str, Any]:
        return {"done": self._faults.done(), "waiting": self._service.settle()}

    def _arm(self, call: Call) -> dict[str, Any]:
        told = json_value(call.text())
        many = told if isinstance(told, list) else [told]
        if not all(isinstance(one, dict) for one in many):
            raise FaultError("A fault is an object.")
        faults = [read_fault({key.lower(): value for key, value in one.items()}) for one in many]
        return {"faults": [self._faults.add(fault) for fault in faults]}

    def _clear(self, _: Call) -> dict[str, Any]:
        self._faults.clear()
        return self._show_faults(_)

    def _read_journal(self, call: Call) -> dict[str, Any]:
        self._service.settle()
        return {"writes": self._journal.after(row_id(call.query.get("after", "")) or 0)}

    def _show_settings(self, _: Call) -> dict[str, Any]:
        return self._service.settings.shown()

    def _change_settings(self, call: Call) -> dict[str, Any]:
        self._service.settings = self._service.settings.changed(json_object(call.text()))
        return self._service.settings.shown()

    def _deliver(self, call: Call) -> dict[str, Any]:
        letter = json_object(call.text())
        ticket, text = letter.get("ticketid"), letter.get("text")
        if type(ticket) is not int or not isinstance(text, str):
            raise ValueError("A letter has a 'ticketID' and a 'text'.")
        self._service.deliver(ticket, text)
        return {}

    def _show_sheets(self, _: Call) -> dict[str, Any]:
        self._service.settle()
        sheets = self._service.sheets
        return {
            status: [{"resourceID": resource, "week": week.isoformat()} for resource, week in sheets.standing(status)]
            for status in SheetStatus
        }

    def _change_sheet(self, call: Call) -> dict[str, Any]:
        wanted = json_object(call.text())
        resource, week, status = (wanted.get(name) for name in ("resourceid", "week", "status"))
        if type(resource) is not int or not isinstance(week, str):
            raise ValueError("A timesheet has a 'resourceID', a day of its 'week', and a 'status'.")
        self._service.settle()
        self._service.sheets.set(resource, date.fromisoformat(week), SheetStatus(str(status)))
        return self._show_sheets(call)

    def _change_speed(self, call: Call) -> dict[str, Any]:
        speed = json_object(call.text()).get("speed")
        if isinstance(speed, bool) or not isinstance(speed, int | float):
            raise ValueError("A 'speed' is a number of world seconds a second.")
        self._service.run(speed)
        return {"speed": speed}

    def _show_limits(self, _: Call) -> dict[str, Any]:
        threshold, threads = self._service.threshold, self._service.threads
        wrong = self._service.gate.most_wrong
        return {"requests": threshold.limit, "used": threshold.used, "threads": threads.limit, "wrongCodes": wrong}

    def _change_limits(self, call: Call) -> dict[str, Any]:
        wanted = json_object(call.text())
        known = {"requests", "used", "threads", "wrongcodes"}
        if set(wanted) - known or not all(type(n) is int and n >= 0 for n in wanted.values()):
            raise ValueError("Limits are whole numbers of 'requests', of those 'used', of 'threads' and 'wrongCodes'.")
        threshold, threads = self._service.threshold, self._service.threads
        threshold.limit = wanted.get("requests", threshold.limit)
        threads.limit = wanted.get("threads", threads.limit)
        self._service.gate.most_wrong = wanted.get("wrongcodes", self._service.gate.most_wrong)
        if "used" in wanted:
            threshold.fill(wanted["used"])
        return self._show_limits(call)
