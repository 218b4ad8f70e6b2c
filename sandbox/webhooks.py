"""Webhooks: what happened to the records that somebody subscribed to, told in the words of the real deliveries.

A webhook is looked at once it is active and has a subscribed field. From then on the records of its entity are compared
with what they were, after every request: so what the living desk does is told like what clients do, as soon as anybody
asks the sandbox anything. An update names the subscribed fields that changed and those that are always shown; a
creation and a deletion name all of both, a deletion as they last were, which is ours: no source shows its form, nor
that of a user-defined field, which stands among the others by its own name.

`X-Hook-Signature` is `sha1=` and the Base64 of an HMAC-SHA1 over the body in which quotes within texts, the letters of
``&<>'`+`` and everything beyond ASCII are written by their numbers; the body itself goes out as plain JSON.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.definitions import EntityDef, packaged
from sandbox.picklists import webhook_fields
from sandbox.store import UDF, Record, Store
from sandbox.values import instant_json, milliseconds

_KINDS = ("Companies", "Contacts", "ConfigurationItems", "Tickets", "TicketNotes")
_PEOPLE = ("lastActivityResourceID", "lastActivityPersonID", "creatorResourceID", "createdByResourceID")
_ESCAPED = re.compile(r"""\\.|[&<>'`+]|[^\x00-\x7f]""")


@dataclass(frozen=True, slots=True)
class Event:
    """One delivery to be made."""

    kind: str
    """Entity of the webhook, such as `TicketWebhooks`."""
    webhook: int
    url: str
    body: str
    signature: str
    sequence: int


@dataclass(slots=True)
class _Hook:
    """One active webhook, and the records of its entity as it last saw them."""

    kind: str
    entity: EntityDef
    record: Record
    subscribed: tuple[str, ...]
    always: tuple[str, ...]
    excluded: frozenset[int]
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    sequence: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """Every field that it ever names."""
        return tuple(dict.fromkeys((*self.subscribed, *self.always)))


class Webhooks:
    """The active webhooks of a tenant."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hooks: dict[tuple[str, int], _Hook] = {}
        self._ended: list[_Hook] = []
        """Webhooks that were switched off or removed, and have not been taken leave of."""

    def refresh(self) -> None:
        """Take notice of webhooks that were written, changed or removed. A new one knows of nothing that was before."""
        standing, self._hooks = self._hooks, {}
        for hook in self._read():
            key = (hook.kind, hook.record["id"])
            before = standing.get(key)
            hook.sequence = before.sequence if before else 0
            same = before is not None and before.shown == hook.shown
            hook.seen = before.seen if before is not None and same else self._rows(hook)
            self._hooks[key] = hook
        self._store.touched.watch(hook.entity.name for hook in self._hooks.values())
        self._ended += [hook for key, hook in standing.items() if key not in self._hooks and self._has_ended(hook)]

    def farewells(self, now: datetime) -> list[Event]:
        """Give what those are told that were switched off or removed since it was last asked, once each."""
        ended, self._ended = self._ended, []
        return [
            told(hook.kind, hook.record, "Deactivated", hook.sequence + 1, "", {"Id": hook.record["id"]}, now)
            for hook in ended
        ]

    def happened(self, now: datetime) -> list[Event]:
        """Give what happened since it was last asked."""
        touched = self._store.touched.taken()
        return [
            event
            for hook in self._hooks.values()
            if hook.entity.name in touched
            for event in self._changes(hook, touched[hook.entity.name], now)
        ]

    def _has_ended(self, hook: _Hook) -> bool:
        """Whether a webhook is gone for good; one whose owner has left is switched off."""
        record = self._store.get(hook.kind, hook.record["id"])
        if record is not None and record["isActive"] and self._is_orphaned(record):
            self._store.update(hook.kind, record["id"], {"isActive": False})
            return True
        return record is None or not record["isActive"]

    def _is_orphaned(self, record: Record) -> bool:
        owner = self._store.get("Resources", record["ownerResourceID"] or 0)
        return owner is not None and not owner["isActive"]

    def _read(self) -> Iterator[_Hook]:
        for name in _KINDS:
            entity = packaged().entities[name]
            kind = f"{entity.singular}Webhook"
            numbers = dict(webhook_fields(entity))
            for record in self._store.select(f"{kind}s", "isActive = 1 AND isReady = 1"):
                if self._is_orphaned(record):
                    continue
                if hook := self._hook(f"{kind}s", kind, entity, record, numbers):
                    yield hook

    def _hook(
        self, kind: str, part: str, entity: EntityDef, record: Record, numbers: Mapping[int, str]
    ) -> _Hook | None:
        """Read the parts of a webhook; without a subscribed field it is none yet."""
        own = ("webhookID = ?", (record["id"],))
        udfs = dict(enumerate(self._store.udfs(entity.name), start=1))
        about = [(numbers.get(row["fieldID"]), row) for row in self._store.select(f"{part}Fields", *own)]
        if entity.user_defined:
            about += [(udfs.get(row["udfFieldID"]), row) for row in self._store.select(f"{part}UdfFields", *own)]
        subscribed = tuple(name for name, row in about if name and row["isSubscribedField"])
        always = tuple(name for name, row in about if name and row["isDisplayAlwaysField"])
        excluded = frozenset(row["resourceID"] for row in self._store.select(f"{part}ExcludedResources", *own))
        return _Hook(kind, entity, record, subscribed, always, excluded) if subscribed else None

    def _rows(self, hook: _Hook, where: str = "1") -> dict[int, dict[str, Any]]:
        known = hook.entity.by_name
        names = [name for name in (*hook.shown, *_PEOPLE) if name in known]
        only = (names, [name for name in hook.shown if name not in known])
        rows = {number: json.loads(text) for number, text in self._store.json_rows(hook.entity.name, where, only=only)}
        for row in rows.values():
            row |= {udf["name"]: udf["value"] for udf in row.pop(UDF, ())}
        return rows

    def _changes(self, hook: _Hook, touched: Sequence[int], now: datetime) -> Iterator[Event]:
        seen, record = hook.seen, hook.record
        after = self._rows(hook, f"id IN ({', '.join(map(str, touched))})")
        for number, row in after.items():
            old, seen[number] = seen.get(number), row
            if old is None:
                if record["isSubscribedToCreateEvents"]:
                    yield from self._told(hook, "Create", number, row, hook.shown, now)
            elif record["isSubscribedToUpdateEvents"]:
                changed = [name for name in hook.subscribed if row[name] != old[name]]
                if changed:
                    yield from self._told(hook, "Update", number, row, (*changed, *hook.always), now)
        for number in touched:
            gone = seen.pop(number, None) if number not in after else None
            if gone is not None and record["isSubscribedToDeleteEvents"]:
                yield from self._told(hook, "Delete", number, gone, hook.shown, now)

    def _told(
        self, hook: _Hook, action: str, number: int, row: dict[str, Any], names: Sequence[str], now: datetime
    ) -> Iterator[Event]:
        person = next((row[name] for name in _PEOPLE if row.get(name) is not None), None)
        if person in hook.excluded:
            return
        hook.sequence += 1
        fields = {name: row[name] for name in dict.fromkeys(names)}
        about = {"Id": number, "Fields": fields, "PersonID": person}
        yield told(hook.kind, hook.record, action, hook.sequence, hook.entity.legacy, about, now)


def told(
    kind: str, record: Record, action: str, sequence: int, legacy: str, about: dict[str, Any], now: datetime
) -> Event:
    """Give an event of a webhook as it is delivered."""
    body = json.dumps(
        {
            "Action": action,
            "Guid": record["webhookGUID"],
            "EntityType": legacy,
            **about,
            "EventTime": instant_json(milliseconds(now)).strip('"'),
            "SequenceNumber": sequence,
        },
        ensure_ascii=False,
    )
    url = record["deactivationUrl" if action == "Deactivated" else "webhookUrl"]
    return Event(kind, record["id"], url, body, signature(record["secretKey"], body), sequence)


def signature(secret: str, body: str) -> str:
    """Sign a body as it is signed on the way: over its escaped text, in Base64."""
    text = _ESCAPED.sub(_escape, body)
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    return f"sha1={base64.b64encode(digest).decode()}"


def _escape(found: re.Match[str]) -> str:
    if found[0].startswith("\\"):
        return "\\u0022" if found[0] == '\\"' else found[0]
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04X}" for at in range(0, len(units), 2))
